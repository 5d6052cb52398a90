package tickets

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"balcao/chat"
	"balcao/fault"
	"balcao/store"
)

const (
	mostRead    = 5_000  // events looked at in one read
	mostLearned = 200    // events acted on in one transaction
	mayLag      = 10_000 // events the saved cursor may be behind
)

// Run follows the chats: what a customer writes there answers the ticket last
// converted from it, and who a visitor turns out to be has the visitor's
// tickets. It reads the log by a cursor of its own, late but never skipping,
// and ends with the context.
func (k *Tracker) Run(ctx context.Context) error {
	wake := make(chan struct{}, 1)
	stop := k.Store.Log().Follow(func(events []store.Event) {
		if !slices.ContainsFunc(events, concerns) {
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
	f := &follower{k: k}
	for {
		if err := f.catchUp(ctx); err != nil && ctx.Err() == nil {
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
			if err := k.judgeAgain(ctx); err != nil && ctx.Err() == nil {
				k.Log.Warn("tickets are not frozen and thawed", slog.Any("err", err))
			}
		}
	}
}

func concerns(e store.Event) bool {
	return e.Kind == "message" && e.Stream == chat.Public || e.Kind == "conversation.changed" || e.Kind == kindCover
}

// Follow looks once at every event since the cursor.
func (k *Tracker) Follow(ctx context.Context) error { return (&follower{k: k}).catchUp(ctx) }

// follower goes ahead of the saved cursor as long as nothing concerned a
// ticket: what it would look at again after a start changes nothing then.
type follower struct {
	k  *Tracker
	at uint64
}

func (f *follower) catchUp(ctx context.Context) error {
	for {
		var news []store.Event
		var saved, from, pos uint64
		err := f.k.Store.View(ctx, func(r store.Reader) (err error) {
			if saved, err = store.Cursor(r, cursorChat); err != nil {
				return err
			}
			from = max(saved, f.at)
			news, pos, err = unread(r, from)
			return err
		})
		if err != nil || pos == from {
			return err
		}
		if companies, all := coversOf(news); all || len(companies) > 0 {
			// In transactions of its own: doing it twice changes nothing.
			if err := f.k.judgeAgain(ctx, companies...); err != nil {
				return err
			}
		}
		if len(news) > 0 || pos-saved >= mayLag {
			err = f.k.Store.Background(ctx, func(tx store.Tx) error {
				for _, e := range news {
					if err := f.k.learn(tx, e); err != nil {
						return err
					}
				}
				return store.SaveCursor(tx, cursorChat, pos)
			})
			if err != nil {
				return err
			}
		}
		f.at = pos
	}
}

// unread is what concerns chats with tickets, and how far it has looked. A
// ticket not yet there when its chat's message is read has it as transcript.
func unread(r store.Reader, from uint64) (news []store.Event, pos uint64, err error) {
	pos = from
	read := 0
	for e, err := range store.ReadEvents(r, from) {
		if err != nil {
			return nil, from, err
		}
		pos = e.Pos
		if e.Kind == kindCover {
			news = append(news, e)
		} else if concerns(e) {
			n, err := tickets.Count(r, indexConversation, e.Conv)
			if err != nil {
				return nil, from, err
			}
			if n > 0 {
				news = append(news, e)
			}
		}
		if read++; read == mostRead || len(news) == mostLearned {
			break
		}
	}
	return news, pos, nil
}

func (k *Tracker) learn(tx store.Tx, e store.Event) error {
	switch e.Kind {
	case "message":
		return k.answered(tx, e)
	case kindCover:
		return nil
	}
	return k.known(tx, e)
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
		case t.Frozen: // what is said meanwhile sets no work going
		case e.At.After(t.StatusAt) && (t.Status == StatusWaitingCustomer || t.Status == StatusResolved):
			if err := k.moved(tx, e.At, e.Author, t, StatusOpen); err != nil {
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

// known gives a visitor's tickets to the customer the visitor turned out to be;
// the visitor's token still reads them.
func (k *Tracker) known(tx store.Tx, e store.Event) error {
	c, err := chat.ConversationOf(tx, e.Conv)
	if fault.Is(err, fault.NotFound) || err == nil && (c.Visitor == "" || c.Customer == c.Visitor) {
		return nil
	}
	if err != nil {
		return err
	}
	var theirs []Ticket
	for t, err := range tickets.By(tx, indexConversation, e.Conv) {
		if err != nil {
			return err
		}
		if t.Contact == c.Visitor {
			theirs = append(theirs, t)
		}
	}
	for _, t := range theirs {
		was := t
		edit := &edit{tx: tx, now: e.At, t: &t}
		if err := edit.belongTo(c.Customer); err != nil {
			return err
		}
		t.Links = slices.Clone(t.Links)
		t.link(e.Conv).Visitor = c.Visitor
		frozen, err := freeze(tx, k.time(), &t)
		if err != nil {
			return err
		}
		if frozen != nil {
			edit.changes = append(edit.changes, *frozen)
		}
		if err := k.write(tx, e.At, e.Author, &t, was, edit.changes, "", ""); err != nil {
			return err
		}
	}
	return nil
}
