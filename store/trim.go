package store

import (
	"context"
	"errors"
	"time"

	"balcao/fault"
)

const trimChunk = 200

// Trim removes events older than age and those beyond the newest count, in
// small transactions. It never passes a durable cursor and always keeps the
// newest event.
func Trim(ctx context.Context, s Store, now time.Time, age time.Duration, count uint64) error {
	for {
		upTo, more, err := trimmable(ctx, s, now.Add(-age), count)
		if err != nil || upTo == 0 {
			return err
		}
		err = s.Background(ctx, func(tx Tx) error {
			var keys [][]byte
			for k := range tx.Ascend(Range{From: Key(LogTable), To: EventKey(upTo + 1)}) {
				keys = append(keys, k)
			}
			for _, k := range keys {
				if err := tx.Delete(k); err != nil {
					return err
				}
			}
			return tx.Err()
		})
		if err != nil || !more {
			return err
		}
	}
}

// trimmable is the last pos of the next chunk that may go, 0 when none may.
func trimmable(ctx context.Context, s Store, before time.Time, count uint64) (upTo uint64, more bool, err error) {
	err = s.View(ctx, func(r Reader) error {
		last, err := LastPos(r)
		if err != nil {
			return err
		}
		limit := max(last, 1) - 1
		for _, v := range r.Ascend(Prefix(Key(cursorTable))) {
			pos, err := number(v, nil)
			if err != nil {
				return err
			}
			limit = min(limit, pos)
		}
		n := 0
		for e, err := range ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if e.Pos > limit || n == trimChunk || (e.Pos+count > last && !e.At.Before(before)) {
				break
			}
			upTo = e.Pos
			n++
		}
		more = n == trimChunk
		return r.Err()
	})
	return upTo, more, err
}

// unwritable tells whether the store refused the write, whatever it was.
func unwritable(err error) bool {
	return fault.Is(err, fault.Busy) || fault.Is(err, fault.ReadOnly) || errors.Is(err, ErrClosed) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
