package tickets

import (
	"time"

	"balcao/store"
)

// The kinds of entry of a timeline; chat messages are not stored as entries
// but read from their conversations.
const (
	KindReply  = "reply"
	KindNote   = "note"
	KindChange = "change"
	KindChat   = "chat"
)

// Entry is one line of a ticket's history as it is kept.
type Entry struct {
	Ticket  uint64    `json:"ticket"`
	Seq     uint64    `json:"seq"`
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`
	Author  string    `json:"author"` // topic; empty = the program
	Text    string    `json:"text,omitempty"`
	Files   []string  `json:"files,omitempty"`
	Changes []Change  `json:"changes,omitempty"`
	CMID    string    `json:"cmid,omitempty"`
	Sum     string    `json:"sum,omitempty"`     // of what was sent under the cmid
	SaidIn  string    `json:"said_in,omitempty"` // the conversation that got this reply as a message
	SaidSeq uint64    `json:"said_seq,omitempty"`
}

// Change is one field of a ticket that went from one value to another; nil is
// none.
type Change struct {
	Field string `json:"field"`
	From  any    `json:"from"`
	To    any    `json:"to"`
}

// public tells which changes a customer sees.
func (c Change) public() bool {
	switch c.Field {
	case "status", "title", "type", "priority", "wished_date", "description", "product", "version", "resolution", fieldFrozen:
		return true
	}
	return false
}

// forCustomer is the entry as a customer may see it; false means not at all.
func (e Entry) forCustomer() (Entry, bool) {
	switch e.Kind {
	case KindNote:
		return Entry{}, false
	case KindChange:
		var shown []Change
		for _, c := range e.Changes {
			if c.public() {
				shown = append(shown, c)
			}
		}
		e.Changes = shown
		e.Text = "" // a reason among colleagues
		return e, len(shown) > 0
	}
	return e, true
}

// add writes the next entry of the ticket; the caller writes the ticket.
func (k *Tracker) add(tx store.Tx, t *Ticket, e Entry) (Entry, error) {
	t.Entries++
	e.Ticket, e.Seq = t.Number, t.Entries
	if e.ID == "" {
		e.ID = k.NewID()
	}
	return e, entries.Insert(tx, e)
}
