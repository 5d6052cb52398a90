package chat

import (
	"context"
	"slices"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
)

// Posted is what became of a post.
type Posted struct {
	Conv   string
	Stream string
	Seq    uint64
	MID    string
	Pos    uint64
	At     time.Time
	Dup    bool
}

// Post writes a message, opening, reopening or taking its conversation where
// that follows. It returns when the message is on disk. The same author's same
// cmid is answered with the first result, or refused as cmid_conflict when the
// content differs.
func (d *Desk) Post(ctx context.Context, a actor.Actor, p Post) (Posted, error) {
	m, err := d.compose(ctx, a, p)
	if err != nil {
		return Posted{}, err
	}
	var out Posted
	err = d.Store.Update(ctx, func(tx store.Tx) error {
		var err error
		out, err = d.deliver(tx, a, m)
		return err
	})
	if err == nil && !out.Dup {
		d.typists.end(out.Conv, a.Topic())
	}
	return out, err
}

func (d *Desk) deliver(tx store.Tx, a actor.Actor, m composed) (Posted, error) {
	first, dup, err := messageBy(tx, m.Author, m.CMID)
	if err != nil {
		return Posted{}, err
	}
	if dup && !planted(&m) {
		return repeated(first, m)
	}
	if m.new != nil {
		return d.open(tx, a, m)
	}
	h, err := headOf(tx, m.Conv)
	if err != nil {
		return Posted{}, err
	}
	if !a.Staff() && !h.mine(a.Topic()) {
		return Posted{}, fault.Missing()
	}
	if m.Stream == Public && !settled(&h, a) {
		// The message changes more than the head: it reopens, joins or takes.
		c, err := ConversationOf(tx, m.Conv)
		if err != nil {
			return Posted{}, err
		}
		if err := d.before(tx, a, &c, &h); err != nil {
			return Posted{}, err
		}
		if err := save(tx, c, &h); err != nil {
			return Posted{}, err
		}
	}
	return write(tx, a, m, &h)
}

// settled tells whether a public message of the actor changes nothing but the
// head: the conversation goes on and the actor is part of it.
func settled(h *head, a actor.Actor) bool {
	if !a.Staff() {
		return h.State != Closed
	}
	return h.State == Assigned && (h.Operator == a.ID || slices.Contains(h.Participants, a.ID))
}

// repeated answers a cmid that was used before.
func repeated(first Message, again composed) (Posted, error) {
	same := first.Sum == again.Sum && (again.new == nil && first.Conv == again.Conv || again.new != nil && first.Opener)
	if !same {
		return Posted{}, fault.New(fault.Conflict, "cmid_conflict")
	}
	out := Posted{Conv: first.Conv, Stream: first.Stream, Seq: first.Seq, MID: first.MID, At: first.At, Dup: true}
	if len(first.Logged) > 0 {
		out.Pos = first.Logged[0]
	}
	return out, nil
}

// write numbers the message, stores it with its event and moves the head.
func write(tx store.Tx, a actor.Actor, m composed, h *head) (Posted, error) {
	if m.ReplyTo > 0 {
		last := h.PublicSeq
		if m.Stream == Internal {
			last = h.InternalSeq
		}
		if m.ReplyTo > last {
			return Posted{}, fault.Field("reply_to", "no_such_message")
		}
	}
	for _, id := range m.Files {
		if _, err := files.Attach(tx, a, id, "conversation/"+m.Conv+"/"+m.Stream); err != nil {
			return Posted{}, err
		}
	}
	if m.At.Before(h.ActiveAt) {
		m.At = h.ActiveAt // the clock went back: times in a thread never do
	}
	waits, before := h.UnansweredSince.IsZero(), h.PublicSeq
	m.Seq = h.count(m, a)
	body := messageBody(m.Seq, m.tail)
	event := store.Event{
		Kind: "message", At: m.At, Conv: m.Conv, Stream: m.Stream, Seq: m.Seq, Author: m.Author, CMID: m.CMID,
		Topics: addTopic(h.tell(m.Conv, m.Stream), m.Author), Staff: body,
	}
	if m.Stream == Public {
		event.Public = body
	}
	pos := tx.Append(event)
	m.Logged = []uint64{pos}
	if err := messages.Insert(tx, m.Message); err != nil {
		return Posted{}, err
	}
	if err := h.put(tx, m.Conv); err != nil {
		return Posted{}, err
	}
	if err := markOwn(tx, a, m.Conv, m.Stream, m.Seq, h); err != nil {
		return Posted{}, err
	}
	if waits && !h.UnansweredSince.IsZero() {
		if err := watchAnswer(tx, m.Conv, h); err != nil {
			return Posted{}, err
		}
	}
	if a.Staff() && m.Stream == Public {
		if err := watchReading(tx, m, before, h); err != nil {
			return Posted{}, err
		}
	}
	return Posted{Conv: m.Conv, Stream: m.Stream, Seq: m.Seq, MID: m.MID, Pos: pos, At: m.At}, nil
}

// count gives the message its number and moves counters, marks and clocks.
func (h *head) count(m composed, a actor.Actor) uint64 {
	h.ActiveAt = m.At
	if m.Stream == Internal {
		h.InternalSeq++
		if a.ID == h.Operator {
			h.StaffReadNote = h.InternalSeq
		}
		return h.InternalSeq
	}
	h.PublicSeq++
	h.LastSeq, h.LastAt, h.LastAuthor, h.LastText = h.PublicSeq, m.At, m.Author, m.preview
	if a.Staff() {
		if h.FirstAnswerAt.IsZero() {
			h.FirstAnswerAt = m.At
		}
		h.LastAnswerAt, h.UnansweredSince = m.At, time.Time{}
		if a.ID == h.Operator {
			h.StaffRead = h.PublicSeq // whoever answers has seen what is above
		}
	} else {
		if h.UnansweredSince.IsZero() {
			h.UnansweredSince = m.At
		}
		h.CustomerRead = h.PublicSeq
	}
	return h.PublicSeq
}
