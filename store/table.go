package store

import (
	"bytes"
	"errors"
	"fmt"
)

// Table is rows of one type under one name, written with their index entries
// in the same transaction. A table is a description: it holds no rows itself.
type Table[T any] struct {
	name    string
	prefix  []byte
	key     func(T) []any
	indexes []index[T]
	codec   codec[T]
}

type index[T any] struct {
	name   string
	prefix []byte
	unique bool
	parts  func(T) [][]any
}

// TableOption widens a table.
type TableOption[T any] func(*Table[T])

// NewTable describes a table whose rows are found by the parts key returns.
func NewTable[T any](name string, key func(T) []any, opts ...TableOption[T]) *Table[T] {
	t := &Table[T]{name: name, prefix: Key(name), key: key, codec: jsonCodec[T]()}
	for _, o := range opts {
		o(t)
	}
	return t
}

// WithIndex finds rows by other parts as well; a row may have several places
// in the index, or none.
func WithIndex[T any](name string, parts func(T) [][]any) TableOption[T] {
	return func(t *Table[T]) {
		t.indexes = append(t.indexes, index[T]{name: name, prefix: Key(t.name + "/" + name), parts: parts})
	}
}

// WithUnique is an index in which two rows never have the same place: Put and
// Insert of the second return ErrExists.
func WithUnique[T any](name string, parts func(T) [][]any) TableOption[T] {
	return func(t *Table[T]) {
		t.indexes = append(t.indexes, index[T]{name: name, prefix: Key(t.name + "/" + name), unique: true, parts: parts})
	}
}

// WithFormat sets the version of the row's shape (1 without it). upgrades[n]
// turns JSON of version n into version n+1; rows are rewritten when put.
func WithFormat[T any](version byte, upgrades map[byte]func([]byte) ([]byte, error)) TableOption[T] {
	return func(t *Table[T]) { t.codec.version, t.codec.upgrades = version, upgrades }
}

// WithCodec replaces JSON by an own encoding behind the same format byte.
func WithCodec[T any](encode func([]byte, T) ([]byte, error), decode func([]byte) (T, error)) TableOption[T] {
	return func(t *Table[T]) { t.codec.encode, t.codec.decode = encode, decode }
}

// Name is the first part of the table's keys.
func (t *Table[T]) Name() string { return t.name }

// Get returns the row or ErrNotFound.
func (t *Table[T]) Get(r Reader, parts ...any) (T, error) {
	return t.row(r, t.primary(parts))
}

// Put writes the row, replacing one with the same key.
func (t *Table[T]) Put(tx Tx, row T) error { return t.write(tx, row, true) }

// Insert writes a row that must be new, else ErrExists.
func (t *Table[T]) Insert(tx Tx, row T) error { return t.write(tx, row, false) }

// Delete removes the row and its index entries; a missing row is no error.
func (t *Table[T]) Delete(tx Tx, parts ...any) error {
	k := t.primary(parts)
	if len(t.indexes) > 0 {
		old, err := t.row(tx, k)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, x := range t.indexes {
			for _, place := range t.places(x, old, k) {
				if err := tx.Delete(place); err != nil {
					return err
				}
			}
		}
	}
	return tx.Delete(k)
}

func (t *Table[T]) write(tx Tx, row T, replace bool) error {
	k := t.primary(t.key(row))
	var old [][]byte
	if len(t.indexes) > 0 || !replace {
		raw, err := tx.Get(k)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return err
		case !replace:
			return ErrExists
		default:
			before, err := t.codec.read(t.name, raw)
			if err != nil {
				return err
			}
			for _, x := range t.indexes {
				old = append(old, t.places(x, before, k)...)
			}
		}
	}
	if err := t.enter(tx, row, k, old); err != nil {
		return err
	}
	v, err := t.codec.write(row)
	if err != nil {
		return fmt.Errorf("row of %s: %w", t.name, err)
	}
	return tx.Put(k, v)
}

// enter brings the index entries of the row from the old places to the new.
func (t *Table[T]) enter(tx Tx, row T, k []byte, old [][]byte) error {
	var wanted [][]byte
	for _, x := range t.indexes {
		for _, place := range t.places(x, row, k) {
			wanted = append(wanted, place)
			if contains(old, place) {
				continue
			}
			if x.unique {
				if holder, err := tx.Get(place); err == nil && !bytes.Equal(holder, k[len(t.prefix):]) {
					return ErrExists
				} else if err != nil && !errors.Is(err, ErrNotFound) {
					return err
				}
			}
		}
	}
	for _, place := range old {
		if !contains(wanted, place) {
			if err := tx.Delete(place); err != nil {
				return err
			}
		}
	}
	for _, place := range wanted {
		if !contains(old, place) {
			if err := tx.Put(place, bytes.Clone(k[len(t.prefix):])); err != nil {
				return err
			}
		}
	}
	return nil
}

// places are the keys of the row's entries in one index: the index' name, the
// parts, and unless the index is unique the row's own key to tell rows with
// equal parts from each other. The value is the row's own key.
func (t *Table[T]) places(x index[T], row T, k []byte) [][]byte {
	list := x.parts(row)
	keys := make([][]byte, 0, len(list))
	for _, parts := range list {
		p := joined(x.prefix, parts)
		if !x.unique {
			p = append(p, k[len(t.prefix):]...)
		}
		keys = append(keys, p)
	}
	return keys
}

func (t *Table[T]) primary(parts []any) []byte { return joined(t.prefix, parts) }

func (t *Table[T]) row(r Reader, k []byte) (T, error) {
	raw, err := r.Get(k)
	if err != nil {
		var none T
		return none, err
	}
	return t.codec.read(t.name, raw)
}

func joined(prefix []byte, parts []any) []byte {
	k := make([]byte, len(prefix), len(prefix)+64)
	copy(k, prefix)
	for _, p := range parts {
		k = appendPart(k, p)
	}
	return k
}

func contains(list [][]byte, k []byte) bool {
	for _, x := range list {
		if bytes.Equal(x, k) {
			return true
		}
	}
	return false
}
