package tickets

import (
	"context"
	"errors"
	"strconv"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// keepKeys is how long an Idempotency-Key is remembered.
const keepKeys = 7 * 24 * time.Hour

// repeated answers a key that was used before with what it led to then.
func (k *Tracker) repeated(r store.Reader, a actor.Actor, key, sum string, out *Opened) (bool, error) {
	if key == "" {
		return false, nil
	}
	s, err := keys.Get(r, a.Topic(), key)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if s.Sum != sum {
		return false, fault.New(fault.Conflict, "idempotency_conflict")
	}
	out.Dup = true
	if s.Request != "" {
		out.Request, err = requests.Get(r, s.Request)
		return true, err
	}
	if out.Ticket, err = TicketOf(r, s.Ticket); err != nil {
		return true, err
	}
	out.View, err = peopleFor(r, a).ticket(out.Ticket)
	return true, err
}

func remember(tx store.Tx, now time.Time, a actor.Actor, key, sum string, out Opened) error {
	if key == "" {
		return nil
	}
	return keys.Insert(tx, seen{Actor: a.Topic(), Key: key, Sum: sum, Ticket: out.Ticket.Number, Request: out.Request.ID, At: now})
}

// forget removes keys that are too old to be sent again.
func (k *Tracker) forget(ctx context.Context) error {
	before := k.time().Add(-keepKeys)
	return k.Store.Background(ctx, func(tx store.Tx) error {
		var old []seen
		for s, err := range keys.By(tx, indexAt) {
			if err != nil {
				return err
			}
			if !s.At.Before(before) || len(old) == 200 {
				break
			}
			old = append(old, s)
		}
		for _, s := range old {
			if err := keys.Delete(tx, s.Actor, s.Key); err != nil {
				return err
			}
		}
		return nil
	})
}

func ref(number uint64) string { return "ticket/" + ticketNumber(number) }

func ticketNumber(n uint64) string { return strconv.FormatUint(n, 10) }
