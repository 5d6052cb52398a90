package world

import (
	"bytes"
	"strconv"
)

// Kind is the t of a frame, which our servers write first. A generator that
// decoded every frame as JSON would load the machine more than the server does.
func Kind(frame []byte) string {
	rest, ok := bytes.CutPrefix(frame, []byte(`{"t":"`))
	if !ok {
		return String(frame, "t")
	}
	kind, _, _ := bytes.Cut(rest, []byte{'"'})
	switch string(kind) {
	case "ok":
		return "ok"
	case "event":
		return "event"
	}
	return string(kind)
}

// String is the first value of that key, wherever it stands, if it is a string
// without escapes; else "".
func String(frame []byte, key string) string { return string(Bytes(frame, key)) }

// Bytes is String without a copy.
func Bytes(frame []byte, key string) []byte {
	rest := after(frame, key)
	if len(rest) == 0 || rest[0] != '"' {
		return nil
	}
	value, _, _ := bytes.Cut(rest[1:], []byte{'"'})
	return value
}

// Number is the first value of that key, if it is a whole number; else 0.
func Number(frame []byte, key string) uint64 {
	rest := after(frame, key)
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	v, _ := strconv.ParseUint(string(rest[:n]), 10, 64)
	return v
}

func after(frame []byte, key string) []byte {
	var quoted [32]byte
	q := append(append(append(quoted[:0], '"'), key...), '"', ':')
	at := bytes.Index(frame, q)
	if at < 0 {
		return nil
	}
	return frame[at+len(q):]
}
