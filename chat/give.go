package chat

import (
	"time"

	"balcao/fault"
	"balcao/store"
)

// give makes the operator the holder: out of the queue, the event, the clocks
// that watch over the answer. A conversation somebody held before is
// conversation.transferred when the happening says from whom.
func (d *Desk) give(tx store.Tx, now time.Time, c *Conversation, h *head, account string, what happening) error {
	if c.State == Closed {
		return closedFault()
	}
	waited := c.WaitingSince
	department := c.Department
	if err := unwait(tx, c); err != nil {
		return err
	}
	c.State, c.Operator, c.Previous = Assigned, account, account
	c.AssignedAt, c.AskedAt = now, time.Time{}
	c.Turn++
	c.takePart(account)
	kind := "conversation.assigned"
	if what.from != "" {
		kind = "conversation.transferred"
	}
	if err := announce(tx, kind, now, c, h, what); err != nil {
		return err
	}
	if err := save(tx, *c, h); err != nil {
		return err
	}
	if !waited.IsZero() && !c.LeftMessage {
		if err := noteWait(tx, department, now.Sub(waited)); err != nil {
			return err
		}
	}
	if err := assignedTo(tx, now, account); err != nil {
		return err
	}
	if !h.UnansweredSince.IsZero() {
		if err := watchAnswer(tx, c.ID, h); err != nil {
			return err
		}
	}
	return store.Due(tx, now.Add(idleAfter), dueIdle, c.ID, c.Turn)
}

func closedFault() error { return fault.New(fault.Conflict, "conv_closed") }
