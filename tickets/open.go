package tickets

import (
	"context"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/files"
	"balcao/store"
)

// Opened is what became of a draft: a ticket, or a request when there is no
// cover.
type Opened struct {
	Ticket  Ticket
	View    View
	Request Request // set when the draft was kept for want of cover
	Dup     bool    // the same Idempotency-Key led here before
}

// Open makes a ticket of the draft, in one transaction; with a conversation it
// is the conversion: the chat gets the ticket's number at once and goes on, its
// later messages belong to this ticket. Without cover the draft is kept as a
// request, which is no error. key is the Idempotency-Key or empty: the same key
// gives the first result again, or fault.Conflict when something else is asked.
func (k *Tracker) Open(ctx context.Context, a actor.Actor, d Draft, key string) (Opened, error) {
	if err := d.clean(); err != nil {
		return Opened{}, err
	}
	sum, err := d.sum()
	if err != nil {
		return Opened{}, err
	}
	now := k.time()
	var out Opened
	err = k.Store.Update(ctx, func(tx store.Tx) error {
		out = Opened{}
		found, err := k.repeated(tx, a, key, sum, &out)
		if err != nil || found {
			return err
		}
		if err := k.open(tx, now, a, d, &out); err != nil {
			return err
		}
		return remember(tx, now, a, key, sum, out)
	})
	return out, err
}

// open is Open without its key; the caller has cleaned the draft.
func (k *Tracker) open(tx store.Tx, now time.Time, a actor.Actor, d Draft, out *Opened) error {
	t, conv, err := k.draw(tx, now, a, d)
	if err != nil {
		return err
	}
	if conv != "" {
		if err := notTwice(tx, conv, t.Title); err != nil {
			return err
		}
	}
	allowed, err := k.judge(tx, now, a, d, &t)
	if err != nil {
		return err
	}
	if !allowed {
		out.Request, err = k.keep(tx, now, a, d, t)
		return err
	}
	if t.Number, err = store.Next(tx, counterTicket); err != nil {
		return err
	}
	if conv != "" {
		if err := k.convert(tx, now, a, conv, d, &t); err != nil {
			return err
		}
	}
	if t.Department == "" {
		if t.Department, err = departmentOf(tx, ""); err != nil {
			return err
		}
	}
	if err := k.begin(tx, now, a, d, &t); err != nil {
		return err
	}
	out.Ticket = t
	out.View, err = peopleFor(tx, a).ticket(t)
	return err
}

// begin writes the ticket with the first entries of its timeline.
func (k *Tracker) begin(tx store.Tx, now time.Time, a actor.Actor, d Draft, t *Ticket) error {
	for _, id := range d.Files {
		if _, err := files.Attach(tx, a, id, fileRef(t.Number, chat.Public)); err != nil {
			return err
		}
	}
	t.Files = d.Files
	opening, err := k.add(tx, t, Entry{Kind: KindChange, At: now, Author: a.Topic(), Changes: []Change{{Field: "status", To: string(StatusNew)}}})
	if err != nil {
		return err
	}
	if t.Overridden {
		why := Entry{Kind: KindChange, At: now, Author: a.Topic(), Text: d.OverrideReason, Changes: []Change{{Field: "cover", From: "no_cover", To: "override"}}}
		if _, err := k.add(tx, t, why); err != nil {
			return err
		}
		// The reason is text of people and stays in the ticket's own timeline.
		if err := accounts.Audit(tx, now, a, "ticket.override", ref(t.Number), nil); err != nil {
			return err
		}
	}
	if d.Note != "" && a.Staff() {
		if _, err := k.add(tx, t, Entry{Kind: KindNote, At: now, Author: a.Topic(), Text: d.Note}); err != nil {
			return err
		}
	}
	if err := tickets.Insert(tx, *t); err != nil {
		return err
	}
	if err := k.saw(tx, now, *t); err != nil {
		return err
	}
	tell := &telling{kind: "ticket.opened", by: a.Topic()}
	if d.granted > 0 {
		tell.kind, tell.args = "request.granted", map[string]string{"number": ticketNumber(d.granted), "ticket": ticketNumber(t.Number)}
	}
	return announce(tx, *t, deed{kind: "ticket.opened", at: now, by: a.Topic(), entry: &opening, tell: tell})
}
