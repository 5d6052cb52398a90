package files

import (
	"bufio"
	"errors"
	"io"
)

var errGIF = errors.New("files: not a GIF we can measure")

// gifPixels adds up the pixels of all frames without decoding any, so that a
// small file of thousands of frames is known before it takes the memory.
func gifPixels(r io.Reader) (int64, error) {
	b := bufio.NewReader(r)
	head, err := read(b, 13)
	if err != nil || string(head[:3]) != "GIF" {
		return 0, errGIF
	}
	if err := skipTable(b, head[10]); err != nil {
		return 0, err
	}
	var pixels int64
	for {
		kind, err := b.ReadByte()
		if err != nil {
			return 0, errGIF
		}
		switch kind {
		case 0x21: // extension
			if _, err := b.Discard(1); err != nil {
				return 0, errGIF
			}
		case 0x2c: // frame
			d, err := read(b, 9)
			if err != nil {
				return 0, errGIF
			}
			pixels += (int64(d[4]) | int64(d[5])<<8) * (int64(d[6]) | int64(d[7])<<8)
			if err := skipTable(b, d[8]); err != nil {
				return 0, err
			}
			if _, err := b.Discard(1); err != nil { // code size
				return 0, errGIF
			}
		case 0x3b: // trailer
			return pixels, nil
		default:
			return 0, errGIF
		}
		if err := skipBlocks(b); err != nil {
			return 0, err
		}
	}
}

func skipTable(b *bufio.Reader, flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	if _, err := b.Discard(3 << (flags&7 + 1)); err != nil {
		return errGIF
	}
	return nil
}

func skipBlocks(b *bufio.Reader) error {
	for {
		n, err := b.ReadByte()
		if err != nil {
			return errGIF
		}
		if n == 0 {
			return nil
		}
		if _, err := b.Discard(int(n)); err != nil {
			return errGIF
		}
	}
}
