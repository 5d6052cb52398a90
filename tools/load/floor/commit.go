package floor

import (
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

var bucket = []byte("messages")

// commit is the one writer: what is queued while a commit syncs goes into the next.
func (s *server) commit(ctx context.Context, db *bbolt.DB) error {
	group := make([]message, 0, 1000)
	for {
		select {
		case m := <-s.queue:
			group = append(group[:0], m)
		case <-ctx.Done():
			return nil
		}
		for len(group) < cap(group) {
			select {
			case m := <-s.queue:
				group = append(group, m)
				continue
			default:
			}
			break
		}
		if err := store(db, group); err != nil {
			return err
		}
		for _, m := range group {
			m.from.out <- fmt.Appendf(nil, `{"t":"ok","cmid":"%s"}`, m.cmid)
			if m.to != nil {
				m.to.out <- m.forward
			}
		}
	}
}

func store(db *bbolt.DB, group []message) error {
	return db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucket)
		b.FillPercent = 0.95
		for _, m := range group {
			n, err := b.NextSequence()
			if err != nil {
				return err
			}
			if err := b.Put(binary.BigEndian.AppendUint64(nil, n), m.forward); err != nil {
				return err
			}
		}
		return nil
	})
}
