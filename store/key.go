package store

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Key joins the parts so that byte order is the order of the parts, first part
// first. Parts are string, []byte, bool, int, int64, uint64, Stream-like
// strings, and time.Time (to the nanosecond, years 1678–2262). Parts of one
// place must always have one type.
//
// Strings end with 00 01 and a 00 inside them becomes 00 ff, so a string that
// is the beginning of another sorts before it, and Key("a") is a true prefix
// of Key("a", …) only.
func Key(parts ...any) []byte {
	k := make([]byte, 0, 96)
	for _, p := range parts {
		k = appendPart(k, p)
	}
	return k
}

func appendPart(k []byte, part any) []byte {
	switch p := part.(type) {
	case string:
		return appendEscaped(k, p)
	case []byte:
		return appendEscaped(k, string(p))
	case bool:
		if p {
			return append(k, 1)
		}
		return append(k, 0)
	case int:
		return binary.BigEndian.AppendUint64(k, uint64(p)^1<<63)
	case int64:
		return binary.BigEndian.AppendUint64(k, uint64(p)^1<<63)
	case uint64:
		return binary.BigEndian.AppendUint64(k, p)
	case time.Time:
		return binary.BigEndian.AppendUint64(k, uint64(p.UnixNano())^1<<63)
	default:
		panic(fmt.Sprintf("store: %T cannot be part of a key", part))
	}
}

func appendEscaped(k []byte, s string) []byte {
	for i := range len(s) {
		k = append(k, s[i])
		if s[i] == 0 {
			k = append(k, 0xff)
		}
	}
	return append(k, 0, 1)
}
