package tickets

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"balcao/actor"
	"balcao/chat"
	"balcao/store"
)

// followed is how many events are looked at in one go.
const followed = 500

// Run follows the chats: what a customer writes there answers the ticket last
// converted from it. It reads the log by a cursor of its own, late but never
// skipping, and ends with the context.
func (k *Tracker) Run(ctx context.Context) error {
	wake := make(chan struct{}, 1)
	stop := k.Store.Log().Follow(func(events []store.Event) {
		if !slices.ContainsFunc(events, isAnswer) {
			return
		}
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	defer stop()
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := k.Follow(ctx); err != nil && ctx.Err() == nil {
			k.Log.Warn("tickets do not follow the chats", slog.Any("err", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wake:
		case <-hourly.C:
			if err := k.forget(ctx); err != nil && ctx.Err() == nil {
				k.Log.Warn("old idempotency keys stay", slog.Any("err", err))
			}
		}
	}
}

func isAnswer(e store.Event) bool {
	return e.Kind == "message" && e.Stream == chat.Public && e.Conv != ""
}

// Follow looks at every event since the cursor once.
func (k *Tracker) Follow(ctx context.Context) error {
	for {
		var answers []store.Event
		var after, pos uint64
		err := k.Store.View(ctx, func(r store.Reader) error {
			answers = answers[:0]
			var err error
			if after, err = store.Cursor(r, cursorChat); err != nil {
				return err
			}
			pos = after
			read := 0
			for e, err := range store.ReadEvents(r, after) {
				if err != nil {
					return err
				}
				pos = e.Pos
				if isAnswer(e) {
					answers = append(answers, e)
				}
				if read++; read == followed {
					break
				}
			}
			return nil
		})
		if err != nil || pos == after {
			return err
		}
		err = k.Store.Background(ctx, func(tx store.Tx) error {
			for _, e := range answers {
				if err := k.answered(tx, e); err != nil {
					return err
				}
			}
			return store.SaveCursor(tx, cursorChat, pos)
		})
		if err != nil {
			return err
		}
	}
}

// answered takes the ticket the message belongs to back to open when it waited
// for its customer; a message from before the ticket came to wait is no answer.
// One by staff may be the first answer.
func (k *Tracker) answered(tx store.Tx, e store.Event) error {
	var theirs []Ticket
	for t, err := range tickets.By(tx, indexConversation, e.Conv) {
		if err != nil {
			return err
		}
		if l := t.link(e.Conv); !l.Over && e.Seq > l.Public {
			theirs = append(theirs, t)
		}
	}
	for _, t := range theirs {
		switch {
		case !slices.Contains(t.owners(), e.Author):
			if err := firstAnswer(tx, e, t); err != nil {
				return err
			}
		case e.At.After(t.StatusAt) && (t.Status == StatusWaitingCustomer || t.Status == StatusResolved):
			if err := k.moved(tx, e.At, actor.Actor{Role: actor.System}, t, StatusOpen); err != nil {
				return err
			}
		}
	}
	return nil
}

func firstAnswer(tx store.Tx, e store.Event, t Ticket) error {
	if !t.FirstAnswerAt.IsZero() {
		return nil
	}
	_, staff, err := companyOf(tx, e.Author)
	if err != nil || !staff {
		return err
	}
	t.FirstAnswerAt = e.At
	return tickets.Put(tx, t)
}
