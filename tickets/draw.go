package tickets

import (
	"slices"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/store"
)

// draw makes the ticket of the draft as far as it can be known without taking
// a number, and asks for the right to open it.
func (k *Tracker) draw(r store.Reader, now time.Time, a actor.Actor, d Draft) (Ticket, string, error) {
	t := Ticket{
		Title: d.Title, Description: d.Description, Steps: d.Steps, Type: d.Type, WishedDate: d.WishedDate, Priority: d.Priority,
		Status: StatusNew, StatusAt: now, Turn: 1, Product: d.Product, Version: d.Version, Environment: d.Environment,
		OpenedBy: a.Topic(), CreatedAt: now, UpdatedAt: now, Rev: 1,
	}
	var err error
	if t.Product, err = productIn(r, d.Product); err != nil {
		return t, "", err
	}
	if d.Conversation != "" {
		// First the right to see the chat: a foreign one is like a missing one.
		if err := chat.MayRead(r, a, d.Conversation, chat.Public); err != nil {
			return t, "", err
		}
		c, err := chat.ConversationOf(r, d.Conversation)
		if err != nil {
			return t, "", err
		}
		t.Contact, t.Department, t.Company = c.Customer, c.Department, c.Company
	}
	if err := accounts.May(r, a, "ticket.open", accounts.Object{Owner: a.Topic(), Company: a.Company}); err != nil {
		return t, "", err
	}
	if !a.Staff() {
		if d.Conversation != "" {
			return t, "", fault.Denied() // converting is for those who answer
		}
		company, _, err := companyOf(r, a.Topic())
		t.Contact, t.Company = a.Topic(), company
		return t, "", err
	}
	return t, d.Conversation, staffFields(r, a, d, &t)
}

// staffFields are those of a draft that only staff decide.
func staffFields(r store.Reader, a actor.Actor, d Draft, t *Ticket) error {
	contact, err := named("contact", d.Contact)
	if err != nil {
		return err
	}
	switch {
	case contact != "":
		if t.Contact, err = personOf(r, "contact", contact); err != nil {
			return err
		}
	case t.Contact == "":
		t.Contact = a.Topic() // something of our own
	}
	company, _, err := companyOf(r, t.Contact)
	if err != nil {
		return err
	}
	if company != "" || d.Conversation == "" || contact != "" {
		t.Company = company
	}
	if d.Company != "" {
		if t.Company, err = companyIn(r, d.Company); err != nil {
			return err
		}
	}
	if d.Department != "" {
		if t.Department, err = departmentOf(r, d.Department); err != nil {
			return err
		}
	}
	t.Tags = d.Tags
	if len(d.Assignee) == 0 && d.Conversation != "" {
		t.Assignee = a.ID // whoever converts goes on with it unless told otherwise
	} else {
		name, err := named("assignee", d.Assignee)
		if err != nil {
			return err
		}
		if name == "me" {
			name = a.ID
		}
		if t.Assignee, err = staffOf(r, "assignee", name); err != nil {
			return err
		}
	}
	t.Watchers, err = watchersOf(r, d.Watchers)
	return err
}

func watchersOf(r store.Reader, raw []byte) ([]string, error) {
	names, err := namedList("watchers", raw)
	if err != nil {
		return nil, err
	}
	var topics []string
	for _, name := range names {
		topic, err := personOf(r, "watchers", name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(topics, topic) {
			topics = append(topics, topic)
		}
	}
	return topics, nil
}
