package store

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"math"

	"balcao/fault"
)

// All yields the rows whose key begins with the parts, in key order.
func (t *Table[T]) All(r Reader, prefix ...any) iter.Seq2[T, error] {
	return t.walk(r, Prefix(t.primary(prefix)), false, false)
}

// Reverse is All backwards.
func (t *Table[T]) Reverse(r Reader, prefix ...any) iter.Seq2[T, error] {
	return t.walk(r, Prefix(t.primary(prefix)), false, true)
}

// By yields the rows whose place in the index begins with the parts, in the
// order of the index, rows in the same place in key order.
func (t *Table[T]) By(r Reader, index string, parts ...any) iter.Seq2[T, error] {
	return t.walk(r, Prefix(joined(t.index(index), parts)), true, false)
}

// ByReverse is By backwards.
func (t *Table[T]) ByReverse(r Reader, index string, parts ...any) iter.Seq2[T, error] {
	return t.walk(r, Prefix(joined(t.index(index), parts)), true, true)
}

// Unique returns the row in that place of a unique index, or ErrNotFound. The
// parts are all of the place's.
func (t *Table[T]) Unique(r Reader, index string, parts ...any) (T, error) {
	place := joined(t.index(index), parts)
	own, err := r.Get(place)
	if err != nil {
		var none T
		return none, err
	}
	return t.found(r, place, own, true)
}

// First returns the first row By yields, or ErrNotFound.
func (t *Table[T]) First(r Reader, index string, parts ...any) (T, error) {
	for row, err := range t.By(r, index, parts...) {
		return row, err
	}
	var none T
	return none, ErrNotFound
}

// Count is the number of rows (index "") or index entries that begin with the
// parts; it reads them all.
func (t *Table[T]) Count(r Reader, index string, parts ...any) (int, error) {
	n := 0
	for range r.Ascend(Prefix(joined(t.index(index), parts))) {
		n++
	}
	return n, r.Err()
}

// Page returns up to limit rows that begin with the parts, in the order of the
// index (of the key when it is ""), after the place the cursor names. next is
// empty at the end. Rows that come and go between two calls shift nothing.
func (t *Table[T]) Page(r Reader, index string, parts []any, descending bool, cursor string, limit int) (items []T, next string, err error) {
	items, next, _, err = t.PageAlso(r, index, parts, nil, descending, cursor, limit, math.MaxInt)
	return items, next, err
}

// Also says that rows must have a place in another index too, one that begins
// with any of the lists of parts and goes on as the index that is walked does.
type Also struct {
	Index string
	Any   [][]any
}

// PageAlso is Page of the rows that meet each Also; the others are passed over
// without being read. It looks at most places of the index, which may leave the
// page short, or empty, with a next one; looked is at how many it did.
func (t *Table[T]) PageAlso(r Reader, index string, parts []any, also []Also, descending bool, cursor string, limit, most int) (items []T, next string, looked int, err error) {
	bases := make([][][]byte, len(also))
	for i, a := range also {
		for _, parts := range a.Any {
			bases[i] = append(bases[i], joined(t.index(a.Index), parts))
		}
	}
	base := joined(t.index(index), parts)
	span := Prefix(base)
	if cursor != "" {
		rest, err := base64.RawURLEncoding.DecodeString(cursor)
		if err != nil || len(rest) == 0 || len(rest) > MaxKey {
			return nil, "", 0, fault.Field("cursor", "bad_cursor")
		}
		at := append(bytes.Clone(base), rest...)
		if descending {
			span.To = at
		} else {
			span.From = append(at, 0)
		}
	}
	limit = max(limit, 1)
	items = make([]T, 0, min(limit, 64))
	var last []byte
	for k, v := range direction(r, span, descending) {
		if len(items) >= limit || looked >= most {
			return items, base64.RawURLEncoding.EncodeToString(last[len(base):]), looked, nil
		}
		looked, last = looked+1, k
		if ok, err := hasAll(r, bases, k[len(base):]); err != nil {
			return nil, "", looked, err
		} else if !ok {
			continue
		}
		row, err := t.found(r, k, v, index != "")
		if err != nil {
			return nil, "", looked, err
		}
		items = append(items, row)
	}
	return items, "", looked, r.Err()
}

// hasAll tells whether of each list one base goes on with rest.
func hasAll(r Reader, lists [][][]byte, rest []byte) (bool, error) {
	var key []byte
	for _, bases := range lists {
		found := false
		for _, base := range bases {
			key = append(append(key[:0], base...), rest...)
			_, err := r.Get(key)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return false, err
			}
			if found = err == nil; found {
				break
			}
		}
		if !found {
			return false, nil
		}
	}
	return true, nil
}

func (t *Table[T]) walk(r Reader, span Range, indexed, descending bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for k, v := range direction(r, span, descending) {
			row, err := t.found(r, k, v, indexed)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := r.Err(); err != nil {
			var none T
			yield(none, err)
		}
	}
}

func (t *Table[T]) found(r Reader, k, v []byte, indexed bool) (T, error) {
	if !indexed {
		return t.codec.read(t.name, v)
	}
	row, err := t.row(r, append(bytes.Clone(t.prefix), v...))
	if errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("index entry %q of %s leads nowhere: %w", k, t.name, ErrCorrupt)
	}
	return row, err
}

// index is where the entries of that index begin; of "" the rows themselves.
func (t *Table[T]) index(name string) []byte {
	if name == "" {
		return t.prefix
	}
	for _, x := range t.indexes {
		if x.name == name {
			return x.prefix
		}
	}
	panic("store: table " + t.name + " has no index " + name)
}

func direction(r Reader, span Range, descending bool) iter.Seq2[[]byte, []byte] {
	if descending {
		return r.Descend(span)
	}
	return r.Ascend(span)
}
