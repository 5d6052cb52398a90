package tickets

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"time"

	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
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

// merge reads several sources, each ascending, in the order of time.
type merge struct {
	r       store.Reader
	t       Ticket
	people  *people
	at      []uint64 // by source: the seq already given
	sources []*source
}

type source struct {
	pull  func() (item, error, bool)
	stop  func()
	head  *item
	index int
}

type item struct {
	at   time.Time
	seq  uint64
	view func() (EntryView, error)
}

// start opens the sources: the entries, then each chat's public messages and,
// for staff, its notes.
func (m *merge) start() error {
	count := 1 + 2*len(m.t.Links)
	for len(m.at) < count {
		m.at = append(m.at, 0) // a chat linked since the cursor was given
	}
	seqs := []iter.Seq2[item, error]{m.own(m.at[0])}
	for i, l := range m.t.Links {
		seqs = append(seqs, m.chat(l, chat.Public, m.at[1+2*i]))
		if m.people.staff {
			seqs = append(seqs, m.chat(l, chat.Internal, m.at[2+2*i]))
		} else {
			seqs = append(seqs, func(func(item, error) bool) {})
		}
	}
	for i, seq := range seqs {
		pull, stop := iter.Pull2(seq)
		s := &source{index: i, stop: stop, pull: func() (item, error, bool) {
			it, err, ok := pull()
			return it, err, ok
		}}
		m.sources = append(m.sources, s)
		if err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

func (m *merge) stop() {
	for _, s := range m.sources {
		s.stop()
	}
}

func (s *source) next() error {
	it, err, ok := s.pull()
	s.head = nil
	if ok && err == nil {
		s.head = &it
	}
	return err
}

func (m *merge) take(limit int) ([]EntryView, string, error) {
	list := make([]EntryView, 0, min(limit, 64))
	for {
		var first *source
		for _, s := range m.sources {
			// Of two at one instant the chat's goes first: the conversion follows
			// what it converts.
			if s.head != nil && (first == nil || s.head.at.Before(first.head.at) || first.index == 0 && !first.head.at.Before(s.head.at)) {
				first = s
			}
		}
		if first == nil {
			return list, "", nil
		}
		if len(list) == limit {
			next, err := writePlaces(m.at)
			return list, next, err
		}
		v, err := first.head.view()
		if err != nil {
			return nil, "", err
		}
		list = append(list, v)
		m.at[first.index] = first.head.seq
		if err := first.next(); err != nil {
			return nil, "", err
		}
	}
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

// readPlaces and writePlaces turn the seqs given so far into a cursor.
func readPlaces(cursor string) ([]uint64, error) {
	if cursor == "" {
		return nil, nil
	}
	var at []uint64
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(b, &at)
	}
	if err != nil || len(at) > 1000 {
		return nil, fault.Field("cursor", "bad_cursor").With(err)
	}
	return at, nil
}

func writePlaces(at []uint64) (string, error) {
	b, err := json.Marshal(at)
	return base64.RawURLEncoding.EncodeToString(b), err
}
