package chat

import (
	"time"

	"balcao/actor"
	"balcao/store"
)

// reopenWithin is how long after its end writing reopens a conversation.
const reopenWithin = 24 * time.Hour

// before does what a public message changes about its conversation beside the
// head: a closed one reopens, a waiting one is taken by the member of staff
// who answers it, and who writes into somebody else's takes part from now on.
func (d *Desk) before(tx store.Tx, a actor.Actor, c *Conversation, h *head) error {
	now := d.now()
	if c.State == Closed {
		return d.revive(tx, now, a, c, h)
	}
	if !a.Staff() {
		return nil
	}
	if c.State == Queued || c.State == Offered {
		if err := decide(tx, now, *c, Verdict{Account: a.ID, Reason: "answered"}, "", a.Topic()); err != nil {
			return err
		}
		what := authored(a)
		what.reason = "answered"
		return d.give(tx, now, c, h, a.ID, what)
	}
	if c.takePart(a.ID) {
		return announce(tx, "conversation.joined", now, c, h, authored(a))
	}
	return nil
}

// revive reopens a conversation that ended less than a day ago: for a customer
// with the operator who had it when he is free, else in the queue; for staff
// with the one who reopens it.
func (d *Desk) revive(tx store.Tx, now time.Time, a actor.Actor, c *Conversation, h *head) error {
	if now.Sub(c.ClosedAt) > reopenWithin {
		return closedFault()
	}
	if err := notBlocked(tx, c.customers()...); err != nil {
		return err
	}
	c.State, c.ClosedAt, c.ClosedBy, c.AskedAt = Queued, time.Time{}, "", time.Time{}
	c.WaitingSince, c.Front = now, false
	c.Turn++
	if err := announce(tx, "conversation.reopened", now, c, h, authored(a)); err != nil {
		return err
	}
	if !a.Staff() {
		return d.enqueue(tx, now, c, h)
	}
	if err := decide(tx, now, *c, Verdict{Account: a.ID, Reason: "reopened"}, "", a.Topic()); err != nil {
		return err
	}
	what := authored(a)
	what.reason = "reopened"
	return d.give(tx, now, c, h, a.ID, what)
}
