package store

import (
	"bytes"
	"errors"
	"fmt"
)

// CheckIndexes reports index entries of any table that lead to no row. It is a
// CheckFunc that needs no table: an entry's first part is "table/index", its
// value the row's key.
func CheckIndexes(r Reader, report func(error)) {
	var from []byte
	for {
		prefix := nextTable(r, from)
		if prefix == nil {
			break
		}
		from = Prefix(prefix).To
		name := prefix[:len(prefix)-2]
		slash := bytes.IndexByte(name, '/')
		if slash < 0 {
			continue
		}
		rows := Key(string(name[:slash]))
		for place, own := range r.Ascend(Prefix(prefix)) {
			_, err := r.Get(append(bytes.Clone(rows), own...))
			if errors.Is(err, ErrNotFound) {
				report(fmt.Errorf("index entry %q leads to no row: %w", place, ErrCorrupt))
			}
		}
	}
	if err := r.Err(); err != nil {
		report(err)
	}
}

// nextTable is the first part of the first key from there on.
func nextTable(r Reader, from []byte) []byte {
	for k := range r.Ascend(Range{From: from, To: []byte{0xff, 0xff}}) {
		if i := bytes.Index(k, []byte{0, 1}); i >= 0 {
			return bytes.Clone(k[:i+2])
		}
		return nil
	}
	return nil
}

// Gapless returns a CheckFunc for a table whose keys end with a uint64: under
// equal parts before it the numbers are 1, 2, 3 … without holes.
func Gapless(table string) CheckFunc {
	return func(r Reader, report func(error)) {
		var group []byte
		var last uint64
		for k := range r.Ascend(Prefix(Key(table))) {
			if len(k) < 8 {
				continue
			}
			own := k[:len(k)-8]
			if !bytes.Equal(own, group) {
				group, last = bytes.Clone(own), 0
			}
			if n := posOf(k); n != last+1 {
				report(fmt.Errorf("%q: number %d follows %d: %w", own, n, last, ErrCorrupt))
			}
			last = posOf(k)
		}
		if err := r.Err(); err != nil {
			report(fmt.Errorf("table %s: %w", table, err))
		}
	}
}
