package chat

import (
	"context"
	"slices"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

const (
	// dueOffer ends an offer nobody accepted, and begins a new round of offers.
	dueOffer = "chat.offer"
	// nextRound is how long a conversation waits after everybody let it lapse.
	nextRound = time.Minute
)

// offer asks one operator whether he takes the conversation. To the customer
// it still waits.
func (d *Desk) offer(tx store.Tx, now time.Time, c *Conversation, h *head, account string, dep Department) error {
	if err := waitings.Delete(tx, c.waiting().key()...); err != nil {
		return err
	}
	c.State, c.Operator = Offered, account
	c.Turn++
	what := happening{staffOnly: true}
	if err := announce(tx, "conversation.offered", now, c, h, what); err != nil {
		return err
	}
	if err := save(tx, *c, h); err != nil {
		return err
	}
	p, err := presenceOf(tx, account)
	if err != nil {
		return err
	}
	p.LastAssigned = now // his turn in a round robin is over either way
	if err := presences.Put(tx, p); err != nil {
		return err
	}
	return store.Due(tx, now.Add(time.Duration(dep.OfferSeconds)*time.Second), dueOffer, c.ID, c.Turn)
}

func (d *Desk) dueOffer(tx store.Tx, conv string, version uint64) error {
	c, h, err := both(tx, conv)
	if err != nil {
		return gone(err)
	}
	if c.Turn != version {
		return nil
	}
	now := d.now()
	switch c.State {
	case Offered:
		err = d.lapse(tx, now, &c, &h)
	case Queued:
		c.Tried = nil
		err = wait(tx, &c, &h)
	}
	if err != nil {
		return err
	}
	return d.drain(tx, now, c.Department)
}

// lapse takes the offer back; the conversation keeps its place. When everybody
// has been asked, the round begins again a minute later.
func (d *Desk) lapse(tx store.Tx, now time.Time, c *Conversation, h *head) error {
	c.Tried = append(slices.Clone(c.Tried), c.Operator)
	crews, err := crewsOf(tx, now, []string{c.Department})
	if err != nil {
		return err
	}
	roundOver := false
	if len(crews) > 0 {
		v, err := crews[0].choose(c.waiting())
		if err != nil {
			return err
		}
		roundOver = v.Account == ""
	}
	what := happening{reason: "offer_lapsed", from: c.Operator, staffOnly: true}
	if err := wait(tx, c, h); err != nil {
		return err
	}
	if roundOver {
		if err := store.Due(tx, now.Add(nextRound), dueOffer, c.ID, c.Turn); err != nil {
			return err
		}
	}
	if err := announce(tx, "conversation.requeued", now, c, h, what); err != nil {
		return err
	}
	return save(tx, *c, h)
}

// Decline is the offered operator's no; the next is asked.
func (d *Desk) Decline(ctx context.Context, a actor.Actor, conv string) error {
	return d.Store.Update(ctx, func(tx store.Tx) error {
		c, h, err := both(tx, conv)
		if err != nil {
			return err
		}
		if c.State != Offered || c.Operator != a.ID {
			return fault.New(fault.Conflict, "no_offer")
		}
		now := d.now()
		if err := d.lapse(tx, now, &c, &h); err != nil {
			return err
		}
		return d.drain(tx, now, c.Department)
	})
}

// gone drops a due-row whose conversation does not exist any more.
func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
