package chat

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Presences an operator can choose, and be in.
const (
	Online  = "online"
	Away    = "away"
	Offline = "offline"
)

// Presence is kept for every operator who was ever here. What others see is
// worked out from it: who is not Live any more is what he chose until
// GraceUntil, then offline.
type Presence struct {
	Account      string    `json:"account"`
	Chosen       string    `json:"chosen"`
	Live         bool      `json:"live"` // has a connection
	GraceUntil   time.Time `json:"grace_until,omitzero"`
	Shown        string    `json:"shown"` // what the last operator.state told
	Since        time.Time `json:"since,omitzero"`
	LastAssigned time.Time `json:"last_assigned,omitzero"`
}

// presenceOf is the operator's presence; one never seen is offline.
func presenceOf(r store.Reader, account string) (Presence, error) {
	p, err := presences.Get(r, account)
	if errors.Is(err, store.ErrNotFound) {
		return Presence{Account: account, Chosen: Offline, Shown: Offline}, nil
	}
	return p, err
}

// state is what others see at that time.
func (p Presence) state(now time.Time) string {
	if !p.Live && !now.Before(p.GraceUntil) {
		return Offline
	}
	return p.Chosen
}

// OperatorView is how an operator is shown to colleagues.
type OperatorView struct {
	Person      accounts.Person `json:"person"`
	Role        string          `json:"role"`
	State       string          `json:"state"`
	Chosen      string          `json:"chosen"`
	Live        bool            `json:"live"`
	Since       time.Time       `json:"since,omitzero"`
	Load        int             `json:"load"`
	Capacity    int             `json:"capacity"`
	Departments []string        `json:"departments"`
	Reason      string          `json:"reason,omitempty"`
}

// Choose sets the actor's own presence. Coming online takes waiting chats;
// going away or offline keeps those one has.
func (d *Desk) Choose(ctx context.Context, a actor.Actor, state string) (OperatorView, error) {
	if state != Online && state != Away && state != Offline {
		return OperatorView{}, fault.Field("state", "bad_presence")
	}
	var v OperatorView
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		now := d.now()
		if err := d.choose(tx, now, a.ID, state, ""); err != nil {
			return err
		}
		if err := d.drainFor(tx, now, a.ID); err != nil {
			return err
		}
		var err error
		v, err = operatorView(tx, now, a.ID)
		return err
	})
	return v, err
}

func (d *Desk) choose(tx store.Tx, now time.Time, account, state, reason string) error {
	p, err := presenceOf(tx, account)
	if err != nil {
		return err
	}
	p.Chosen = state
	return showPresence(tx, now, p, reason)
}

// showPresence writes the presence and tells colleagues when what they see of
// it is another than before.
func showPresence(tx store.Tx, now time.Time, p Presence, reason string) error {
	before := p.Shown
	p.Shown = p.state(now)
	if p.Shown != before {
		p.Since = now
	}
	if err := presences.Put(tx, p); err != nil || p.Shown == before {
		return err
	}
	v, err := operatorView(tx, now, p.Account)
	if err != nil {
		return err
	}
	v.Reason = reason
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	topics := []string{topicOf(p.Account)}
	for dep, err := range departments.All(tx) {
		if err != nil {
			return err
		}
		topics = append(topics, "department/"+dep.ID)
	}
	tx.Append(store.Event{Kind: "operator.state", At: now, Author: topicOf(p.Account), Topics: topics, Staff: body})
	return nil
}

// drainFor lets the queues move that the operator takes from.
func (d *Desk) drainFor(tx store.Tx, now time.Time, account string) error {
	ids, err := departmentsOf(tx, account)
	if err != nil {
		return err
	}
	return d.drain(tx, now, ids...)
}

// assignedTo notes that the operator was given a conversation now; without a
// connection his grace starts.
func assignedTo(tx store.Tx, now time.Time, account string) error {
	p, err := presenceOf(tx, account)
	if err != nil {
		return err
	}
	p.LastAssigned = now
	if !p.Live {
		if err := store.Due(tx, now.Add(grace), dueAbsent, account, 0); err != nil {
			return err
		}
	}
	return presences.Put(tx, p)
}

func operatorView(r store.Reader, now time.Time, account string) (OperatorView, error) {
	a, err := accounts.AccountOf(r, account)
	if err != nil {
		return OperatorView{}, known(err)
	}
	p, err := presenceOf(r, account)
	if err != nil {
		return OperatorView{}, err
	}
	v := OperatorView{
		Person: a.Person(), Role: a.Role.String(), State: p.state(now), Chosen: p.Chosen, Live: p.Live, Since: p.Since, Departments: []string{},
	}
	v.Person.Email = ""
	if v.Load, err = loadOf(r, account); err != nil {
		return v, err
	}
	for dep, err := range departments.All(r) {
		if err != nil {
			return v, err
		}
		if slices.Contains(dep.Members, account) {
			v.Departments = append(v.Departments, dep.ID)
			v.Capacity = max(v.Capacity, dep.capacity())
		}
	}
	return v, nil
}

// Operators lists the active staff with their presence.
func (d *Desk) Operators(ctx context.Context) ([]OperatorView, error) {
	var list []OperatorView
	err := d.Store.View(ctx, func(r store.Reader) error {
		var err error
		list, err = operators(r, d.now())
		return err
	})
	return list, err
}

func operators(r store.Reader, now time.Time) ([]OperatorView, error) {
	list := []OperatorView{}
	for a, err := range accounts.Staff(r) {
		if err != nil {
			return nil, err
		}
		v, err := operatorView(r, now, a.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
