package store

import (
	"bytes"
	"context"
)

const dropChunk = 200

// Drop removes all rows of a table with all its index entries, whatever their
// type, in small transactions.
func Drop(ctx context.Context, s Store, table string) error {
	for _, prefix := range [][]byte{Key(table), []byte(table + "/")} {
		for more := true; more; {
			err := s.Update(ctx, func(tx Tx) error {
				var keys [][]byte
				for k := range tx.Ascend(Prefix(prefix)) {
					if keys = append(keys, bytes.Clone(k)); len(keys) == dropChunk {
						break
					}
				}
				more = len(keys) == dropChunk
				for _, k := range keys {
					if err := tx.Delete(k); err != nil {
						return err
					}
				}
				return tx.Err()
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
