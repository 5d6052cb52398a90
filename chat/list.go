package chat

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// Listing asks for a page of conversations.
type Listing struct {
	View       string // queue, mine, all (not closed), closed; "" = every one
	Department string
	Query      string // in names and texts
	Cursor     string
	Limit      int
}

// scanLimit is how many conversations one page looks at.
const scanLimit = 2_000

// List returns a page of conversations as the actor sees them: customers their
// own, newest first; staff the view, the queue in its order. Operators see
// those of their departments and those they take part in, supervisors all.
func (d *Desk) List(ctx context.Context, a actor.Actor, l Listing) (items []View, next string, err error) {
	err = d.Store.View(ctx, func(r store.Reader) error {
		items, next, err = d.list(r, a, l)
		return err
	})
	return items, next, err
}

func (d *Desk) list(r store.Reader, a actor.Actor, l Listing) ([]View, string, error) {
	switch {
	case !a.Staff():
		return d.paged(r, a, l, "customer", []any{a.Topic()}, func(Conversation) bool { return true })
	case l.View == "queue":
		return d.waitingFor(r, a, l)
	case l.View == "mine":
		return d.mine(r, a, l)
	case l.View != "" && l.View != "all" && l.View != "closed":
		return nil, "", fault.Field("view", "bad_view")
	}
	index := map[string]string{"": "", "all": "open", "closed": "closed"}[l.View]
	sees, err := sight(r, a)
	if err != nil {
		return nil, "", err
	}
	return d.paged(r, a, l, index, nil, sees)
}

// sight tells which conversations belong into the actor's lists.
func sight(r store.Reader, a actor.Actor) (func(Conversation) bool, error) {
	if a.Supervises() {
		return func(Conversation) bool { return true }, nil
	}
	ids, err := departmentsOf(r, a.ID)
	return func(c Conversation) bool {
		return slices.Contains(ids, c.Department) || c.Operator == a.ID || slices.Contains(c.Participants, a.ID)
	}, err
}

func (d *Desk) paged(r store.Reader, a actor.Actor, l Listing, index string, parts []any, sees func(Conversation) bool) ([]View, string, error) {
	items, cursor := []View{}, l.Cursor
	f, seen := listing(r, a.Staff()), 0
	for {
		page, next, err := conversations.Page(r, index, parts, true, cursor, l.Limit-len(items))
		if err != nil {
			return nil, "", err
		}
		for _, c := range page {
			if !sees(c) {
				continue
			}
			if items, err = d.take(items, f, a, l, c); err != nil {
				return nil, "", err
			}
		}
		seen += len(page)
		cursor = next
		if next == "" || len(items) >= l.Limit || seen >= scanLimit {
			return items, next, nil
		}
	}
}

// mine are the conversations the operator holds or is offered, the one that
// moved last first; capacity keeps them few.
func (d *Desk) mine(r store.Reader, a actor.Actor, l Listing) ([]View, string, error) {
	items, f := []View{}, listing(r, true)
	for c, err := range conversations.By(r, "operator", a.ID) {
		if err != nil {
			return nil, "", err
		}
		if items, err = d.take(items, f, a, l, c); err != nil {
			return nil, "", err
		}
	}
	slices.SortStableFunc(items, func(a, b View) int { return b.movedAt().Compare(a.movedAt()) })
	from, err := placeIn(l.Cursor)
	if err != nil {
		return nil, "", err
	}
	items = items[min(from, len(items)):]
	if len(items) <= l.Limit {
		return items, "", nil
	}
	return items[:l.Limit], cursorAt(from + l.Limit), nil
}

// take adds the conversation, as the actor sees it, to the items if the listing
// asks for it.
func (d *Desk) take(items []View, f *faces, a actor.Actor, l Listing, c Conversation) ([]View, error) {
	if l.Department != "" && c.Department != l.Department {
		return items, nil
	}
	v, err := d.viewFor(f, a, c)
	if err != nil {
		return nil, err
	}
	return matching(items, f.r, v, l.Query)
}

func matching(items []View, r store.Reader, v View, query string) ([]View, error) {
	hit, err := matches(r, v, query)
	if hit {
		items = append(items, v)
	}
	return items, err
}

// Lists that are put in order anew for each request are paged by place.
func cursorAt(place int) string { return "p" + strconv.Itoa(place) }

func placeIn(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimPrefix(cursor, "p"))
	if err != nil || n < 0 || cursor[0] != 'p' {
		return 0, fault.Field("cursor", "bad_cursor")
	}
	return n, nil
}

// waitingFor are the queues the actor takes from, soonest first, with what is
// offered to him and to others behind.
func (d *Desk) waitingFor(r store.Reader, a actor.Actor, l Listing) ([]View, string, error) {
	from, err := placeIn(l.Cursor)
	if err != nil {
		return nil, "", err
	}
	ids, err := queuesOf(r, a)
	if err != nil {
		return nil, "", err
	}
	now := d.now()
	var list []Waiting
	for _, id := range ids {
		if l.Department != "" && l.Department != id {
			continue
		}
		queue, err := queueOf(r, id, now)
		if err != nil {
			return nil, "", err
		}
		list = append(list, queue...)
	}
	slices.SortFunc(list, func(a, b Waiting) int { return Sooner(a, b, now) })
	items, f := []View{}, newFaces(r, true)
	place := map[string]int{}
	for i, w := range list {
		place[w.Department]++
		if i < from {
			continue
		}
		if len(items) >= max(l.Limit, 1) {
			return items, cursorAt(i), nil
		}
		c, err := ConversationOf(r, w.Conv)
		if err != nil {
			return nil, "", err
		}
		v, err := d.viewAt(f, a, c, place[w.Department])
		if err != nil {
			return nil, "", err
		}
		if items, err = matching(items, r, v, l.Query); err != nil {
			return nil, "", err
		}
	}
	return items, "", nil
}

// queuesOf are the departments whose queues the actor sees.
func queuesOf(r store.Reader, a actor.Actor) ([]string, error) {
	if !a.Supervises() {
		return departmentsOf(r, a.ID)
	}
	var ids []string
	for dep, err := range departments.All(r) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, dep.ID)
	}
	return ids, nil
}

// matches looks for the words in names, subject and the last text, then in
// what was written.
func matches(r store.Reader, v View, query string) (bool, error) {
	if query = fold(query); query == "" {
		return true, nil
	}
	hay := v.Subject + " " + v.Customer.Name + " " + v.Customer.Email
	if v.Last != nil {
		hay += " " + v.Last.Text
	}
	if strings.Contains(fold(hay), query) {
		return true, nil
	}
	_, ok, err := mention(r, v.ID, Public, query)
	return ok, err
}

// fold makes texts comparable: lower case, one space.
func fold(s string) string { return strings.ToLower(text.Line(s)) }
