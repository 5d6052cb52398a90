package chat

import (
	"errors"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// open makes the conversation of a first message, finds it an operator and
// writes the message: conversation.opened, .assigned or .queued, message.
func (d *Desk) open(tx store.Tx, a actor.Actor, m composed) (Posted, error) {
	c, err := d.opened(tx, a, m)
	if err != nil {
		return Posted{}, err
	}
	var h head
	if err := announce(tx, "conversation.opened", m.At, &c, &h, authored(a)); err != nil {
		return Posted{}, err
	}
	if err := d.enqueue(tx, m.At, &c, &h); err != nil {
		return Posted{}, err
	}
	if h, err = headOf(tx, c.ID); err != nil { // an operator may have it by now
		return Posted{}, err
	}
	m.Conv = c.ID
	return write(tx, a, m, &h)
}

// opened checks who opens what and returns the new conversation, not yet kept.
func (d *Desk) opened(tx store.Tx, a actor.Actor, m composed) (Conversation, error) {
	if err := notBlocked(tx, a.Topic()); err != nil {
		return Conversation{}, err
	}
	previous, err := d.history(tx, a, m.At)
	if err != nil {
		return Conversation{}, err
	}
	site, err := siteFor(tx, a, m.new.Site)
	if err != nil {
		return Conversation{}, err
	}
	department, err := departmentFor(tx, site, m.new.Department)
	if err != nil {
		return Conversation{}, err
	}
	cover, err := accounts.CoverOf(tx, m.At, a.Topic(), "")
	if err != nil {
		return Conversation{}, err
	}
	if err := site.admits(a, cover); err != nil {
		return Conversation{}, err
	}
	c := Conversation{
		ID: m.newConv, State: Queued, Subject: text.Excerpt(m.new.Subject, text.MaxTitle), Department: department.ID, Site: site.ID,
		Customer: a.Topic(), Cover: cover.State, Rank: rankOf(cover), OpenedAt: m.At, WaitingSince: m.At,
		Locale: a.Locale, Previous: previous, Page: text.Excerpt(m.new.Page, 500),
	}
	c.LastPage = c.Page
	if a.Role == actor.Visitor {
		c.Visitor = a.Topic()
		v, err := accounts.VisitorOf(tx, a.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return c, err
		}
		if c.Page == "" {
			c.Page, c.LastPage = v.Page, v.Page
		}
	}
	return c, nil
}

// returnsWithin is how long a customer who comes back is led to the operator
// who had the last conversation.
const returnsWithin = 30 * 24 * time.Hour

// history looks at what the customer had before: it keeps one from filling
// the queue, and names the operator of the last conversation when that is over.
func (d *Desk) history(r store.Reader, a actor.Actor, now time.Time) (operator string, err error) {
	open := 0
	for c, err := range conversations.ByReverse(r, "customer", a.Topic()) {
		if err != nil {
			return "", err
		}
		if !c.Open() { // newest first: those before are closed as a rule
			if open == 0 && now.Sub(c.ClosedAt) < returnsWithin {
				operator = c.Previous
			}
			break
		}
		if open++; open >= d.OpenLimit {
			return "", &fault.Error{Kind: fault.RateLimited, Text: "faults.too_many_open", Retry: time.Minute}
		}
	}
	return operator, nil
}

// enqueue puts the conversation into its queue and lets the queue move. When
// nobody takes it, conversation.queued says so.
func (d *Desk) enqueue(tx store.Tx, now time.Time, c *Conversation, h *head) error {
	c.LeftMessage = false
	if err := wait(tx, c, h); err != nil {
		return err
	}
	crews, err := crewsOf(tx, now, []string{c.Department})
	if err != nil {
		return err
	}
	left := true
	for _, crew := range crews {
		here, err := crew.staffed()
		if err != nil {
			return err
		}
		left = left && !here
	}
	if err := d.drainTo(tx, now, crews); err != nil {
		return err
	}
	moved, err := ConversationOf(tx, c.ID)
	if err != nil {
		return err
	}
	*c = moved
	if *h, err = headOf(tx, c.ID); err != nil {
		return err
	}
	if c.State != Queued {
		return nil
	}
	c.LeftMessage = left
	var what happening
	if left {
		if what.notices, err = d.leftFor(tx, *c, h, crews); err != nil {
			return err
		}
	}
	if err := announce(tx, "conversation.queued", now, c, h, what); err != nil {
		return err
	}
	return save(tx, *c, h)
}
