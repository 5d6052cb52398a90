package chat

import (
	"slices"
	"time"

	"balcao/store"
)

// State is where a conversation stands.
type State string

// The states. Offered is queued with one operator asked to accept.
const (
	Queued   State = "queued"
	Offered  State = "offered"
	Assigned State = "assigned"
	Closed   State = "closed"
)

// The two streams of a conversation; each numbers its messages 1, 2, 3 ….
const (
	Public   = "public"
	Internal = "internal"
)

// Conversation is what changes seldom about a conversation; what every message
// changes is its head.
type Conversation struct {
	ID           string            `json:"id"`
	State        State             `json:"state"`
	Subject      string            `json:"subject,omitempty"`
	Department   string            `json:"department"`
	Site         string            `json:"site"`
	Customer     string            `json:"customer"`          // topic of whom it belongs to
	Visitor      string            `json:"visitor,omitempty"` // topic of the visitor who opened it, attached or not
	Operator     string            `json:"operator,omitempty"`
	Previous     string            `json:"previous,omitempty"` // who held it last
	Participants []string          `json:"participants,omitempty"`
	Company      string            `json:"company,omitempty"` // of a visitor, by staff's word
	Cover        string            `json:"cover,omitempty"`
	Rank         int               `json:"rank,omitempty"`
	OpenedAt     time.Time         `json:"opened_at"`
	AssignedAt   time.Time         `json:"assigned_at,omitzero"`
	ClosedAt     time.Time         `json:"closed_at,omitzero"`
	ClosedBy     string            `json:"closed_by,omitempty"`
	WaitingSince time.Time         `json:"waiting_since,omitzero"` // set while in the queue
	Front        bool              `json:"front,omitempty"`        // came back to the queue
	LeftMessage  bool              `json:"left_message,omitempty"`
	Tried        []string          `json:"tried,omitempty"` // operators whose offer lapsed
	AskedAt      time.Time         `json:"asked_at,omitzero"`
	Tickets      []uint64          `json:"tickets,omitempty"`
	Titles       map[string]string `json:"titles,omitempty"`
	Rating       *Rating           `json:"rating,omitempty"`
	Blocked      bool              `json:"blocked,omitempty"`
	Locale       string            `json:"locale,omitempty"`
	Page         string            `json:"page,omitempty"`
	LastPage     string            `json:"last_page,omitempty"`
	// Turn counts the changes of state; a due-row of an earlier turn is void.
	Turn uint64 `json:"turn"`
	// Logged are the events that repeat the last public message, so that
	// editing the message reaches them.
	Logged []logged `json:"logged,omitempty"`
}

type logged struct {
	Pos uint64 `json:"pos"`
	Seq uint64 `json:"seq"`
}

// ConversationOf returns the conversation, or fault.Missing.
func ConversationOf(r store.Reader, id string) (Conversation, error) {
	c, err := conversations.Get(r, id)
	return c, known(err)
}

// Open tells whether it goes on.
func (c Conversation) Open() bool { return c.State != Closed }

// customers are the topics of those for whom it is their own conversation.
func (c Conversation) customers() []string {
	if c.Visitor != "" && c.Visitor != c.Customer {
		return []string{c.Customer, c.Visitor}
	}
	return []string{c.Customer}
}

// takePart adds the operator to those who took part and tells whether it is new.
func (c *Conversation) takePart(account string) bool {
	if slices.Contains(c.Participants, account) {
		return false
	}
	c.Participants = append(slices.Clone(c.Participants), account)
	return true
}

// both loads a conversation with its head.
func both(r store.Reader, id string) (Conversation, head, error) {
	c, err := ConversationOf(r, id)
	if err != nil {
		return c, head{}, err
	}
	h, err := headOf(r, id)
	return c, h, err
}

// save writes the conversation and what its head repeats of it.
func save(tx store.Tx, c Conversation, h *head) error {
	h.follow(c)
	if err := conversations.Put(tx, c); err != nil {
		return err
	}
	return h.put(tx, c.ID)
}

func topicOf(account string) string { return "account/" + account }
