package tickets

import (
	"context"
	"errors"
	"iter"
	"slices"

	"balcao/actor"
	"balcao/chat"
	"balcao/store"
)

// Timeline returns what happened to the ticket, oldest first: its own entries
// and what was said in its chats, read where it is kept. Customers see no notes
// and of the changes what concerns them.
func (k *Tracker) Timeline(ctx context.Context, a actor.Actor, number uint64, limit int, cursor string) (list []EntryView, next string, err error) {
	at, err := readPlaces(cursor)
	if err != nil {
		return nil, "", err
	}
	err = k.Store.View(ctx, func(r store.Reader) error {
		list, next = nil, ""
		t, err := readable(r, a, "ticket.timeline", number)
		if err != nil {
			return err
		}
		m := &merge{r: r, t: t, people: peopleOf(r, a.Staff()), at: slices.Clone(at)}
		defer m.stop()
		if err := m.start(); err != nil {
			return err
		}
		list, next, err = m.take(limit)
		return err
	})
	for i := range list {
		list[i].withHTML()
	}
	return list, next, err
}

// own yields the ticket's entries that the reader may see.
func (m *merge) own(after uint64) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		span := store.Prefix(store.Key(tableEntry, m.t.Number))
		span.From = store.Key(tableEntry, m.t.Number, after+1)
		for key := range m.r.Ascend(span) {
			e, err := entryAt(m.r, key)
			if err != nil {
				yield(item{}, err)
				return
			}
			if !m.people.staff {
				shown, ok := e.forCustomer()
				if !ok {
					continue
				}
				e = shown
			}
			if !yield(item{e.At, e.Seq, func() (EntryView, error) { return m.people.entry(e) }}, nil) {
				return
			}
		}
	}
}

// chat yields the messages of a linked chat that belong to this ticket and are
// not shown as its replies already.
func (m *merge) chat(l Link, stream string, after uint64) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		for msg, err := range chat.MessagesOf(m.r, l.Conv, stream, after) {
			if err != nil {
				yield(item{}, err)
				return
			}
			if l.past(stream, msg.Seq) {
				return
			}
			mine, err := m.belongs(l, msg)
			if err != nil {
				yield(item{}, err)
				return
			}
			if mine && !yield(item{msg.At, msg.Seq, func() (EntryView, error) { return m.people.said(msg) }}, nil) {
				return
			}
		}
	}
}

// past tells that this and all later messages belong to another ticket.
func (l Link) past(stream string, seq uint64) bool {
	if !l.Over {
		return false
	}
	if stream == chat.Public {
		return seq > l.PublicUntil
	}
	return seq > l.InternalUntil
}

func (m *merge) belongs(l Link, msg chat.Message) (bool, error) {
	if msg.Stream != chat.Public {
		return true, nil
	}
	if l.Some && msg.Seq <= l.Public && !slices.Contains(l.Chosen, msg.Seq) {
		return false, nil
	}
	e, err := entries.First(m.r, indexSaid, l.Conv, msg.Seq)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	// A reply: ours is shown as such, and another ticket's is not our story
	// unless it was part of what was converted.
	return err == nil && e.Ticket != m.t.Number && msg.Seq <= l.Public, err
}

// entryAt reads an entry by the key the scan yielded: its last eight bytes are
// the seq.
func entryAt(r store.Reader, key []byte) (Entry, error) {
	n := len(key)
	return entries.Get(r, number(key[n-16:n-8]), number(key[n-8:]))
}

func number(b []byte) uint64 {
	var n uint64
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}
