package chat

import (
	"context"
	"time"

	"balcao/accounts"
	"balcao/store"
)

// Decision is kept for every time a conversation found, or was given, an
// operator.
type Decision struct {
	Conv       string       `json:"conv"`
	N          uint64       `json:"n"`
	At         time.Time    `json:"at"`
	Account    string       `json:"account"`
	Reason     string       `json:"reason"`
	Strategy   string       `json:"strategy,omitempty"`
	By         string       `json:"by,omitempty"` // topic of the person who decided; empty = routing
	Department string       `json:"department"`
	Rank       int          `json:"rank"`
	WaitedS    int          `json:"waited_s"`
	Considered []Considered `json:"considered,omitempty"`
}

func decide(tx store.Tx, now time.Time, c Conversation, v Verdict, strategy, by string) error {
	var n uint64
	for d, err := range decisions.Reverse(tx, c.ID) {
		if err != nil {
			return err
		}
		n = d.N
		break
	}
	waited := 0
	if !c.WaitingSince.IsZero() {
		waited = int(now.Sub(c.WaitingSince).Seconds())
	}
	if len(v.Considered) > 50 {
		v.Considered = v.Considered[:50]
	}
	return decisions.Insert(tx, Decision{
		Conv: c.ID, N: n + 1, At: now, Account: v.Account, Reason: v.Reason, Strategy: strategy, By: by,
		Department: c.Department, Rank: c.Rank, WaitedS: waited, Considered: v.Considered,
	})
}

// DecisionView is a Decision with the persons in it.
type DecisionView struct {
	At         time.Time        `json:"at"`
	Operator   accounts.Person  `json:"operator"`
	Reason     string           `json:"reason"`
	Strategy   string           `json:"strategy,omitempty"`
	By         *accounts.Person `json:"by,omitempty"`
	Department string           `json:"department"`
	Rank       int              `json:"rank"`
	WaitedS    int              `json:"waited_s"`
	Considered []ConsideredView `json:"considered"`
}

// ConsideredView is a Considered with the person.
type ConsideredView struct {
	Operator accounts.Person `json:"operator"`
	Load     int             `json:"load"`
	Capacity int             `json:"capacity"`
	Skipped  string          `json:"skipped,omitempty"`
}

// Why tells, oldest first, how the conversation found its operators.
func (d *Desk) Why(ctx context.Context, conv string) ([]DecisionView, error) {
	var list []DecisionView
	err := d.Store.View(ctx, func(r store.Reader) error {
		list = []DecisionView{}
		if _, err := ConversationOf(r, conv); err != nil {
			return err
		}
		f := newFaces(r, true)
		for row, err := range decisions.All(r, conv) {
			if err != nil {
				return err
			}
			v, err := f.decision(row)
			if err != nil {
				return err
			}
			list = append(list, v)
		}
		return nil
	})
	return list, err
}

func (f *faces) decision(row Decision) (DecisionView, error) {
	v := DecisionView{
		At: row.At, Reason: row.Reason, Strategy: row.Strategy, Department: row.Department, Rank: row.Rank,
		WaitedS: row.WaitedS, Considered: []ConsideredView{},
	}
	var err error
	if v.Operator, err = f.of(topicOf(row.Account)); err != nil {
		return v, err
	}
	if v.By, err = f.optional(row.By); err != nil {
		return v, err
	}
	for _, o := range row.Considered {
		p, err := f.of(topicOf(o.Account))
		if err != nil {
			return v, err
		}
		v.Considered = append(v.Considered, ConsideredView{Operator: p, Load: o.Load, Capacity: o.Capacity, Skipped: o.Skipped})
	}
	return v, nil
}
