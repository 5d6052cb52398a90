package chat

import (
	"context"
	"errors"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Assign gives the conversation to that member of staff: the supervisor's way
// to hand out and to take over.
func (d *Desk) Assign(ctx context.Context, a actor.Actor, conv, account string) error {
	return d.pass(ctx, a, "conversation.assign", conv, func(tx store.Tx, now time.Time, c *Conversation, h *head) error {
		return d.passTo(tx, now, a, c, h, account, nil, "assigned")
	})
}

// Transfer hands the conversation on to a colleague or to a department. Why is
// kept as an internal note of the conversation. A held one is its holder's or a
// supervisor's to hand on.
func (d *Desk) Transfer(ctx context.Context, a actor.Actor, conv, account, department, note string) error {
	if (account == "") == (department == "") {
		return fault.Field("account", "account_or_department")
	}
	why, err := d.whyPassed(ctx, a, conv, note)
	if err != nil {
		return err
	}
	return d.pass(ctx, a, "conversation.transfer", conv, func(tx store.Tx, now time.Time, c *Conversation, h *head) error {
		if c.State == Assigned && c.Operator != a.ID && !a.Supervises() {
			return fault.Denied()
		}
		if account != "" {
			return d.passTo(tx, now, a, c, h, account, why, "transferred")
		}
		return d.passOn(tx, now, a, c, h, department, why)
	})
}

// whyPassed makes the note that goes with a transfer; nil when there is none.
func (d *Desk) whyPassed(ctx context.Context, a actor.Actor, conv, note string) (*composed, error) {
	note, err := cleanShort("note", note, 2000)
	if err != nil || note == "" {
		return nil, err
	}
	m, err := d.compose(ctx, a, Post{CMID: d.NewID(), Conv: conv, Stream: Internal, Text: note})
	return &m, err
}

// jot writes the note of a transfer.
func jot(tx store.Tx, a actor.Actor, note *composed, h *head) error {
	if note == nil {
		return nil
	}
	_, err := write(tx, a, *note, h)
	return err
}

func (d *Desk) pass(ctx context.Context, a actor.Actor, verb, conv string, do func(store.Tx, time.Time, *Conversation, *head) error) error {
	return d.on(ctx, a, verb, conv, func(tx store.Tx, c Conversation, h head) error {
		if c.State == Closed {
			return closedFault()
		}
		now, before := d.now(), c.Operator
		if err := do(tx, now, &c, &h); err != nil {
			return err
		}
		if before == "" || before == c.Operator {
			return nil
		}
		return d.drainFor(tx, now, before)
	})
}

func (d *Desk) passTo(tx store.Tx, now time.Time, a actor.Actor, c *Conversation, h *head, account string, note *composed, reason string) error {
	if err := answers(tx, account); err != nil {
		return err
	}
	if c.State == Assigned && c.Operator == account {
		return jot(tx, a, note, h)
	}
	if err := decide(tx, now, *c, Verdict{Account: account, Reason: reason}, "", a.Topic()); err != nil {
		return err
	}
	what := happening{by: a.Topic(), reason: reason}
	if c.State == Assigned {
		what.from = c.Operator
	}
	if err := d.give(tx, now, c, h, account, what); err != nil {
		return err
	}
	return jot(tx, a, note, h)
}

// passOn puts the conversation into another department's queue, where it keeps
// the time it has waited; somebody held is before those who come new.
func (d *Desk) passOn(tx store.Tx, now time.Time, a actor.Actor, c *Conversation, h *head, department string, note *composed) error {
	if _, err := departments.Get(tx, department); errors.Is(err, store.ErrNotFound) {
		return fault.Field("department", "no_such_department")
	} else if err != nil {
		return err
	}
	what := happening{by: a.Topic(), reason: "transferred", fromDepartment: c.Department, from: c.Operator}
	held, since := c.State == Assigned, c.WaitingSince
	if err := unwait(tx, c); err != nil {
		return err
	}
	c.Department, c.Front, c.WaitingSince, c.Previous, c.LeftMessage = department, held, since, "", false
	if held {
		c.WaitingSince = now
	}
	if err := wait(tx, c, h); err != nil {
		return err
	}
	if err := announce(tx, "conversation.transferred", now, c, h, what); err != nil {
		return err
	}
	if err := save(tx, *c, h); err != nil {
		return err
	}
	if err := jot(tx, a, note, h); err != nil {
		return err
	}
	if err := d.drain(tx, now, department); err != nil {
		return err
	}
	moved, err := ConversationOf(tx, c.ID)
	*c = moved
	return err
}

// answers fails unless the account is active staff.
func answers(r store.Reader, account string) error {
	p, err := accounts.AccountOf(r, account)
	if errors.Is(err, store.ErrNotFound) || err == nil && (p.State != accounts.Active || !p.Actor().Staff()) {
		return fault.Field("account", "no_such_operator")
	}
	return err
}
