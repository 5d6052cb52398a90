package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

const (
	passPrefix = "bi_"
	passIdle   = 30 * 24 * time.Hour // one that nobody used for so long is over
	passesMost = 20                  // a person's oldest ends when one more is opened
)

// pass is a widget in which a product's user is known: opened by a signed
// identity, it is used on every page of the product until that user signs out
// there. It opens what the widget shows and nothing of the account itself.
type pass struct {
	ID        string    `json:"id"`
	Hash      string    `json:"hash"`
	Person    string    `json:"person"` // topic: the account, or the visitor vouched for
	Product   string    `json:"product"`
	Key       string    `json:"key"`
	Site      string    `json:"site"`
	Address   string    `json:"address"`
	UserAgent string    `json:"user_agent"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
}

// Vouch uses a signed identity up and returns whom it names, with the token of
// a widget session: the customer's account or, without one, a visitor with the
// company's cover. v says from where; its site exists.
func (g *Registry) Vouch(ctx context.Context, token string, v Visitor) (Person, string, error) {
	id, err := g.ReadIdentity(ctx, token)
	if err != nil {
		return Person{}, "", err
	}
	if err := v.clean(); err != nil {
		return Person{}, "", err
	}
	now, secret, sid, install := g.Clock().UTC(), passPrefix+newSecret(), g.NewID(), g.NewID()
	var person Person
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		if err := id.spend(tx, now); err != nil {
			return err
		}
		a, company, err := id.who(tx)
		if err != nil {
			return err
		}
		p := pass{
			ID: sid, Hash: atRest(secret), Product: id.Product, Key: id.Key, Site: v.Site, Address: v.Address, UserAgent: v.UserAgent,
			CreatedAt: now, SeenAt: now,
		}
		who := a.Actor()
		if a.ID != "" && (a.Company == "" || a.Company == company) {
			person = a.Person()
		} else {
			contact, err := g.contact(tx, id, company, v)
			if err != nil {
				return err
			}
			who, person = contact.Actor(), contact.Person()
		}
		p.Person, who.Session = who.Topic(), p.ID
		if err := Audit(tx, now, who, "session.open", "session/"+p.ID, map[string]any{"product": id.Product, "key": id.Key}); err != nil {
			return err
		}
		if err := id.seen(tx, now, install, company); err != nil {
			return err
		}
		return openPass(tx, now, p)
	})
	return person, secret, err
}

func openPass(tx store.Tx, now time.Time, p pass) error {
	var old []pass
	for o, err := range passes.By(tx, "person", p.Person) {
		if err != nil {
			return err
		}
		old = append(old, o)
	}
	left := len(old)
	for _, o := range old {
		if o.over(now) || left >= passesMost {
			if err := endPass(tx, now, o.ID); err != nil {
				return err
			}
			left--
		}
	}
	return passes.Insert(tx, p)
}

func (p pass) over(now time.Time) bool { return !now.Before(p.SeenAt.Add(passIdle)) }

func endPass(tx store.Tx, now time.Time, id string) error {
	revoked(tx, now, "session/"+id)
	return passes.Delete(tx, id)
}

// endPasses ends every widget session of the account.
func endPasses(tx store.Tx, now time.Time, account string) error {
	var all []string
	for p, err := range passes.By(tx, "person", "account/"+account) {
		if err != nil {
			return err
		}
		all = append(all, p.ID)
	}
	for _, id := range all {
		if err := endPass(tx, now, id); err != nil {
			return err
		}
	}
	return nil
}

// LeaveWidget ends the widget session of the actor: its token opens nothing
// any more.
func (g *Registry) LeaveWidget(ctx context.Context, a actor.Actor) error {
	return g.Store.Update(ctx, func(tx store.Tx) error {
		now := g.Clock().UTC()
		_, err := passes.Get(tx, a.Session)
		if err == nil {
			return endPass(tx, now, a.Session)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if a.Role != actor.Visitor {
			return fault.Missing() // it is a browser's session: that one signs out
		}
		v, err := visitors.Get(tx, a.ID)
		if err != nil {
			return err
		}
		v.Token, v.Hash, v.More = g.NewID(), atRest(newSecret()), nil
		revoked(tx, now, "session/"+a.Session)
		return visitors.Put(tx, v)
	})
}
