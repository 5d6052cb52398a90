package tickets

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"balcao/chat"
	"balcao/fault"
	"balcao/store"
)

// Status is where a ticket stands.
type Status string

// The statuses of http.md.
const (
	StatusNew               Status = "new"
	StatusOpen              Status = "open"
	StatusWaitingCustomer   Status = "waiting_customer"
	StatusWaitingThirdParty Status = "waiting_third_party"
	StatusResolved          Status = "resolved"
	StatusClosed            Status = "closed"
)

// Statuses in the order of a ticket's life.
var Statuses = []Status{StatusNew, StatusOpen, StatusWaitingCustomer, StatusWaitingThirdParty, StatusResolved, StatusClosed}

// Active tells whether there is still something to do.
func (s Status) Active() bool { return s != StatusResolved && s != StatusClosed }

// Priority is how bad it is: low, average, high or critical.
type Priority string

// Priorities from the least to the worst.
var Priorities = []Priority{"low", "average", "high", "critical"}

func (p Priority) rank() int { return slices.Index(Priorities, p) }

// Types of ticket; an installation needs a wished date.
var Types = []string{"question", "problem", "suggestion", TypeInstallation}

// TypeInstallation is scheduling an installation or update.
const TypeInstallation = "installation"

// Ticket is one ticket as it is kept; people are topics, the assignee is an
// account id.
type Ticket struct {
	Number      uint64    `json:"number"`
	Title       string    `json:"title"`
	Description string    `json:"description,omitempty"`
	Steps       string    `json:"steps,omitempty"`
	Type        string    `json:"type"`
	WishedDate  string    `json:"wished_date,omitempty"`
	Priority    Priority  `json:"priority"`
	Status      Status    `json:"status"`
	StatusAt    time.Time `json:"status_at"`
	// Turn counts the changes of status; a due-row of an earlier turn is void.
	Turn        uint64       `json:"turn"`
	Contact     string       `json:"contact"`
	Company     string       `json:"company,omitempty"`
	Watchers    []string     `json:"watchers,omitempty"`
	Assignee    string       `json:"assignee,omitempty"`
	Department  string       `json:"department,omitempty"`
	Product     string       `json:"product,omitempty"`
	Version     string       `json:"version,omitempty"`
	Environment string       `json:"environment,omitempty"`
	Tags        []string     `json:"tags,omitempty"`
	Resolution  string       `json:"resolution,omitempty"`
	Fix         string       `json:"fix,omitempty"`
	Files       []string     `json:"files,omitempty"`
	Links       []Link       `json:"links,omitempty"`
	Rating      *chat.Rating `json:"rating,omitempty"`
	Overridden  bool         `json:"overridden,omitempty"` // opened without cover by a supervisor's word
	Frozen      bool         `json:"frozen,omitempty"`     // its cover has ended
	OpenedBy    string       `json:"opened_by"`
	CreatedAt   time.Time    `json:"created_at"`
	UpdatedAt   time.Time    `json:"updated_at"`
	ResolvedAt  time.Time    `json:"resolved_at,omitzero"`
	ClosedAt    time.Time    `json:"closed_at,omitzero"`
	// FirstAnswerAt is when a person of the staff first answered the customer,
	// in the chat or here.
	FirstAnswerAt time.Time `json:"first_answer_at,omitzero"`
	Rev           uint64    `json:"rev"`     // of what If-Match compares
	Entries       uint64    `json:"entries"` // seq of the last entry
}

// Link is a chat that belongs to the ticket. The transcript is what was said up
// to Public, all of it or the chosen seqs; what is said later belongs to the
// ticket last converted from that chat: until Over, then up to the Until seqs.
type Link struct {
	Conv          string    `json:"conv"`
	Visitor       string    `json:"visitor,omitempty"` // topic of the visitor who wrote, when not the contact
	At            time.Time `json:"at"`
	Chosen        []uint64  `json:"chosen,omitempty"`
	Some          bool      `json:"some,omitempty"` // only the chosen ones, however few
	Public        uint64    `json:"public"`
	Internal      uint64    `json:"internal"`
	Over          bool      `json:"over,omitempty"`
	PublicUntil   uint64    `json:"public_until,omitempty"`
	InternalUntil uint64    `json:"internal_until,omitempty"`
}

// TicketOf returns the ticket; a missing one is fault.NotFound.
func TicketOf(r store.Reader, number uint64) (Ticket, error) {
	t, err := tickets.Get(r, number)
	if errors.Is(err, store.ErrNotFound) {
		return t, fault.Missing().With(err)
	}
	return t, err
}

// OpenCount is how many tickets there is still something to do on.
func OpenCount(r store.Reader) (int, error) {
	total := 0
	for _, s := range Statuses {
		if !s.Active() {
			continue
		}
		n, err := tickets.Count(r, indexStatus, string(s))
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// tag is the version that ETag and If-Match speak of.
func (t *Ticket) tag() string {
	return strconv.FormatUint(t.Number, 10) + "-" + strconv.FormatUint(t.Rev, 10)
}

// owners are the topics of those whose ticket it is: the contact and the
// visitors who wrote in its chats before staff knew who they were.
func (t *Ticket) owners() []string {
	owners := []string{t.Contact}
	for _, l := range t.Links {
		if l.Visitor != "" && !slices.Contains(owners, l.Visitor) {
			owners = append(owners, l.Visitor)
		}
	}
	return owners
}

// readers are the owners and those who watch.
func (t *Ticket) readers() []string {
	readers := t.owners()
	for _, w := range t.Watchers {
		if !slices.Contains(readers, w) {
			readers = append(readers, w)
		}
	}
	return readers
}

func (t *Ticket) link(conv string) *Link {
	for i := range t.Links {
		if t.Links[i].Conv == conv {
			return &t.Links[i]
		}
	}
	return nil
}
