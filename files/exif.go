package files

import (
	"bufio"
	"encoding/binary"
	"io"
)

// orientation reads which way a JPEG is to be turned (EXIF tag 0x0112, 1–8);
// anything missing or odd is 1, as it lies.
func orientation(r io.Reader) int {
	b := bufio.NewReader(r)
	if soi, err := read(b, 2); err != nil || soi[0] != 0xff || soi[1] != 0xd8 {
		return 1
	}
	for range 32 { // segments before the picture; more is not a camera's
		head, err := read(b, 4)
		if err != nil || head[0] != 0xff || head[1] == 0xda {
			return 1
		}
		n := int(binary.BigEndian.Uint16(head[2:])) - 2
		if n < 0 {
			return 1
		}
		body, err := read(b, n)
		if err != nil {
			return 1
		}
		if head[1] == 0xe1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
	}
	return 1
}

func read(r io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	return b, err
}

// tiffOrientation looks through the first directory only.
func tiffOrientation(b []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if string(b[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	count := int64(order.Uint16(b[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(b)) {
			return 1
		}
		if order.Uint16(b[entry:]) == 0x0112 {
			if v := int(order.Uint16(b[entry+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}
