package tickets

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// Patch is the fields of a ticket to change, as they came.
type Patch map[string]json.RawMessage

// fields are what can be changed, in the order in which the timeline tells it.
var fields = []string{
	"title", "description", "steps", "type", "wished_date", "priority", "status", "contact", "company", "watchers", "assignee",
	"department", "product", "version", "environment", "tags", "resolution", "fix",
}

// Change sets fields of a ticket and writes down what went from what to what.
// Staff change everything; those whose ticket it is close and reopen it. match
// is given the version the ticket has and may refuse it.
func (k *Tracker) Change(ctx context.Context, a actor.Actor, number uint64, p Patch, match func(version string) error) (View, string, error) {
	reason, err := p.reason()
	if err != nil {
		return View{}, "", err
	}
	now, html := k.time(), text.Ticket(reason)
	var v View
	var version string
	err = k.Store.Update(ctx, func(tx store.Tx) error {
		t, err := readable(tx, a, "ticket.read", number)
		if err != nil {
			return err
		}
		if err := mayChange(tx, now, a, t, p); err != nil {
			return err
		}
		if err := match(t.tag()); err != nil {
			return err
		}
		if t, err = k.change(tx, now, a, t, p, reason, html); err != nil {
			return err
		}
		version = t.tag()
		v, err = peopleFor(tx, a).ticket(t)
		return err
	})
	return v, version, err
}

func (k *Tracker) change(tx store.Tx, now time.Time, a actor.Actor, t Ticket, p Patch, reason, html string) (Ticket, error) {
	was := t
	e := &edit{tx: tx, now: now, by: a, t: &t}
	for _, field := range fields {
		raw, given := p[field]
		if !given {
			continue
		}
		if err := e.set(field, raw); err != nil {
			return t, err
		}
	}
	if err := wished(t.Type, t.WishedDate); err != nil {
		return t, err
	}
	if t.Assignee != "" && was.Assignee == "" && t.Status == StatusNew {
		if err := e.status(StatusOpen); err != nil {
			return t, err
		}
	}
	if len(e.changes) == 0 {
		return t, nil
	}
	frozen, err := freeze(tx, now, &t)
	if err != nil {
		return t, err
	}
	if frozen != nil {
		e.changes = append(e.changes, *frozen)
	}
	return t, k.write(tx, now, a.Topic(), &t, was, e.changes, reason, html)
}

// write stores a changed ticket with the entry and the event that tell it.
func (k *Tracker) write(tx store.Tx, now time.Time, by string, t *Ticket, was Ticket, changes []Change, reason, html string) error {
	entry, err := k.add(tx, t, Entry{Kind: KindChange, At: now, Author: by, Text: reason, Changes: changes})
	if err != nil {
		return err
	}
	t.UpdatedAt = now
	t.Rev++
	if err := tickets.Put(tx, *t); err != nil {
		return err
	}
	return announce(tx, *t, deed{kind: "ticket.changed", at: now, by: by, was: &was, entry: &entry, html: html, tell: changeTold(by, changes)})
}

// mayChange refuses fields nobody changes, and to customers all but closing
// and reopening.
func mayChange(r store.Reader, now time.Time, a actor.Actor, t Ticket, p Patch) error {
	for field := range p {
		if !slices.Contains(fields, field) {
			f := fault.Field(field, "unknown_field")
			f.Args = map[string]any{"field": field}
			return f
		}
		if field != "status" && !a.Staff() {
			return fault.Denied()
		}
	}
	if a.Staff() || p["status"] == nil {
		return may(r, a, "ticket.change", t)
	}
	var to Status
	if err := json.Unmarshal(p["status"], &to); err != nil {
		return fault.Field("status", "wrong_type").With(err)
	}
	switch to {
	case StatusClosed:
		return may(r, a, "ticket.close", t)
	case StatusOpen:
		if t.Status.Active() {
			return fault.Denied()
		}
		if err := may(r, a, "ticket.reopen", t); err != nil {
			return err
		}
		return mayReopen(r, now, a, t)
	}
	return fault.Denied()
}

// reason takes what a person says about the change out of the fields.
func (p Patch) reason() (string, error) {
	raw, given := p["reason"]
	if !given {
		return "", nil
	}
	delete(p, "reason")
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", fault.Field("reason", "wrong_type").With(err)
	}
	return long("reason", s)
}
