package tickets

import (
	"context"
	"slices"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Filter is what a list of tickets is narrowed by; empty fields do not narrow.
type Filter struct {
	Statuses     []Status
	Assignee     string // account id, "me" or "none"
	Department   string
	Priority     Priority
	Type         string
	Contact      string // topic
	Company      string
	Conversation string
	Tag          string
	Query        string
	Sort         string // updated (newest first), created, priority
	Ascending    bool
}

// most places a list request looks through; what is beyond comes with the next.
const mostScanned = 20_000

// List returns one page of the tickets the actor may see: all for staff, the
// own and watched ones for others, the company's for its manager and who was
// given to read them, none for who was given no tickets.
func (k *Tracker) List(ctx context.Context, a actor.Actor, f Filter, limit int, cursor string) (views []View, next string, err error) {
	if err := f.clean(a); err != nil {
		return nil, "", err
	}
	err = k.Store.View(ctx, func(r store.Reader) error {
		views = nil
		if err := accounts.May(r, a, "ticket.list", accounts.Object{}); err != nil {
			return err
		}
		p := peopleFor(r, a)
		index, parts := f.index(a)
		list, after, err := scan(r, index, parts, f.also(index), !f.Ascending, cursor, limit, func(t Ticket) (bool, error) { return f.fits(p, t) })
		if err != nil {
			return err
		}
		next = after
		for _, t := range list {
			v, err := p.ticket(t)
			if err != nil {
				return err
			}
			views = append(views, v)
		}
		return nil
	})
	return views, next, err
}

// scan pages through the index for rows that fit. Its cursor is the table's.
func scan(r store.Reader, index string, parts []any, also []store.Also, descending bool, cursor string, limit int, fits func(Ticket) (bool, error)) (list []Ticket, next string, err error) {
	for seen := 0; ; {
		chunk, after, looked, err := tickets.PageAlso(r, index, parts, also, descending, cursor, max(limit, 50), mostScanned-seen)
		if err != nil {
			return nil, "", err
		}
		for i, t := range chunk {
			ok, err := fits(t)
			if err != nil {
				return nil, "", err
			}
			if !ok {
				continue
			}
			if list = append(list, t); len(list) < limit {
				continue
			}
			if i < len(chunk)-1 { // the cursor of a place inside the chunk
				_, after, _, err = tickets.PageAlso(r, index, parts, also, descending, cursor, i+1, mostScanned)
			}
			return list, after, err
		}
		seen += looked
		if cursor = after; cursor == "" || seen >= mostScanned {
			return list, cursor, nil
		}
	}
}

func (f *Filter) clean(a actor.Actor) error {
	for _, s := range f.Statuses {
		if err := oneOf("status", s, Statuses); err != nil {
			return err
		}
	}
	switch f.Sort {
	case "", "updated", "created", "number", "priority":
	default:
		return fault.Field("sort", "bad_choice")
	}
	if f.Assignee == "me" {
		f.Assignee = a.ID
	}
	f.Query = folded(f.Query)
	if !a.Staff() {
		f.Tag = "" // not shown to them, so not to be guessed either
	}
	return nil
}

// index chooses where to read: for others than staff what is theirs, else the
// asked order, else the narrowest filter.
func (f Filter) index(a actor.Actor) (string, []any) {
	switch {
	case seesCompany(a):
		return indexCompany, []any{a.Company}
	case !a.Staff():
		return indexOwner, []any{a.Topic()}
	case f.Sort == "created" || f.Sort == "number":
		return "", nil
	case f.Sort == "priority":
		return indexPriority, nil
	case f.Contact != "":
		return indexOwner, []any{f.Contact}
	case f.Company != "":
		return indexCompany, []any{f.Company}
	case f.Conversation != "":
		return indexConversation, []any{f.Conversation}
	case f.Assignee != "" && f.Assignee != "none":
		return indexAssignee, []any{f.Assignee}
	case len(f.Statuses) == 1:
		return indexStatus, []any{string(f.Statuses[0])}
	case f.Assignee == "none":
		return indexAssignee, []any{""}
	case f.Department != "":
		return indexDepartment, []any{f.Department}
	}
	return indexUpdated, nil
}

// also are the filters that other indexes answer without reading the ticket:
// those that, as the walked one, go on by when it was changed.
func (f Filter) also(walked string) (also []store.Also) {
	switch walked {
	case indexOwner, indexCompany, indexAssignee, indexStatus, indexDepartment, indexUpdated:
	default:
		return nil
	}
	must := func(index string, values ...string) {
		if len(values) == 0 || index == walked {
			return
		}
		a := store.Also{Index: index}
		for _, v := range values {
			a.Any = append(a.Any, []any{v})
		}
		also = append(also, a)
	}
	for _, one := range [][2]string{{indexOwner, f.Contact}, {indexCompany, f.Company}, {indexAssignee, f.Assignee}, {indexDepartment, f.Department}} {
		switch index, value := one[0], one[1]; {
		case value == "":
		case index == indexAssignee && value == "none":
			must(index, "")
		default:
			must(index, value)
		}
	}
	list := make([]string, len(f.Statuses))
	for i, s := range f.Statuses {
		list[i] = string(s)
	}
	must(indexStatus, list...)
	return also
}

func (f Filter) fits(p *people, t Ticket) (bool, error) {
	switch {
	case len(f.Statuses) > 0 && !slices.Contains(f.Statuses, t.Status),
		f.Assignee == "none" && t.Assignee != "",
		f.Assignee != "" && f.Assignee != "none" && t.Assignee != f.Assignee,
		f.Department != "" && t.Department != f.Department,
		f.Priority != "" && t.Priority != f.Priority,
		f.Type != "" && t.Type != f.Type,
		f.Contact != "" && !slices.Contains(t.readers(), f.Contact),
		f.Company != "" && t.Company != f.Company,
		f.Conversation != "" && t.link(f.Conversation) == nil,
		f.Tag != "" && !slices.Contains(t.Tags, f.Tag):
		return false, nil
	case f.Query == "":
		return true, nil
	}
	text, err := p.words(t)
	if err != nil {
		return false, err
	}
	for word := range strings.FieldsSeq(f.Query) {
		if !strings.Contains(text, word) {
			return false, nil
		}
	}
	return true, nil
}
