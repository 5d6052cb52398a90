package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
)

// Request is what was asked for without cover, kept as it was typed.
type Request struct {
	ID       string    `json:"id"`
	Number   uint64    `json:"number"`
	Draft    Draft     `json:"draft"`
	Customer string    `json:"customer"` // topic
	Company  string    `json:"company,omitempty"`
	By       string    `json:"by"` // topic of who typed it
	Reason   string    `json:"reason"`
	At       time.Time `json:"at"`
	State    string    `json:"state"`            // open or ticket
	Ticket   uint64    `json:"ticket,omitempty"` // what became of it
	Reply    uint64    `json:"reply,omitempty"`  // it is a comment on this frozen ticket
}

// RequestView is the request shape of http.md.
type RequestView struct {
	ID           string          `json:"id"`
	Number       uint64          `json:"number"`
	Title        string          `json:"title"`
	Description  string          `json:"description"`
	Customer     accounts.Person `json:"customer"`
	Company      string          `json:"company,omitempty"`
	Reason       string          `json:"reason"`
	At           time.Time       `json:"at"`
	State        string          `json:"state"`
	Ticket       uint64          `json:"ticket,omitempty"`
	Reply        uint64          `json:"reply,omitempty"`
	Conversation string          `json:"conversation,omitempty"`
	Files        []files.File    `json:"files"`
}

const (
	requestOpen   = "open"
	requestTicket = "ticket"
	noCover       = "no_cover"
)

// keep stores the draft as a request with a number of its own.
func (k *Tracker) keep(tx store.Tx, now time.Time, a actor.Actor, d Draft, t Ticket) (Request, error) {
	q := Request{
		ID: k.NewID(), Draft: d, Customer: t.Contact, Company: t.Company, By: a.Topic(), Reason: noCover, At: now,
		State: requestOpen, Reply: t.Number,
	}
	// Whom it is for is decided now; the draft's own word might be an address.
	contact, err := json.Marshal(t.Contact)
	if err != nil {
		return q, err
	}
	q.Draft.Contact = contact
	if q.Number, err = store.Next(tx, counterRequest); err != nil {
		return q, err
	}
	for _, id := range d.Files {
		if _, err := files.Attach(tx, a, id, "request/"+q.ID); err != nil {
			return q, err
		}
	}
	return q, requests.Insert(tx, q)
}

// refusal tells that there is no cover and where the draft is kept.
func (q Request) refusal() error {
	return &fault.Error{
		Kind: fault.Forbidden, Code: noCover, Args: map[string]any{"number": q.Number},
		Extra: map[string]any{"request": q.ID, "request_number": q.Number},
	}
}

// requestOf finds a request by id or number for whoever may read it.
func requestOf(r store.Reader, a actor.Actor, name string) (Request, error) {
	q, err := requests.Get(r, name)
	if n, bad := strconv.ParseUint(name, 10, 64); bad == nil {
		q, err = requests.First(r, indexNumber, n)
	}
	if errors.Is(err, store.ErrNotFound) {
		return q, fault.Missing()
	}
	if err != nil {
		return q, err
	}
	return q, accounts.May(r, a, "request.read", accounts.Object{Owner: q.Customer, Company: q.Company})
}

// Request returns one request by id or number.
func (k *Tracker) Request(ctx context.Context, a actor.Actor, name string) (v RequestView, err error) {
	err = k.Store.View(ctx, func(r store.Reader) error {
		q, err := requestOf(r, a, name)
		if err != nil {
			return err
		}
		v, err = peopleOf(r, a.Staff()).request(q)
		return err
	})
	return v, err
}

// Requests lists requests newest first: all for staff, the own ones for others.
func (k *Tracker) Requests(ctx context.Context, a actor.Actor, limit int, cursor string) (views []RequestView, next string, err error) {
	err = k.Store.View(ctx, func(r store.Reader) error {
		index, parts := indexNumber, []any(nil)
		if !a.Staff() {
			index, parts = indexOwner, []any{a.Topic()}
		}
		list, after, err := requests.Page(r, index, parts, true, cursor, limit)
		if err != nil {
			return err
		}
		p := peopleOf(r, a.Staff())
		views, next = make([]RequestView, 0, len(list)), after
		for _, q := range list {
			v, err := p.request(q)
			if err != nil {
				return err
			}
			views = append(views, v)
		}
		return nil
	})
	return views, next, err
}

// Grant turns a request into a ticket once there is cover, or at once by a
// supervisor's reason.
func (k *Tracker) Grant(ctx context.Context, a actor.Actor, name, reason string) (Opened, error) {
	reason, err := word("reason", reason)
	if err != nil {
		return Opened{}, err
	}
	now := k.time()
	var out Opened
	err = k.Store.Update(ctx, func(tx store.Tx) error {
		out = Opened{}
		q, err := requestOf(tx, a, name)
		if err != nil {
			return err
		}
		if q.State != requestOpen || q.Reply > 0 {
			return &fault.Error{Kind: fault.Conflict, Code: "request_done", Extra: map[string]any{"ticket": q.Ticket}}
		}
		d := q.Draft
		d.OverrideReason = reason
		kept := d.Files
		d.Files = nil // they were given by somebody else and have a place already
		if err := k.grant(tx, now, a, d, &out); err != nil {
			return err
		}
		out.Ticket.Files = kept
		for _, id := range kept {
			if _, err := files.Attach(tx, actor.Actor{Role: actor.System}, id, fileRef(out.Ticket.Number, chat.Public)); err != nil {
				return err
			}
		}
		if err := tickets.Put(tx, out.Ticket); err != nil {
			return err
		}
		if out.View, err = peopleOf(tx, true).ticket(out.Ticket); err != nil {
			return err
		}
		q.State, q.Ticket = requestTicket, out.Ticket.Number
		return requests.Put(tx, q)
	})
	return out, err
}

// grant opens without keeping a second request.
func (k *Tracker) grant(tx store.Tx, now time.Time, a actor.Actor, d Draft, out *Opened) error {
	t, _, err := k.draw(tx, now, a, d)
	if err != nil {
		return err
	}
	allowed, err := k.judge(tx, now, a, d, &t)
	if err != nil {
		return err
	}
	if !allowed {
		return &fault.Error{Kind: fault.Forbidden, Code: noCover, Text: "faults.still_no_cover"}
	}
	return k.open(tx, now, a, d, out)
}

func (p *people) request(q Request) (RequestView, error) {
	v := RequestView{
		ID: q.ID, Number: q.Number, Title: q.Draft.Title, Description: q.Draft.Description, Company: q.Company, Reason: q.Reason,
		At: q.At, State: q.State, Ticket: q.Ticket, Reply: q.Reply, Conversation: q.Draft.Conversation,
	}
	var err error
	if v.Customer, err = p.of(q.Customer); err != nil {
		return v, err
	}
	v.Files, err = files.List(p.r, q.Draft.Files)
	return v, err
}
