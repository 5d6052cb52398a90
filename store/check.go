package store

import (
	"bytes"
	"errors"
	"fmt"
)

// CheckFunc looks at a part of the data and reports what is wrong with it.
type CheckFunc = func(r Reader, report func(error))

// Check reads every row and index entry of the table and reports rows that
// cannot be read, rows an index does not lead to, and entries that lead to no
// row or to one that does not belong there. It is a CheckFunc.
func (t *Table[T]) Check(r Reader, report func(error)) {
	for k, v := range r.Ascend(Prefix(t.prefix)) {
		row, err := t.codec.read(t.name, v)
		if err != nil {
			report(fmt.Errorf("%q: %w", k, err))
			continue
		}
		if !bytes.Equal(t.primary(t.key(row)), k) {
			report(fmt.Errorf("row %q of %s lies under another key: %w", k, t.name, ErrCorrupt))
			continue
		}
		for _, x := range t.indexes {
			for _, place := range t.places(x, row, k) {
				if holder, err := r.Get(place); err != nil || !bytes.Equal(holder, k[len(t.prefix):]) {
					report(fmt.Errorf("row %q is not in index %s: %w", k, x.name, ErrCorrupt))
				}
			}
		}
	}
	for _, x := range t.indexes {
		t.checkIndex(r, x, report)
	}
	if err := r.Err(); err != nil {
		report(fmt.Errorf("table %s: %w", t.name, err))
	}
}

func (t *Table[T]) checkIndex(r Reader, x index[T], report func(error)) {
	for place, own := range r.Ascend(Prefix(x.prefix)) {
		k := append(bytes.Clone(t.prefix), own...)
		row, err := t.row(r, k)
		switch {
		case errors.Is(err, ErrNotFound):
			report(fmt.Errorf("entry %q of index %s leads to no row of %s: %w", place, x.name, t.name, ErrCorrupt))
		case err == nil && !contains(t.places(x, row, k), place):
			report(fmt.Errorf("entry %q of index %s leads to a row of %s that does not belong there: %w", place, x.name, t.name, ErrCorrupt))
		}
	}
}
