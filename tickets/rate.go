package tickets

import (
	"context"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/store"
	"balcao/text"
)

// Rate keeps what those whose ticket it is thought of the help; a later word
// replaces the earlier one.
func (k *Tracker) Rate(ctx context.Context, a actor.Actor, number uint64, score int, comment string) (View, error) {
	now := k.time()
	rating, err := chat.NewRating(score, comment, now)
	if err != nil {
		return View{}, err
	}
	var v View
	err = k.Store.Update(ctx, func(tx store.Tx) error {
		t, err := readable(tx, a, "ticket.read", number)
		if err != nil {
			return err
		}
		if err := may(tx, a, "ticket.rate", t); err != nil {
			return err
		}
		t.Rating = rating
		t.UpdatedAt = now
		t.Rev++
		if err := tickets.Put(tx, t); err != nil {
			return err
		}
		if err := announce(tx, t, deed{kind: "ticket.changed", at: now, by: a.Topic()}); err != nil {
			return err
		}
		v, err = peopleFor(tx, a).ticket(t)
		return err
	})
	return v, err
}

// Ticket returns one ticket with its version.
func (k *Tracker) Ticket(ctx context.Context, a actor.Actor, number uint64) (v View, version string, err error) {
	err = k.Store.View(ctx, func(r store.Reader) error {
		t, err := readable(r, a, "ticket.read", number)
		if err != nil {
			return err
		}
		version = t.tag()
		if v, err = peopleFor(r, a).ticket(t); err != nil || a.Role == actor.Visitor {
			return err
		}
		cover, err := accounts.CoverOf(r, k.time(), t.subject(), t.Product)
		v.Cover = &cover
		if err == nil && t.Frozen {
			v.CoveredUntil, err = accounts.CoverEndedOn(r, k.time(), t.subject(), t.Product)
		}
		return err
	})
	if v.Description != "" {
		v.DescriptionHTML = text.Ticket(v.Description)
	}
	return v, version, err
}
