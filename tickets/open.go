package tickets

import (
	"context"
	"slices"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
)

// Opened is what became of a draft: a ticket, or a request when there is no
// cover.
type Opened struct {
	Ticket  Ticket
	View    View
	Request Request // set when the draft was kept for want of cover
	Dup     bool    // the same Idempotency-Key led here before
}

// Open makes a ticket of the draft, in one transaction; with a conversation it
// is the conversion: the chat gets the ticket's number at once and goes on, its
// later messages belong to this ticket. Without cover the draft is kept as a
// request, which is no error. key is the Idempotency-Key or empty: the same key
// gives the first result again, or fault.Conflict when something else is asked.
func (k *Tracker) Open(ctx context.Context, a actor.Actor, d Draft, key string) (Opened, error) {
	if err := d.clean(); err != nil {
		return Opened{}, err
	}
	sum, err := d.sum()
	if err != nil {
		return Opened{}, err
	}
	now := k.Clock()
	var out Opened
	err = k.Store.Update(ctx, func(tx store.Tx) error {
		out = Opened{}
		found, err := k.repeated(tx, a, key, sum, &out)
		if err != nil || found {
			return err
		}
		if err := k.open(tx, now, a, d, &out); err != nil {
			return err
		}
		return remember(tx, now, a, key, sum, out)
	})
	return out, err
}

// open is Open without its key; the caller has cleaned the draft.
func (k *Tracker) open(tx store.Tx, now time.Time, a actor.Actor, d Draft, out *Opened) error {
	t, conv, err := k.draw(tx, now, a, d)
	if err != nil {
		return err
	}
	if conv != "" {
		if err := notTwice(tx, conv, t.Title); err != nil {
			return err
		}
	}
	allowed, err := k.judge(tx, now, a, d, &t)
	if err != nil {
		return err
	}
	if !allowed {
		out.Request, err = k.keep(tx, now, a, d, t)
		return err
	}
	if t.Number, err = store.Next(tx, counterTicket); err != nil {
		return err
	}
	if conv != "" {
		if err := k.convert(tx, now, a, conv, d, &t); err != nil {
			return err
		}
	}
	if t.Department == "" {
		if t.Department, err = departmentOf(tx, ""); err != nil {
			return err
		}
	}
	if err := k.begin(tx, now, a, d, &t); err != nil {
		return err
	}
	out.Ticket = t
	out.View, err = peopleOf(tx, a.Staff()).ticket(t)
	return err
}

// draw makes the ticket of the draft as far as it can be known without taking
// a number, and asks for the right to open it.
func (k *Tracker) draw(r store.Reader, now time.Time, a actor.Actor, d Draft) (Ticket, string, error) {
	t := Ticket{
		Title: d.Title, Description: d.Description, Steps: d.Steps, Type: d.Type, WishedDate: d.WishedDate, Priority: d.Priority,
		Status: StatusNew, StatusAt: now, Turn: 1, Product: d.Product, Version: d.Version, Environment: d.Environment,
		OpenedBy: a.Topic(), CreatedAt: now, UpdatedAt: now, Rev: 1,
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
		t.Contact, t.Department = c.Customer, c.Department
	}
	if err := accounts.May(r, a, "ticket.open", accounts.Object{Owner: a.Topic(), Company: a.Company}); err != nil {
		return t, "", err
	}
	if !a.Staff() {
		if d.Conversation != "" {
			return t, "", fault.Denied() // converting is for those who answer
		}
		t.Contact, t.Company = a.Topic(), a.Company
		return t, "", nil
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
	if t.Company, _, err = companyOf(r, t.Contact); err != nil {
		return err
	}
	if d.Company != "" {
		t.Company = d.Company
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

// judge asks for cover; without it only a supervisor's word opens a ticket.
func (k *Tracker) judge(tx store.Tx, now time.Time, a actor.Actor, d Draft, t *Ticket) (bool, error) {
	state, err := covered(tx, now, *t)
	if err != nil || state == "" {
		return err == nil, err
	}
	if !a.Supervises() || d.OverrideReason == "" {
		return false, nil
	}
	t.Overridden = true
	return true, nil
}

// covered is empty when the ticket may be worked on, else the state of cover
// that stands against it.
func covered(r store.Reader, now time.Time, t Ticket) (string, error) {
	required, err := accounts.CoverRequired(r)
	if err != nil || !required || t.Overridden {
		return "", err
	}
	_, staff, err := companyOf(r, t.Contact)
	if err != nil || staff && t.Company == "" {
		return "", err
	}
	subject := t.Contact
	if t.Company != "" {
		subject = t.Company
	}
	cover, err := accounts.CoverOf(r, now, subject, t.Product)
	if err != nil || cover.State == accounts.Covered {
		return "", err
	}
	return cover.State, nil
}

// convert links the chat and takes over what is said in it from now on.
func (k *Tracker) convert(tx store.Tx, now time.Time, a actor.Actor, conv string, d Draft, t *Ticket) error {
	linked, err := chat.LinkTicket(tx, now, a, conv, t.Number, t.Title)
	if err != nil {
		return err
	}
	if n := len(d.Messages); n > 0 && (d.Messages[0] == 0 || d.Messages[n-1] > linked.PublicSeq) {
		return fault.Field("messages", "no_such_message")
	}
	c, err := chat.ConversationOf(tx, conv)
	if err != nil {
		return err
	}
	l := Link{Conv: conv, At: now, Chosen: d.Messages, Some: d.Messages != nil, Public: linked.PublicSeq, Internal: linked.InternalSeq}
	if c.Visitor != t.Contact {
		l.Visitor = c.Visitor
	}
	t.Links, t.FirstAnswerAt = []Link{l}, linked.FirstAnswer
	var earlier []Ticket
	for other, err := range tickets.By(tx, indexConversation, conv) {
		if err != nil {
			return err
		}
		earlier = append(earlier, other)
	}
	for _, other := range earlier {
		l := other.link(conv)
		if l.Over {
			continue
		}
		l.Over, l.PublicUntil, l.InternalUntil = true, linked.PublicSeq, linked.InternalSeq
		if err := tickets.Put(tx, other); err != nil {
			return err
		}
	}
	return nil
}

// begin writes the ticket with the first entries of its timeline.
func (k *Tracker) begin(tx store.Tx, now time.Time, a actor.Actor, d Draft, t *Ticket) error {
	for _, id := range d.Files {
		if _, err := files.Attach(tx, a, id, fileRef(t.Number, chat.Public)); err != nil {
			return err
		}
	}
	t.Files = d.Files
	opening, err := k.add(tx, t, Entry{Kind: KindChange, At: now, Author: a.Topic(), Changes: []Change{{Field: "status", To: string(StatusNew)}}})
	if err != nil {
		return err
	}
	if t.Overridden {
		why := Entry{Kind: KindChange, At: now, Author: a.Topic(), Text: d.OverrideReason, Changes: []Change{{Field: "cover", From: "no_cover", To: "override"}}}
		if _, err := k.add(tx, t, why); err != nil {
			return err
		}
		// The reason is text of people and stays in the ticket's own timeline.
		if err := accounts.Audit(tx, a, "ticket.override", ref(t.Number), nil); err != nil {
			return err
		}
	}
	if d.Note != "" && a.Staff() {
		if _, err := k.add(tx, t, Entry{Kind: KindNote, At: now, Author: a.Topic(), Text: d.Note}); err != nil {
			return err
		}
	}
	if err := tickets.Insert(tx, *t); err != nil {
		return err
	}
	return announce(tx, *t, deed{kind: "ticket.opened", at: now, by: a, entry: &opening})
}

// notTwice refuses the same conversion again; another title is another ticket
// from the same chat.
func notTwice(r store.Reader, conv, title string) error {
	for t, err := range tickets.By(r, indexConversation, conv) {
		if err != nil {
			return err
		}
		if strings.EqualFold(t.Title, title) {
			return &fault.Error{Kind: fault.Conflict, Code: "already_converted", Extra: map[string]any{"ticket": t.Number}, Args: map[string]any{"number": t.Number}}
		}
	}
	return nil
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
