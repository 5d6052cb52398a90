package notify

import (
	"context"
	"errors"
	"maps"
	"slices"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// choice is what one person decided, by kind.
type choice struct {
	Account string          `json:"account"`
	Ways    map[string]ways `json:"ways"`
}

type ways struct {
	Feed bool `json:"feed"`
	Mail bool `json:"mail"`
}

// Choice is one line of somebody's notice settings.
type Choice struct {
	Kind  string `json:"kind"`
	Feed  bool   `json:"feed"`
	Mail  bool   `json:"mail"`
	Fixed bool   `json:"fixed"` // always sent, for safety
}

// ChoiceChange is what somebody decides anew of one kind; nil stays.
type ChoiceChange struct {
	Kind string `json:"kind"`
	Feed *bool  `json:"feed"`
	Mail *bool  `json:"mail"`
}

func choicesOf(r store.Reader, account string) (choice, error) {
	c, err := choices.Get(r, account)
	if errors.Is(err, store.ErrNotFound) {
		return choice{Account: account}, nil
	}
	return c, err
}

// waysOf is by which ways a kind goes to somebody.
func waysOf(r store.Reader, account, name string, k kind) (feed, mail bool, err error) {
	if account == "" || k.fixed {
		return k.feed, k.mail, nil
	}
	c, err := choicesOf(r, account)
	if w, decided := c.Ways[name]; decided {
		return w.Feed, w.Mail, err
	}
	return k.feed, k.mail, err
}

// concerns tells whether somebody ever gets notices of the kind and sees it in
// the settings.
func (k kind) concerns(who actor.Actor) bool {
	return k.who.Has(who.Role) && (!k.manager || who.Manager || who.Role != actor.Customer)
}

// Choices lists somebody's notice settings.
func Choices(r store.Reader, who actor.Actor) ([]Choice, error) {
	c, err := choicesOf(r, who.ID)
	if err != nil {
		return nil, err
	}
	list := []Choice{}
	for _, name := range kindOrder {
		k := kinds[name]
		if !k.concerns(who) {
			continue
		}
		line := Choice{Kind: name, Feed: k.feed, Mail: k.mail, Fixed: k.fixed}
		if w, decided := c.Ways[name]; decided && !k.fixed {
			line.Feed, line.Mail = w.Feed, w.Mail
		}
		list = append(list, line)
	}
	return list, nil
}

// Choose changes somebody's notice settings and returns them all. Turning off
// what is fixed is an Invalid fault.
func (p *Post) Choose(ctx context.Context, who actor.Actor, changes []ChoiceChange) (list []Choice, err error) {
	err = p.Store.Update(ctx, func(tx store.Tx) error {
		if err := Choose(tx, who, changes); err != nil {
			return err
		}
		list, err = Choices(tx, who)
		return err
	})
	return slices.Clip(list), err
}

// Choose changes somebody's notice settings in the transaction of something
// else.
func Choose(tx store.Tx, who actor.Actor, changes []ChoiceChange) error {
	for _, change := range changes {
		k, known := kinds[change.Kind]
		if !known || !k.concerns(who) {
			return &fault.Error{Kind: fault.Invalid, Code: "notice_kind", Field: "items", Args: map[string]any{"kind": change.Kind}}
		}
		if k.fixed && (change.Feed != nil && *change.Feed != k.feed || change.Mail != nil && *change.Mail != k.mail) {
			return &fault.Error{Kind: fault.Invalid, Code: "notice_fixed", Field: "items", Args: map[string]any{"kind": change.Kind}}
		}
	}
	c, err := choicesOf(tx, who.ID)
	if err != nil {
		return err
	}
	c.Ways = maps.Clone(c.Ways)
	if c.Ways == nil {
		c.Ways = map[string]ways{}
	}
	for _, change := range changes {
		k := kinds[change.Kind]
		if k.fixed {
			continue
		}
		w, decided := c.Ways[change.Kind]
		if !decided {
			w = ways{k.feed, k.mail}
		}
		if change.Feed != nil {
			w.Feed = *change.Feed
		}
		if change.Mail != nil {
			w.Mail = *change.Mail
		}
		c.Ways[change.Kind] = w
	}
	return choices.Put(tx, c)
}
