package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
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
	Product      string          `json:"product,omitempty"`
	ProductName  string          `json:"product_name,omitempty"`
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
	if err := requests.Insert(tx, q); err != nil {
		return q, err
	}
	return q, q.announce(tx, "request.kept", now, a.Topic(), []store.Notice{{
		To: []string{q.Customer}, Kind: "request.kept", Args: map[string]string{"number": ticketNumber(q.Number), "title": d.Title},
		URL: "/requests/" + ticketNumber(q.Number), Thread: "request/" + q.ID,
	}})
}

// announce tells those who see the request what became of it: whose it is, the
// company's managers and the department that takes what nobody else does.
func (q Request) announce(tx store.Tx, kind string, now time.Time, by string, told []store.Notice) error {
	e := store.Event{Kind: kind, At: now, Author: by, Topics: []string{q.Customer}}
	if who, _, _ := strings.Cut(q.Customer, "/"); who == "account" {
		e.Notices = told // a visitor reads it in the chat
	}
	if q.Company != "" {
		e.Topics = append(e.Topics, "company/"+q.Company)
	}
	department := q.Draft.Department
	if department == "" {
		var err error
		if department, err = departmentOf(tx, ""); err != nil {
			return err
		}
	}
	e.Topics = append(e.Topics, "department/"+department)
	if by != "" && !slices.Contains(e.Topics, by) {
		e.Topics = append(e.Topics, by)
	}
	for _, side := range []struct {
		staff bool
		to    *[]byte
	}{{true, &e.Staff}, {false, &e.Public}} {
		v, err := peopleOf(tx, side.staff).request(q)
		if err != nil {
			return err
		}
		if *side.to, err = json.Marshal(map[string]any{"request": v}); err != nil {
			return err
		}
	}
	tx.Append(e)
	return nil
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
	return q, accounts.May(r, a, "request.read", q.object())
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

func (p *people) request(q Request) (RequestView, error) {
	v := RequestView{
		ID: q.ID, Number: q.Number, Title: q.Draft.Title, Description: q.Draft.Description, Company: q.Company, Reason: q.Reason,
		At: q.At, State: q.State, Ticket: q.Ticket, Reply: q.Reply, Conversation: q.Draft.Conversation,
	}
	v.Product = q.Draft.Product
	var err error
	if v.ProductName, err = p.productName(v.Product); err != nil {
		return v, err
	}
	if v.Customer, err = p.of(q.Customer); err != nil {
		return v, err
	}
	v.Files, err = files.List(p.r, q.Draft.Files)
	return v, err
}
