package chat

import (
	"slices"
	"strconv"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
)

// Link is what a ticket needs to know of the conversation it came from.
type Link struct {
	Customer       string // topic
	CustomerPerson accounts.Person
	Visitor        string // topic of the visitor who opened it, if one did
	Department     string
	Site           string
	Subject        string
	Operator       string // account that holds it; empty = nobody
	PublicSeq      uint64 // newest messages at this moment
	InternalSeq    uint64
	FirstAt        time.Time
	FirstAnswer    time.Time // zero = nobody answered yet
}

// LinkTicket marks the conversation with the ticket in the ticket's own
// transaction; customer and staff hear of the number as conversation.ticketed.
func LinkTicket(tx store.Tx, now time.Time, a actor.Actor, conv string, number uint64, title string) (Link, error) {
	c, h, err := both(tx, conv)
	if err != nil {
		return Link{}, err
	}
	if err := may(tx, a, "conversation.read", c); err != nil {
		return Link{}, err
	}
	who, err := accounts.PersonOf(tx, c.Customer)
	if err != nil {
		return Link{}, err
	}
	link := Link{
		Customer: c.Customer, CustomerPerson: who, Visitor: c.Visitor, Department: c.Department, Site: c.Site, Subject: c.Subject,
		Operator: h.Operator, PublicSeq: h.PublicSeq, InternalSeq: h.InternalSeq, FirstAt: c.OpenedAt, FirstAnswer: h.FirstAnswerAt,
	}
	c.Tickets = slices.Clone(c.Tickets)
	if !slices.Contains(c.Tickets, number) {
		c.Tickets = append(c.Tickets, number)
	}
	titles := map[string]string{strconv.FormatUint(number, 10): title}
	for n, t := range c.Titles {
		if _, is := titles[n]; !is {
			titles[n] = t
		}
	}
	c.Titles = titles
	if err := announce(tx, "conversation.ticketed", now, &c, &h, authored(a)); err != nil {
		return Link{}, err
	}
	return link, save(tx, c, &h)
}

// Say writes a ticket's reply into the public stream in the ticket's own
// transaction. It changes nothing about who holds the conversation; a closed
// one is conv_closed. html is text rendered beforehand. The same author's same
// cmid is the first message again.
func Say(tx store.Tx, now time.Time, id func() string, a actor.Actor, conv, cmid, text, html string, attached []string) (Message, bool, error) {
	m := composed{Message: Message{
		MID: id(), Conv: conv, Stream: Public, Author: a.Topic(), CMID: cmid, Text: text, Files: attached, At: now,
		Sum: sum(Public, text, attached, 0),
	}}
	if cmid != "" {
		first, dup, err := messageBy(tx, m.Author, cmid)
		if err != nil {
			return first, false, err
		}
		if dup {
			_, err := repeated(first, m)
			return first, true, err
		}
	}
	c, h, err := both(tx, conv)
	if err != nil {
		return Message{}, false, err
	}
	if err := may(tx, a, "conversation.say", c); err != nil {
		return Message{}, false, err
	}
	if c.State == Closed {
		return Message{}, false, closedFault()
	}
	list, names := []files.File{}, []string{}
	for _, id := range attached {
		f, err := files.Of(tx, id)
		if err != nil {
			return Message{}, false, fault.Field("files", "file_missing").With(err)
		}
		list = append(list, f)
		names = append(names, f.Name)
	}
	m.preview = preview(m.Text, html, names)
	if m.tail, err = messageTail(m.Message, accounts.Person{Kind: a.Kind(), ID: a.ID, Name: a.Name}, html, list); err != nil {
		return Message{}, false, err
	}
	out, err := write(tx, a, m, &h)
	if err != nil {
		return Message{}, false, err
	}
	written, err := messages.Get(tx, conv, Public, out.Seq)
	return written, false, err
}
