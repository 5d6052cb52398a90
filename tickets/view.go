package tickets

import (
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/files"
	"balcao/store"
	"balcao/text"
)

// View is the ticket shape of http.md with what this program adds.
type View struct {
	Number          uint64            `json:"number"`
	Title           string            `json:"title"`
	Description     string            `json:"description"`
	DescriptionHTML string            `json:"description_html,omitempty"` // only where one ticket is answered
	Steps           string            `json:"steps,omitempty"`
	Type            string            `json:"type"`
	WishedDate      string            `json:"wished_date,omitempty"`
	Priority        Priority          `json:"priority"`
	Status          Status            `json:"status"`
	Company         string            `json:"company,omitempty"`
	Contact         accounts.Person   `json:"contact"`
	Watchers        []accounts.Person `json:"watchers"`
	Assignee        *accounts.Person  `json:"assignee,omitempty"`
	Department      string            `json:"department"`
	Product         string            `json:"product,omitempty"` // id, or the word for one that is not kept
	ProductName     string            `json:"product_name,omitempty"`
	Version         string            `json:"version,omitempty"`
	Environment     string            `json:"environment,omitempty"`
	Tags            []string          `json:"tags"`
	Resolution      string            `json:"resolution,omitempty"`
	Fix             string            `json:"fix,omitempty"`
	Files           []files.File      `json:"files"`
	Conversations   []string          `json:"conversations"`
	Rating          *chat.Rating      `json:"rating,omitempty"`
	CreatedAt       time.Time         `json:"created_at"`
	UpdatedAt       time.Time         `json:"updated_at"`
	ResolvedAt      time.Time         `json:"resolved_at,omitzero"`
	ClosedAt        time.Time         `json:"closed_at,omitzero"`
	FirstAnswerAt   time.Time         `json:"first_answer_at,omitzero"`
	Frozen          bool              `json:"frozen,omitempty"`        // its cover has ended
	Cover           *accounts.Cover   `json:"cover,omitempty"`         // only where one ticket is answered
	CoveredUntil    string            `json:"covered_until,omitempty"` // beside cover, while frozen: the last day of an SLA
	SLA             struct{}          `json:"sla"`
}

// EntryView is the entry shape of http.md.
type EntryView struct {
	ID       string            `json:"id"`
	Kind     string            `json:"kind"`
	At       time.Time         `json:"at"`
	Author   accounts.Person   `json:"author"`
	Internal bool              `json:"internal,omitempty"`
	Text     string            `json:"text,omitempty"`
	HTML     string            `json:"html,omitempty"`
	Files    []files.File      `json:"files,omitempty"`
	Changes  []Change          `json:"changes,omitempty"`
	Message  *chat.MessageView `json:"message,omitempty"`
	CMID     string            `json:"cmid,omitempty"` // only to its author
}

// withHTML renders what was read before: outside a transaction, it takes long.
func (v *EntryView) withHTML() {
	if v.Message != nil {
		v.Message.HTML = text.Chat(v.Message.Text)
	}
	if v.Text != "" {
		v.HTML = text.Ticket(v.Text)
	}
}

// people remembers who was met during one read, as staff or as customers may
// see them.
type people struct {
	r     store.Reader
	staff bool
	// stranger: a visitor reads it too, and is not told whom staff take him for.
	stranger bool
	met      accounts.Met
	products map[string]string // names by id
}

// peopleFor shows what the actor may see.
func peopleFor(r store.Reader, a actor.Actor) *people {
	p := peopleOf(r, a.Staff())
	p.stranger = a.Role == actor.Visitor
	return p
}

func peopleOf(r store.Reader, staff bool) *people {
	return &people{r: r, staff: staff, met: accounts.Met{}}
}

func (p *people) of(topic string) (accounts.Person, error) {
	return p.met.Of(p.r, topic, p.staff)
}

func (p *people) ticket(t Ticket) (View, error) {
	if p.stranger {
		t = t.forVisitor()
	}
	v := View{
		Number: t.Number, Title: t.Title, Description: t.Description, Steps: t.Steps, Type: t.Type, WishedDate: t.WishedDate,
		Priority: t.Priority, Status: t.Status, Company: t.Company, Watchers: []accounts.Person{}, Department: t.Department,
		Product: t.Product, Version: t.Version, Environment: t.Environment, Tags: []string{}, Resolution: t.Resolution, Fix: t.Fix,
		Files: []files.File{}, Conversations: []string{}, Rating: t.Rating, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
		ResolvedAt: t.ResolvedAt, ClosedAt: t.ClosedAt, FirstAnswerAt: t.FirstAnswerAt, Frozen: t.Frozen,
	}
	if p.staff && t.Tags != nil {
		v.Tags = t.Tags // how colleagues sort a customer's troubles is theirs
	}
	for _, l := range t.Links {
		v.Conversations = append(v.Conversations, l.Conv)
	}
	var err error
	if v.ProductName, err = p.productName(t.Product); err != nil {
		return v, err
	}
	if v.Contact, err = p.of(t.Contact); err != nil {
		return v, err
	}
	for _, topic := range t.Watchers {
		w, err := p.of(topic)
		if err != nil {
			return v, err
		}
		if p.staff || w.Kind != "operator" {
			v.Watchers = append(v.Watchers, w)
		}
	}
	if t.Assignee != "" {
		a, err := p.of("account/" + t.Assignee)
		if err != nil {
			return v, err
		}
		v.Assignee = &a
	}
	v.Files, err = files.List(p.r, t.Files)
	return v, err
}

// forVisitor is the ticket without the account and the company that staff gave
// a visitor's ticket to, and without those who watch it there.
func (t Ticket) forVisitor() Ticket {
	for _, topic := range t.owners() {
		if strings.HasPrefix(topic, "visitor/") {
			t.Contact, t.Company, t.Watchers = topic, "", nil
			break
		}
	}
	return t
}

func (p *people) entry(e Entry) (EntryView, error) {
	v := EntryView{ID: e.ID, Kind: e.Kind, At: e.At, Internal: e.Kind == KindNote, Text: e.Text}
	var err error
	if v.Author, err = p.of(e.Author); err != nil {
		return v, err
	}
	v.Author.Email = ""
	for _, c := range e.Changes {
		if c.From, err = p.value(c.Field, c.From); err != nil {
			return v, err
		}
		if c.To, err = p.value(c.Field, c.To); err != nil {
			return v, err
		}
		v.Changes = append(v.Changes, c)
	}
	if len(e.Files) > 0 {
		v.Files, err = files.List(p.r, e.Files)
	}
	return v, err
}

// value shows people by name.
func (p *people) value(field string, v any) (any, error) {
	s, isText := v.(string)
	if !isText || field != "assignee" && field != "contact" && field != "watchers" {
		return v, nil
	}
	var names []string
	for topic := range strings.SplitSeq(s, " ") {
		person, err := p.of(topic)
		if err != nil {
			return nil, err
		}
		names = append(names, person.Name)
	}
	return strings.Join(names, ", "), nil
}

// said shows a chat message as an entry.
func (p *people) said(m chat.Message) (EntryView, error) {
	view, err := chat.Render(p.r, m, p.staff)
	if err != nil {
		return EntryView{}, err
	}
	return EntryView{ID: m.MID, Kind: KindChat, At: m.At, Author: view.Author, Internal: m.Stream == chat.Internal, Message: &view}, nil
}
