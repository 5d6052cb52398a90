package chat

import (
	"slices"
	"time"

	"balcao/store"
)

const (
	dueUnanswered = "chat.unanswered"
	// answerWithin is how long an operator may leave an assigned conversation
	// without a first word.
	answerWithin = 2 * time.Minute
	// typingGrace is added while he types, lookAgain while he is busy with
	// others and nobody else is free.
	typingGrace = 20 * time.Second
	lookAgain   = 30 * time.Second
)

// watchAnswer starts the clock of a conversation whose holder has not said a
// word to its waiting customer.
func watchAnswer(tx store.Tx, conv string, h *head) error {
	if h.State != Assigned || h.answered() {
		return nil
	}
	from := h.UnansweredSince
	if h.AssignedAt.After(from) {
		from = h.AssignedAt
	}
	return store.Due(tx, from.Add(answerWithin), dueUnanswered, conv, uint64(h.AssignedAt.UnixMilli()))
}

// answered tells whether staff said something since it was assigned.
func (h *head) answered() bool {
	return !h.LastAnswerAt.IsZero() && !h.LastAnswerAt.Before(h.AssignedAt)
}

// dueUnanswered puts the conversation back to the front of the queue and its
// operator away.
func (d *Desk) dueUnanswered(tx store.Tx, conv string, version uint64) error {
	c, h, err := both(tx, conv)
	if err != nil {
		return gone(err)
	}
	if c.State != Assigned || uint64(c.AssignedAt.UnixMilli()) != version || h.answered() || h.UnansweredSince.IsZero() {
		return nil
	}
	now := d.now()
	if d.typists.types(conv, topicOf(c.Operator)) {
		return store.Due(tx, now.Add(typingGrace), dueUnanswered, conv, version)
	}
	operator := c.Operator
	busy, err := busyElsewhere(tx, operator, conv, now)
	if err != nil {
		return err
	}
	if busy {
		// Somebody who talks to others is not away: a free colleague gets it,
		// and without one it is best where it is.
		c.Tried = []string{operator}
		crews, err := crewsOf(tx, now, []string{c.Department})
		if err != nil {
			return err
		}
		var v Verdict
		if len(crews) > 0 {
			if v, err = crews[0].choose(c.waiting()); err != nil {
				return err
			}
		}
		if v.Account == "" {
			return store.Due(tx, now.Add(lookAgain), dueUnanswered, conv, version)
		}
	} else if err := d.choose(tx, now, operator, Away, "unanswered"); err != nil {
		return err
	}
	departments, err := departmentsOf(tx, operator)
	if err != nil {
		return err
	}
	if err := d.requeue(tx, now, &c, &h, "unanswered"); err != nil {
		return err
	}
	if !slices.Contains(departments, c.Department) {
		departments = append(departments, c.Department)
	}
	return d.drain(tx, now, departments...)
}

// busyElsewhere tells whether the operator said something in another of his
// conversations lately.
func busyElsewhere(r store.Reader, account, conv string, now time.Time) (bool, error) {
	for c, err := range conversations.By(r, "operator", account) {
		if err != nil {
			return false, err
		}
		if c.ID == conv || c.State != Assigned {
			continue
		}
		h, err := headOf(r, c.ID)
		if err != nil {
			return false, err
		}
		if h.answered() && now.Sub(h.LastAnswerAt) < answerWithin {
			return true, nil
		}
	}
	return false, nil
}

// requeue puts the conversation back to the front of its queue. The caller
// drains.
func (d *Desk) requeue(tx store.Tx, now time.Time, c *Conversation, h *head, reason string) error {
	what := happening{reason: reason, from: c.Operator}
	c.Front, c.WaitingSince, c.LeftMessage = true, now, false
	if !h.UnansweredSince.IsZero() {
		c.WaitingSince = h.UnansweredSince
	}
	c.Previous = ""
	if err := wait(tx, c, h); err != nil {
		return err
	}
	if err := announce(tx, "conversation.requeued", now, c, h, what); err != nil {
		return err
	}
	return save(tx, *c, h)
}
