package tickets

import (
	"encoding/json"
	"slices"
	"time"

	"balcao/store"
)

// deed is something that happened to a ticket, told in its own transaction.
type deed struct {
	kind  string // "ticket.opened", …
	at    time.Time
	by    string  // topic; empty = the program
	was   *Ticket // before, when other people were concerned then
	entry *Entry
	html  string // of the entry's text, rendered before the transaction
	cmid  string
	tell  *telling // of which people have notice
}

type eventBody struct {
	Ticket View       `json:"ticket"`
	Entry  *EntryView `json:"entry,omitempty"`
}

// announce appends the event; customers get it only when there is something
// for them in it.
func announce(tx store.Tx, t Ticket, d deed) error {
	e := store.Event{Kind: d.kind, At: d.at, Ticket: t.Number, Author: d.by, CMID: d.cmid, Topics: concerned(t)}
	if d.was != nil {
		for _, topic := range concerned(*d.was) {
			if !slices.Contains(e.Topics, topic) {
				e.Topics = append(e.Topics, topic)
			}
		}
	}
	if d.by != "" && !slices.Contains(e.Topics, d.by) {
		e.Topics = append(e.Topics, d.by) // the other tabs of whoever did it
	}
	var err error
	if d.tell != nil {
		if e.Notices, err = notices(tx, t, *d.tell); err != nil {
			return err
		}
	}
	if e.Staff, err = eventFor(tx, t, d, d.entry, true); err != nil {
		return err
	}
	shown := d.entry
	if d.entry != nil {
		public, ok := d.entry.forCustomer()
		if !ok {
			tx.Append(e)
			return nil
		}
		shown = &public
	}
	if e.Public, err = eventFor(tx, t, d, shown, false); err != nil {
		return err
	}
	tx.Append(e)
	return nil
}

func eventFor(r store.Reader, t Ticket, d deed, entry *Entry, staff bool) ([]byte, error) {
	p := peopleOf(r, staff)
	p.stranger = !staff
	v, err := p.ticket(t)
	if err != nil {
		return nil, err
	}
	body := eventBody{Ticket: v}
	if entry != nil {
		shown, err := p.entry(*entry)
		if err != nil {
			return nil, err
		}
		if shown.Text != "" {
			shown.HTML = d.html
		}
		body.Entry = &shown
	}
	return json.Marshal(body)
}

// concerned is who hears of the ticket: whose it is, who watches, who works on
// it, the company's managers, and those who look at its chats.
func concerned(t Ticket) []string {
	topics := t.readers()
	if t.Department != "" {
		topics = append(topics, "department/"+t.Department)
	}
	if t.Assignee != "" && !slices.Contains(topics, "account/"+t.Assignee) {
		topics = append(topics, "account/"+t.Assignee)
	}
	if t.Company != "" {
		topics = append(topics, "company/"+t.Company)
	}
	for _, l := range t.Links {
		topics = append(topics, "conversation/"+l.Conv)
	}
	return topics
}
