package chat

import (
	"time"

	"balcao/store"
)

const (
	dueIdle = "chat.idle"
	// idleAfter is how long nothing is written before the customer is asked
	// whether to go on, closeAfter how long the question stands.
	idleAfter  = 30 * time.Minute
	closeAfter = 10 * time.Minute
)

// dueIdle asks and later closes. A customer who waits for an answer is neither
// asked nor closed.
func (d *Desk) dueIdle(tx store.Tx, conv string, version uint64) error {
	c, h, err := both(tx, conv)
	if err != nil {
		return gone(err)
	}
	if c.State != Assigned || c.Turn != version {
		return nil
	}
	now := d.now()
	active := h.ActiveAt
	if c.AssignedAt.After(active) {
		active = c.AssignedAt
	}
	if c.AskedAt.Before(active) { // not asked since the last word
		if next := active.Add(idleAfter); now.Before(next) {
			return store.Due(tx, next, dueIdle, conv, version)
		}
		if !h.UnansweredSince.IsZero() {
			return store.Due(tx, now.Add(idleAfter), dueIdle, conv, version)
		}
		c.AskedAt = now
		if err := announce(tx, "conversation.idle", now, &c, &h, happening{}); err != nil {
			return err
		}
		if err := save(tx, c, &h); err != nil {
			return err
		}
		return store.Due(tx, now.Add(closeAfter), dueIdle, conv, version)
	}
	if next := c.AskedAt.Add(closeAfter); now.Before(next) {
		return store.Due(tx, next, dueIdle, conv, version)
	}
	return d.end(tx, now, &c, &h, happening{reason: "idle"})
}
