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
		if err := g.insert(tx, actor.Actor{Role: actor.System}, a, hash); err != nil {
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

// FirstAdmin makes somebody an administrator from the command line: a new
// account, or the way back in for an existing one, which gets the new password
// and the role, is active again and signed out everywhere.
func (g *Registry) FirstAdmin(ctx context.Context, n NewAccount) (Account, error) {
	n.Role = actor.Administrator
	if err := n.clean(); err != nil {
		return Account{}, err
	}
	hash, err := g.hasher.hash(ctx, normalPassword(n.Password))
	if err != nil {
		return Account{}, err
	}
	system, fresh := actor.Actor{Role: actor.System}, g.draft(n)
	var a Account
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		set, err := decided(tx)
		if err != nil {
			return err
		}
		if !set.SetUp {
			set.SetUp = true
			if err := putSettings(tx, set); err != nil {
				return err
			}
		}
		if err := setupTable.Delete(tx, "only"); err != nil {
			return err
		}
		before, err := AccountByEmail(tx, n.Email)
		if errors.Is(err, store.ErrNotFound) {
			a = fresh
			return g.insert(tx, system, a, hash)
		}
		if err != nil {
			return err
		}
		a = before
		a.Name, a.Role, a.State, a.MustChange = n.Name, actor.Administrator, Active, n.MustChange
		a.Company, a.Manager = "", false
		return g.change(tx, system, before, a, hash)
	})
	return a, err
}

// Step is one line of Getting started.
type Step struct {
	ID   string `json:"id"`
	Done bool   `json:"done"`
}

// GettingStarted lists what makes the house ready, in order.
func (g *Registry) GettingStarted(r store.Reader) ([]Step, error) {
	s, err := decided(r)
	if err != nil {
		return nil, err
	}
	team := 0
	for _, err := range Staff(r) {
		if err != nil {
			return nil, err
		}
		if team++; team > 1 {
			break
		}
	}
	done := g.Progress(r)
	return []Step{
		{"name", s.Name != ""},
		{"language", s.Locale != ""},
		{"team", team > 1},
		{"sites", done["sites"]},
		{"snippet", done["snippet"]},
		{"test_chat", done["test_chat"]},
	}, nil
}
