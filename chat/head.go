package chat

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"balcao/fault"
	"balcao/store"
)

// head is the one row that a message rewrites: the counters and marks of a
// conversation and a copy of what decides who may write and who is told. It is
// binary because it is read and written with every message.
type head struct {
	State        State
	Department   string
	Operator     string // holder's account; empty while offered
	Customers    []string
	Participants []string
	AssignedAt   time.Time
	ClosedAt     time.Time

	PublicSeq, InternalSeq   uint64
	CustomerRead             uint64
	StaffRead, StaffReadNote uint64
	LastSeq                  uint64 // the last public message that is not deleted
	LastAt                   time.Time
	LastAuthor, LastText     string
	FirstAnswerAt            time.Time
	LastAnswerAt             time.Time
	UnansweredSince          time.Time
	ActiveAt                 time.Time // last message of either stream
}

const headFormat = 1

func headKey(conv string) []byte { return store.Key(tableHead, conv) }

func headOf(r store.Reader, conv string) (head, error) {
	raw, err := r.Get(headKey(conv))
	if errors.Is(err, store.ErrNotFound) {
		return head{}, fault.Missing()
	}
	if err != nil {
		return head{}, err
	}
	return decodeHead(raw)
}

func (h *head) put(tx store.Tx, conv string) error { return tx.Put(headKey(conv), h.encode()) }

// follow copies what the head repeats of the conversation.
func (h *head) follow(c Conversation) {
	h.State, h.Department, h.Operator = c.State, c.Department, ""
	if c.State == Assigned {
		h.Operator = c.Operator
	}
	h.Customers = c.customers()
	h.Participants = c.Participants
	h.AssignedAt, h.ClosedAt = c.AssignedAt, c.ClosedAt
}

// mine tells whether the topic is one of the customers'.
func (h *head) mine(topic string) bool { return slices.Contains(h.Customers, topic) }

// tell is who hears of a message or mark in that stream; the department hears
// too while nobody has the conversation.
func (h *head) tell(conv, stream string) []string {
	var topics []string
	if stream == Public {
		topics = append(topics, h.Customers...)
	}
	topics = append(topics, h.staff(conv)...)
	if h.Operator == "" {
		topics = append(topics, "department/"+h.Department)
	}
	return topics
}

// staff is the operator, those who took part and those who watch.
func (h *head) staff(conv string) []string {
	topics := []string{"conversation/" + conv}
	if h.Operator != "" && !slices.Contains(h.Participants, h.Operator) {
		topics = append(topics, topicOf(h.Operator))
	}
	for _, p := range h.Participants {
		topics = append(topics, topicOf(p))
	}
	return topics
}

func (h *head) encode() []byte {
	b := make([]byte, 0, 256+len(h.LastText))
	b = append(b, headFormat)
	b = appendText(b, string(h.State), h.Department, h.Operator, h.LastAuthor, h.LastText)
	b = appendTexts(b, h.Customers)
	b = appendTexts(b, h.Participants)
	for _, n := range []uint64{h.PublicSeq, h.InternalSeq, h.CustomerRead, h.StaffRead, h.StaffReadNote, h.LastSeq} {
		b = binary.AppendUvarint(b, n)
	}
	for _, t := range []time.Time{h.AssignedAt, h.ClosedAt, h.LastAt, h.FirstAnswerAt, h.LastAnswerAt, h.UnansweredSince, h.ActiveAt} {
		b = appendTime(b, t)
	}
	return b
}

func decodeHead(raw []byte) (head, error) {
	if len(raw) == 0 || raw[0] != headFormat {
		return head{}, fmt.Errorf("%w: head of a conversation in an unknown format", store.ErrCorrupt)
	}
	d := decoder{b: raw[1:]}
	h := head{State: State(d.text()), Department: d.text(), Operator: d.text(), LastAuthor: d.text(), LastText: d.text()}
	h.Customers, h.Participants = d.texts(), d.texts()
	for _, n := range []*uint64{&h.PublicSeq, &h.InternalSeq, &h.CustomerRead, &h.StaffRead, &h.StaffReadNote, &h.LastSeq} {
		*n = d.number()
	}
	for _, t := range []*time.Time{&h.AssignedAt, &h.ClosedAt, &h.LastAt, &h.FirstAnswerAt, &h.LastAnswerAt, &h.UnansweredSince, &h.ActiveAt} {
		*t = d.time()
	}
	if d.bad {
		return head{}, fmt.Errorf("%w: head of a conversation cut short", store.ErrCorrupt)
	}
	return h, nil
}
