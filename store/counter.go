package store

import (
	"encoding/binary"
	"errors"
)

const counterTable = "counter"

// Next takes the next number of the counter: 1, 2, 3 … without holes, since a
// transaction that fails takes none.
func Next(tx Tx, name string) (uint64, error) {
	n, err := Last(tx, name)
	if err != nil {
		return 0, err
	}
	n++
	return n, tx.Put(Key(counterTable, name), binary.BigEndian.AppendUint64(nil, n))
}

// Last is the number taken last from the counter, 0 before the first.
func Last(r Reader, name string) (uint64, error) {
	v, err := r.Get(Key(counterTable, name))
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return number(v, err)
}
