package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// setupToken opens the one-time setup page.
type setupToken struct {
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

// SetupLink returns a new one-time link to the setup page, or "" when the
// house has an administrator. A link given out earlier stops working.
func (g *Registry) SetupLink(ctx context.Context) (string, error) {
	secret, link := newSecret(), ""
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		link = ""
		s, err := decided(tx)
		if err != nil || s.SetUp {
			return err
		}
		link = g.URL() + "/setup#" + secret
		return setupTable.Put(tx, setupToken{Hash: atRest(secret), At: g.Clock().UTC()})
	})
	return link, err
}

// Setup is what the first administrator says.
type Setup struct {
	Token                  string
	Name, Email            string
	Password, Confirmation string
	CompanyName            string
	Locale, TimeZone       string
	Address, UserAgent     string
	// First are the names in the language chosen; a company's name comes before
	// that of the site.
	First Names
}

// FinishSetup makes the first administrator and signs it in. The link works
// once, by whoever is first; a refused field leaves it good.
func (g *Registry) FinishSetup(ctx context.Context, in Setup) (Account, Grant, error) {
	if err := g.Store.View(ctx, func(r store.Reader) error { return setupOpen(r, in.Token) }); err != nil {
		return Account{}, Grant{}, err
	}
	n := NewAccount{
		Email: in.Email, Name: in.Name, Password: in.Password, Role: actor.Administrator, Locale: in.Locale, TimeZone: in.TimeZone,
	}
	if err := n.clean(); err != nil {
		return Account{}, Grant{}, err
	}
	if in.Password != in.Confirmation {
		return Account{}, Grant{}, fault.Field("password_confirmation", "password_confirmation")
	}
	company, err := line("company_name", in.CompanyName, 100)
	if err != nil {
		return Account{}, Grant{}, err
	}
	first := in.First
	if company != "" {
		first.Site = company
	}
	hash, err := g.hasher.hash(ctx, normalPassword(n.Password))
	if err != nil {
		return Account{}, Grant{}, err
	}
	a := g.draft(n)
	s := Session{ID: g.NewID(), Account: a.ID, CreatedAt: a.CreatedAt, Address: cut(in.Address, 64), UserAgent: cut(in.UserAgent, 300)}
	grant := s.renew(a.CreatedAt, "")
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		if err := setupOpen(tx, in.Token); err != nil {
			return err
		}
		if err := setupTable.Delete(tx, "only"); err != nil {
			return err
		}
		set, err := decided(tx)
		if err != nil {
			return err
		}
		set.Name, set.Locale, set.TimeZone, set.SetUp = company, n.Locale, n.TimeZone, true
		if err := putSettings(tx, set); err != nil {
			return err
		}
		if err := g.insert(tx, actor.Actor{Role: actor.System}, a, hash, first); err != nil {
			return err
		}
		return g.enter(tx, a, s, "")
	})
	return a, grant, err
}

// setupOpen fails with Gone unless the token opens the setup now.
func setupOpen(r store.Reader, token string) error {
	s, err := decided(r)
	if err != nil {
		return err
	}
	t, err := setupTable.Get(r, "only")
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if s.SetUp || err != nil || !equal(t.Hash, atRest(token)) {
		return fault.New(fault.Gone, "setup_gone")
	}
	return nil
}
