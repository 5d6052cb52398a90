package chat

import (
	"time"

	"balcao/accounts"
)

// View is the conversation shape of http.md with what this program adds. For
// customers the staff's own fields stay empty.
type View struct {
	ID             string            `json:"id"`
	State          State             `json:"state"`
	Subject        string            `json:"subject"`
	Department     string            `json:"department"`
	Site           string            `json:"site"`
	Customer       accounts.Person   `json:"customer"`
	Operator       *accounts.Person  `json:"operator,omitempty"`
	Cover          string            `json:"cover"`
	OpenedAt       time.Time         `json:"opened_at"`
	ClosedAt       time.Time         `json:"closed_at,omitzero"`
	PublicSeq      uint64            `json:"public_seq"`
	InternalSeq    *uint64           `json:"internal_seq,omitempty"`
	Last           *LastMessage      `json:"last_message,omitempty"`
	Unread         *uint64           `json:"unread,omitempty"`
	QueuePosition  int               `json:"queue_position,omitempty"`
	ExpectedWait   int               `json:"expected_wait_s,omitempty"`
	Tickets        []uint64          `json:"tickets"`
	TicketTitles   map[string]string `json:"ticket_titles,omitempty"`
	Rating         *Rating           `json:"rating,omitempty"`
	Participants   []accounts.Person `json:"participants"`
	LeftMessage    bool              `json:"left_message"`
	WaitingSince   time.Time         `json:"waiting_since,omitzero"`
	FirstAnswerAt  time.Time         `json:"first_answer_at,omitzero"`
	Unanswered     time.Time         `json:"unanswered_since,omitzero"`
	AssignedAt     time.Time         `json:"assigned_at,omitzero"`
	AskedAt        time.Time         `json:"asked_at,omitzero"` // idle: asked whether to go on
	CustomerRead   uint64            `json:"customer_read_seq"`
	OperatorRead   uint64            `json:"operator_read_seq"`
	Locale         string            `json:"locale,omitempty"`
	Page           string            `json:"page,omitempty"`
	LastPage       string            `json:"last_page,omitempty"`
	Visitor        string            `json:"visitor,omitempty"` // id, when attached to somebody else
	Blocked        bool              `json:"blocked,omitempty"`
	ClosedBy       *accounts.Person  `json:"closed_by,omitempty"`
	By             *accounts.Person  `json:"by,omitempty"`
	Note           string            `json:"note,omitempty"`
	Reason         string            `json:"reason,omitempty"`
	FromDepartment string            `json:"from_department,omitempty"`
	From           *accounts.Person  `json:"from,omitempty"` // who had it before
}

// LastMessage is the last public message, shortened.
type LastMessage struct {
	Seq    uint64          `json:"seq"`
	Text   string          `json:"text"`
	At     time.Time       `json:"at"`
	Author accounts.Person `json:"author"`
}

// view shows a conversation without what is the viewer's own (unread,
// queue_position).
func (f *faces) view(c Conversation, h head) (View, error) {
	v := View{
		ID: c.ID, State: c.State, Subject: c.Subject, Department: c.Department, Site: c.Site, Cover: c.Cover,
		OpenedAt: c.OpenedAt, ClosedAt: c.ClosedAt, PublicSeq: h.PublicSeq, Tickets: c.Tickets, TicketTitles: c.Titles,
		Rating: c.Rating, Participants: []accounts.Person{}, LeftMessage: c.LeftMessage, WaitingSince: c.WaitingSince,
		FirstAnswerAt: h.FirstAnswerAt, AskedAt: c.AskedAt, CustomerRead: h.CustomerRead, OperatorRead: h.StaffRead,
		Locale: c.Locale, Page: c.Page,
	}
	if v.Tickets == nil {
		v.Tickets = []uint64{}
	}
	var err error
	customer := c.Customer
	if !f.forStaff && c.Visitor != "" {
		// The visitor learns nothing of the account staff attached him to.
		customer = c.Visitor
	}
	if v.Customer, err = f.of(customer); err != nil {
		return v, err
	}
	if c.Operator != "" && (c.State == Assigned || c.State == Offered && f.forStaff) {
		if v.Operator, err = f.optional(topicOf(c.Operator)); err != nil {
			return v, err
		}
	}
	for _, account := range c.Participants {
		p, err := f.of(topicOf(account))
		if err != nil {
			return v, err
		}
		v.Participants = append(v.Participants, p)
	}
	if v.ClosedBy, err = f.optional(c.ClosedBy); err != nil {
		return v, err
	}
	if h.LastSeq > 0 {
		author, err := f.of(h.LastAuthor)
		if err != nil {
			return v, err
		}
		author.Email = ""
		v.Last = &LastMessage{Seq: h.LastSeq, Text: h.LastText, At: h.LastAt, Author: author}
	}
	if f.forStaff {
		notes := h.InternalSeq
		v.InternalSeq = &notes
		v.Unanswered, v.AssignedAt, v.LastPage, v.Blocked = h.UnansweredSince, c.AssignedAt, c.LastPage, c.Blocked
		if c.Visitor != "" && c.Visitor != c.Customer {
			_, v.Visitor = cutTopic(c.Visitor)
		}
	} else {
		hideOffer(&v)
	}
	return v, nil
}

// hideOffer makes an offered conversation look queued: whom it was offered to
// and that somebody let it lapse is the staff's affair.
func hideOffer(v *View) {
	if v.State == Offered {
		v.State = Queued
	}
}
