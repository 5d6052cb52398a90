package tickets

import (
	"context"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
	"balcao/text"
)

// Grant turns a request into a ticket once there is cover, or at once by a
// supervisor's reason. A comment on a frozen ticket becomes an answer there.
func (k *Tracker) Grant(ctx context.Context, a actor.Actor, name, reason string) (Opened, error) {
	reason, err := word("reason", reason)
	if err != nil {
		return Opened{}, err
	}
	said, err := k.Request(ctx, a, name)
	if err != nil {
		return Opened{}, err
	}
	html := text.Ticket(said.Description) // outside the transaction: it takes long
	now := k.time()
	var out Opened
	err = k.Store.Update(ctx, func(tx store.Tx) error {
		out = Opened{}
		q, err := requestOf(tx, a, said.ID)
		if err != nil {
			return err
		}
		if err := accounts.May(tx, a, "request.grant", q.object()); err != nil {
			return err
		}
		if q.State != requestOpen {
			return &fault.Error{Kind: fault.Conflict, Code: "request_done", Extra: map[string]any{"ticket": q.Ticket}}
		}
		if q.Reply > 0 {
			err = k.grantReply(tx, now, a, q, reason, html, &out)
		} else {
			err = k.grantTicket(tx, now, a, q, reason, &out)
		}
		if err != nil {
			return err
		}
		if out.View, err = peopleOf(tx, true).ticket(out.Ticket); err != nil {
			return err
		}
		q.State, q.Ticket = requestTicket, out.Ticket.Number
		if err := requests.Put(tx, q); err != nil {
			return err
		}
		if err := accounts.Audit(tx, now, a, "request.grant", "request/"+q.ID, map[string]any{"ticket": q.Ticket, "override": out.Ticket.Overridden}); err != nil {
			return err
		}
		return q.announce(tx, "request.granted", now, a.Topic(), nil) // the ticket's own event has the notice
	})
	return out, err
}

func (k *Tracker) grantTicket(tx store.Tx, now time.Time, a actor.Actor, q Request, reason string, out *Opened) error {
	d := q.Draft
	d.OverrideReason, d.granted = reason, q.Number
	kept := d.Files
	d.Files = nil // they were given by somebody else and have a place already
	if err := k.grant(tx, now, a, d, out); err != nil {
		return err
	}
	out.Ticket.Files = kept
	if err := attachKept(tx, kept, out.Ticket.Number); err != nil {
		return err
	}
	return tickets.Put(tx, out.Ticket)
}

// grant opens without keeping a second request.
func (k *Tracker) grant(tx store.Tx, now time.Time, a actor.Actor, d Draft, out *Opened) error {
	t, _, err := k.draw(tx, now, a, d)
	if err != nil {
		return err
	}
	allowed, err := k.judge(tx, now, a, d, &t)
	if err != nil {
		return err
	}
	if !allowed {
		return stillNoCover()
	}
	return k.open(tx, now, a, d, out)
}

// grantReply adds what was kept to the ticket it was said of, in its author's
// name; a supervisor's reason is good for this one comment.
func (k *Tracker) grantReply(tx store.Tx, now time.Time, a actor.Actor, q Request, reason, html string, out *Opened) error {
	t, err := TicketOf(tx, q.Reply)
	if err != nil {
		return err
	}
	state, err := covered(tx, now, t)
	if err != nil {
		return err
	}
	if state != "" {
		if !a.Supervises() || reason == "" {
			return stillNoCover()
		}
		note := Entry{Kind: KindChange, At: now, Author: a.Topic(), Text: reason, Changes: []Change{{Field: "cover", From: noCover, To: "override"}}}
		if _, err := k.add(tx, &t, note); err != nil {
			return err
		}
		if err := accounts.Audit(tx, now, a, "ticket.override", ref(t.Number), nil); err != nil {
			return err
		}
	}
	if err := attachKept(tx, q.Draft.Files, t.Number); err != nil {
		return err
	}
	e, err := k.add(tx, &t, Entry{Kind: KindReply, At: now, Author: q.By, Text: q.Draft.Description, Files: q.Draft.Files})
	if err != nil {
		return err
	}
	by, err := accounts.PersonOf(tx, q.By)
	if err != nil {
		return err
	}
	t.UpdatedAt = now
	t.Rev++
	out.Ticket = t
	if err := tickets.Put(tx, t); err != nil {
		return err
	}
	tell := &telling{kind: "ticket.replied", by: q.By, args: map[string]string{"by": by.Name}, quote: entryRef(t.Number, e.Seq)}
	return announce(tx, t, deed{kind: "ticket.replied", at: now, by: q.By, entry: &e, html: html, tell: tell})
}

func attachKept(tx store.Tx, ids []string, number uint64) error {
	for _, id := range ids {
		if _, err := files.Attach(tx, actor.Actor{Role: actor.System}, id, fileRef(number, chat.Public)); err != nil {
			return err
		}
	}
	return nil
}

func stillNoCover() error {
	return &fault.Error{Kind: fault.Forbidden, Code: noCover, Text: "faults.still_no_cover"}
}
