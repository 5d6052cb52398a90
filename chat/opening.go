package chat

import (
	"errors"
	"time"

	"balcao/store"
)

// dueOpening lets a department's queue move when its hours begin.
const dueOpening = "chat.opening"

func (d *Desk) dueOpening(tx store.Tx, department string, version uint64) error {
	dep, err := departments.Get(tx, department)
	if errors.Is(err, store.ErrNotFound) || err == nil && dep.Version != version {
		return nil
	}
	if err != nil {
		return err
	}
	now := d.now()
	if err := watchOpening(tx, now, dep); err != nil {
		return err
	}
	return d.drain(tx, now, department)
}

// watchOpening asks for the next opening of the department; each one asks for
// the next.
func watchOpening(tx store.Tx, now time.Time, dep Department) error {
	next := dep.Hours.Next(now)
	if next.IsZero() {
		return nil
	}
	return store.Due(tx, next, dueOpening, dep.ID, dep.Version)
}
