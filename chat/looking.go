package chat

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// Looking is the data of the volatile frame looking: everybody who looks at
// the conversation now.
type Looking struct {
	Person accounts.Person   `json:"person"`
	On     bool              `json:"on"`
	People []accounts.Person `json:"people"`
}

// Look tells the other staff at the conversation that the actor looks at it,
// or does not any more.
func (d *Desk) Look(ctx context.Context, a actor.Actor, conn, conv string, on bool) error {
	var to []string
	err := d.Store.View(ctx, func(r store.Reader) error {
		if err := MayWatch(r, a, conv); err != nil {
			return err
		}
		h, err := headOf(r, conv)
		to = addTopic(h.staff(conv), a.Topic())
		return err
	})
	if err != nil {
		return err
	}
	me := accounts.Person{Kind: a.Kind(), ID: a.ID, Name: a.Name}
	people := d.lookers.set(look{conn: conn, conv: conv, person: me, to: to}, on)
	d.Volatile.Volatile("looking", conv, Looking{Person: me, On: on, People: people}, to, "")
	return nil
}

// Watched is Look for a connection that begins or ends to watch: who watches a
// conversation looks at it.
func (d *Desk) Watched(ctx context.Context, a actor.Actor, conn, conv string, on bool) {
	if err := d.Look(ctx, a, conn, conv, on); err != nil && ctx.Err() == nil {
		d.Log.Debug("who looks was not told", slog.String("conversation", conv), slog.Any("err", err))
	}
}

func (d *Desk) tellLookers(l look, people []accounts.Person) {
	d.Volatile.Volatile("looking", l.conv, Looking{Person: l.person, People: people}, l.to, "")
}

type look struct {
	conn, conv string
	person     accounts.Person
	to         []string
}

// lookers knows which connection looks at which conversations.
type lookers struct {
	mu sync.Mutex
	at map[string][]look // by conversation
}

func newLookers() *lookers { return &lookers{at: map[string][]look{}} }

// set adds or removes a look and returns who looks now.
func (ls *lookers) set(l look, on bool) []accounts.Person {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.remove(l.conv, l.conn)
	if on {
		ls.at[l.conv] = append(ls.at[l.conv], l)
	}
	return ls.people(l.conv)
}

// left removes the connection everywhere and tells each conversation.
func (ls *lookers) left(conn string, tell func(look, []accounts.Person)) {
	type farewell struct {
		look
		people []accounts.Person
	}
	var all []farewell
	ls.mu.Lock()
	for conv, list := range ls.at {
		i := slices.IndexFunc(list, func(l look) bool { return l.conn == conn })
		if i < 0 {
			continue
		}
		gone := list[i]
		ls.remove(conv, conn)
		all = append(all, farewell{gone, ls.people(conv)})
	}
	ls.mu.Unlock()
	for _, f := range all {
		tell(f.look, f.people)
	}
}

func (ls *lookers) remove(conv, conn string) {
	list := slices.DeleteFunc(ls.at[conv], func(l look) bool { return l.conn == conn })
	if len(list) == 0 {
		delete(ls.at, conv)
		return
	}
	ls.at[conv] = list
}

func (ls *lookers) people(conv string) []accounts.Person {
	people := []accounts.Person{}
	for _, l := range ls.at[conv] {
		if !slices.Contains(people, l.person) {
			people = append(people, l.person)
		}
	}
	return people
}
