package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Visitor is somebody who chats from a site without an account. Name and
// e-mail are what was typed, and nothing about them is proved, unless a product
// vouches for the person.
type Visitor struct {
	ID        string    `json:"id"`
	Token     string    `json:"token"` // id of the token, never its secret
	Hash      string    `json:"hash"`
	More      []string  `json:"more,omitempty"`   // hashes of the tokens of other browsers
	Proved    string    `json:"proved,omitempty"` // key of the address that a link was opened from
	Site      string    `json:"site"`
	Name      string    `json:"name,omitempty"`
	Email     string    `json:"email,omitempty"`
	Locale    string    `json:"locale,omitempty"`
	Page      string    `json:"page,omitempty"`
	UserAgent string    `json:"user_agent,omitempty"`
	Address   string    `json:"address,omitempty"`
	Blocked   bool      `json:"blocked,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`

	// Of a visitor whom a product of ours vouches for: which, and who it is
	// there; the company ("" = none that is known here) and how the product
	// calls it. Name and e-mail are the product's word then, and proved.
	Product     string `json:"product,omitempty"`
	Subject     string `json:"subject,omitempty"`
	Company     string `json:"company,omitempty"`
	CompanyName string `json:"company_name,omitempty"`
	Version     string `json:"version,omitempty"`
}

// Vouched tells whether a product proved who the visitor is.
func (v Visitor) Vouched() bool { return v.Subject != "" }

const visitorTokenPrefix = "bv_"

// Actor is the visitor as it acts.
func (v Visitor) Actor() actor.Actor {
	return actor.Actor{
		Role: actor.Visitor, ID: v.ID, Name: v.Name, Email: v.Email,
		Locale: v.Locale, Session: v.Token, Site: v.Site,
	}
}

// NewVisitor keeps a new visitor and returns it with the one copy of its
// token. What was typed is cleaned; a bad e-mail is an Invalid fault.
func (g *Registry) NewVisitor(ctx context.Context, v Visitor) (Visitor, string, error) {
	if err := v.clean(); err != nil {
		return Visitor{}, "", err
	}
	secret := visitorTokenPrefix + newSecret()
	v.ID, v.Token, v.Hash = g.NewID(), g.NewID(), atRest(secret)
	v.CreatedAt = g.Clock().UTC()
	v.SeenAt, v.Blocked = v.CreatedAt, false
	err := g.Store.Update(ctx, func(tx store.Tx) error { return visitors.Insert(tx, v) })
	return v, secret, err
}

// VisitorOf returns the visitor of that id or store.ErrNotFound.
func VisitorOf(r store.Reader, id string) (Visitor, error) { return visitors.Get(r, id) }

// UpdateVisitor writes what the visitor said of itself anew; its token stays,
// and so does what a product proved.
func UpdateVisitor(tx store.Tx, v Visitor) error {
	if err := v.clean(); err != nil {
		return err
	}
	old, err := visitors.Get(tx, v.ID)
	if err != nil {
		return err
	}
	v.Token, v.Hash, v.More, v.Proved, v.Blocked, v.CreatedAt = old.Token, old.Hash, old.More, old.Proved, old.Blocked, old.CreatedAt
	v.Product, v.Subject, v.Company, v.CompanyName, v.Version = old.Product, old.Subject, old.Company, old.CompanyName, old.Version
	if old.Vouched() {
		v.Name, v.Email = old.Name, old.Email
	}
	return visitors.Put(tx, v)
}

// BlockVisitor ends the visitor's token or gives it back; open connections
// close. A visitor already in that state is left alone.
func BlockVisitor(tx store.Tx, now time.Time, id string, blocked bool) error {
	v, err := visitors.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing()
	}
	if err != nil || v.Blocked == blocked {
		return err
	}
	v.Blocked = blocked
	if blocked {
		tx.Append(store.Event{Kind: store.KindBlocked, At: now, Topics: []string{"visitor/" + id}})
	}
	return visitors.Put(tx, v)
}

func (v *Visitor) clean() (err error) {
	if v.Name, err = line("name", v.Name, 100); err != nil {
		return err
	}
	if v.Email != "" {
		if v.Email, err = CheckEmail("email", v.Email); err != nil {
			return err
		}
	}
	v.Locale = LocaleFor(v.Locale)
	v.Page = cut(v.Page, 500)
	v.UserAgent = cut(v.UserAgent, 300)
	return nil
}
