package store

import (
	"encoding/json"
	"fmt"
)

// codec is the form of a row: a format byte, then what encode wrote.
type codec[T any] struct {
	version  byte
	upgrades map[byte]func([]byte) ([]byte, error)
	encode   func([]byte, T) ([]byte, error)
	decode   func([]byte) (T, error)
}

func jsonCodec[T any]() codec[T] {
	return codec[T]{
		version: 1,
		encode: func(b []byte, row T) ([]byte, error) {
			j, err := json.Marshal(row)
			return append(b, j...), err
		},
		decode: func(b []byte) (row T, err error) {
			err = json.Unmarshal(b, &row)
			return row, err
		},
	}
}

func (c *codec[T]) write(row T) ([]byte, error) {
	return c.encode(append(make([]byte, 0, 256), c.version), row)
}

func (c *codec[T]) read(table string, raw []byte) (T, error) {
	var none T
	if len(raw) == 0 {
		return none, fmt.Errorf("row of %s without format: %w", table, ErrCorrupt)
	}
	version, data := raw[0], raw[1:]
	if version > c.version {
		return none, fmt.Errorf("store: row of %s has format %d, this program reads up to %d", table, version, c.version)
	}
	for ; version < c.version; version++ {
		up, ok := c.upgrades[version]
		if !ok {
			return none, fmt.Errorf("store: row of %s has format %d without an upgrade", table, version)
		}
		var err error
		if data, err = up(data); err != nil {
			return none, fmt.Errorf("row of %s, format %d: %w", table, version, err)
		}
	}
	row, err := c.decode(data)
	if err != nil {
		return none, fmt.Errorf("row of %s cannot be read (%v): %w", table, err, ErrCorrupt)
	}
	return row, nil
}
