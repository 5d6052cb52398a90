package chat

import (
	"context"
	"encoding/json"
	"errors"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// mark is how far a member of staff who is not the holder has read.
type mark struct {
	Conv    string `json:"conv"`
	Account string `json:"account"`
	Public  uint64 `json:"public"`
	Notes   uint64 `json:"notes"`
}

// ReadMark is the data of a read event.
type ReadMark struct {
	Conv   string          `json:"conv"`
	Stream string          `json:"stream"`
	Seq    uint64          `json:"seq"`
	By     accounts.Person `json:"by"`
}

// Read notes how far the actor has read a stream; going back changes nothing.
// The customer hears how far the holder has read and staff how far the
// customer; what others of the staff have read only they hear themselves.
func (d *Desk) Read(ctx context.Context, a actor.Actor, conv, stream string, seq uint64) error {
	if stream == "" {
		stream = Public
	}
	if stream != Public && stream != Internal {
		return fault.Field("stream", "bad_stream")
	}
	moves := false
	err := d.Store.View(ctx, func(r store.Reader) error {
		if err := MayRead(r, a, conv, stream); err != nil {
			return err
		}
		h, err := headOf(r, conv)
		if err != nil {
			return err
		}
		m, err := markOf(r, conv, a, &h)
		moves = m.at(stream) < min(seq, h.last(stream))
		return err
	})
	if err != nil || !moves {
		return err
	}
	return d.Store.Background(ctx, func(tx store.Tx) error { return d.read(tx, a, conv, stream, seq) })
}

func (d *Desk) read(tx store.Tx, a actor.Actor, conv, stream string, seq uint64) error {
	h, err := headOf(tx, conv)
	if err != nil {
		return err
	}
	seq = min(seq, h.last(stream))
	m, err := markOf(tx, conv, a, &h)
	if err != nil || seq <= m.at(stream) {
		return err
	}
	topics := h.staff(conv)
	public := stream == Public
	switch {
	case !a.Staff():
		h.CustomerRead = seq
		topics = append(topics, h.Customers...)
		if h.Operator == "" {
			topics = append(topics, "department/"+h.Department)
		}
		err = h.put(tx, conv)
	case a.ID == h.Operator:
		if stream == Public {
			h.StaffRead = seq
			topics = append(topics, h.Customers...)
		} else {
			h.StaffReadNote = seq
		}
		err = h.put(tx, conv)
	default:
		topics, public = []string{a.Topic()}, false
		m.move(stream, seq)
		err = marks.Put(tx, m)
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(ReadMark{Conv: conv, Stream: stream, Seq: seq, By: accounts.Person{Kind: a.Kind(), ID: a.ID, Name: a.Name}})
	if err != nil {
		return err
	}
	e := store.Event{Kind: "read", At: d.now(), Conv: conv, Stream: stream, Seq: seq, Author: a.Topic(), Topics: addTopic(topics, a.Topic()), Staff: body}
	if public {
		e.Public = body
	}
	tx.Append(e)
	return nil
}

// markOf is how far the viewer has read: customers and the holder in the head,
// other staff by a row of their own, else as far as the holder.
func markOf(r store.Reader, conv string, a actor.Actor, h *head) (mark, error) {
	if !a.Staff() {
		return mark{Public: h.CustomerRead}, nil
	}
	held := mark{Conv: conv, Account: a.ID, Public: h.StaffRead, Notes: h.StaffReadNote}
	if a.ID == h.Operator {
		return held, nil
	}
	m, err := marks.Get(r, conv, a.ID)
	if errors.Is(err, store.ErrNotFound) {
		return held, nil
	}
	return m, err
}

// markOwn moves the mark of a member of staff who writes into a conversation
// that he does not hold; the others' marks are in the head.
func markOwn(tx store.Tx, a actor.Actor, conv, stream string, seq uint64, h *head) error {
	if !a.Staff() || a.ID == h.Operator {
		return nil
	}
	m, err := markOf(tx, conv, a, h)
	if err != nil {
		return err
	}
	m.move(stream, seq)
	return marks.Put(tx, m)
}

func (m mark) at(stream string) uint64 {
	if stream == Internal {
		return m.Notes
	}
	return m.Public
}

func (m *mark) move(stream string, seq uint64) {
	if stream == Internal {
		m.Notes = seq
	} else {
		m.Public = seq
	}
}

func (h *head) last(stream string) uint64 {
	if stream == Internal {
		return h.InternalSeq
	}
	return h.PublicSeq
}

// unread is how many messages the viewer has not read.
func unread(r store.Reader, conv string, a actor.Actor, h *head) (uint64, error) {
	m, err := markOf(r, conv, a, h)
	if err != nil {
		return 0, err
	}
	n := h.PublicSeq - min(m.Public, h.PublicSeq)
	if a.Staff() {
		n += h.InternalSeq - min(m.Notes, h.InternalSeq)
	}
	return n, nil
}
