package chat

import (
	"context"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Claim makes the actor the holder of a waiting conversation. Of many at once
// one wins, the others get fault.Conflict; the holder's own repeat is no
// fault. Neither a connection nor being online is asked for, but without a
// connection the grace starts now.
func (d *Desk) Claim(ctx context.Context, a actor.Actor, conv string) error {
	return d.on(ctx, a, "conversation.claim", conv, func(tx store.Tx, c Conversation, h head) error {
		switch {
		case c.State == Assigned && c.Operator == a.ID:
			return nil
		case c.State == Assigned || c.State == Offered && c.Operator != a.ID:
			return fault.New(fault.Conflict, "already_claimed")
		case c.State == Closed:
			return closedFault()
		}
		now := d.now()
		if err := decide(tx, now, c, Verdict{Account: a.ID, Reason: "claimed"}, "", a.Topic()); err != nil {
			return err
		}
		what := authored(a)
		what.reason = "claimed"
		return d.give(tx, now, &c, &h, a.ID, what)
	})
}
