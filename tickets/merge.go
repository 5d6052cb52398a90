package tickets

import (
	"encoding/base64"
	"encoding/json"
	"iter"
	"time"

	"balcao/chat"
	"balcao/fault"
	"balcao/store"
)

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
