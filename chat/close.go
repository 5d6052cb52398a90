package chat

import (
	"context"
	"time"

	"balcao/actor"
	"balcao/store"
)

// Close ends a conversation, by either side; ending an ended one changes
// nothing.
func (d *Desk) Close(ctx context.Context, a actor.Actor, conv string) error {
	return d.on(ctx, a, "conversation.close", conv, func(tx store.Tx, c Conversation, h head) error {
		if c.State == Closed {
			return nil
		}
		return d.end(tx, d.now(), &c, &h, authored(a))
	})
}

// end closes the conversation and lets its operator take the next.
func (d *Desk) end(tx store.Tx, now time.Time, c *Conversation, h *head, what happening) error {
	operator := c.Operator
	if err := unwait(tx, c); err != nil {
		return err
	}
	c.State, c.Operator = Closed, ""
	c.ClosedAt, c.ClosedBy, c.AskedAt = now, what.by, time.Time{}
	c.Turn++
	h.UnansweredSince = time.Time{}
	what.from = operator
	if err := announce(tx, "conversation.closed", now, c, h, what); err != nil {
		return err
	}
	if err := save(tx, *c, h); err != nil || operator == "" {
		return err
	}
	return d.drainFor(tx, now, operator)
}

// Reopen lets staff take up a conversation that ended less than a day ago.
func (d *Desk) Reopen(ctx context.Context, a actor.Actor, conv string) error {
	return d.on(ctx, a, "conversation.reopen", conv, func(tx store.Tx, c Conversation, h head) error {
		if c.State != Closed {
			return nil
		}
		if err := d.revive(tx, d.now(), a, &c, &h); err != nil {
			return err
		}
		return save(tx, c, &h)
	})
}
