package accounts

import (
	"context"
	"errors"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// NewAccount is what is said of somebody who gets an account.
type NewAccount struct {
	Email, Name, Password string
	Role                  actor.Role
	MustChange            bool // the password is a first one
	Company               string
	Manager               bool
	JobTitle, Phone       string
	Locale, TimeZone      string
}

func (n *NewAccount) clean() (err error) {
	if n.Email, err = CheckEmail("email", n.Email); err != nil {
		return err
	}
	if n.Name, err = said("name", n.Name, 100); err != nil {
		return err
	}
	if n.Role < actor.Customer || n.Role > actor.Administrator {
		return fault.Field("role", "role_bad")
	}
	if n.JobTitle, err = line("job_title", n.JobTitle, 100); err != nil {
		return err
	}
	if n.Phone, err = phone("phone", n.Phone); err != nil {
		return err
	}
	if n.Locale, err = locale("locale", n.Locale); err != nil {
		return err
	}
	if n.TimeZone, err = zone("time_zone", n.TimeZone); err != nil {
		return err
	}
	return CheckPassword("password", n.Password, n.Name, n.Email)
}

// CreateAccount gives somebody an account with a first password. An address
// that has one already is a Conflict.
func (g *Registry) CreateAccount(ctx context.Context, who actor.Actor, n NewAccount) (Account, error) {
	if err := n.clean(); err != nil {
		return Account{}, err
	}
	hash, err := g.hasher.hash(ctx, normalPassword(n.Password))
	if err != nil {
		return Account{}, err
	}
	a := g.draft(n)
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "account.create", Object{}); err != nil {
			return err
		}
		return g.insert(tx, who, a, hash, Names{})
	})
	return a, err
}

// draft is the account that n describes.
func (g *Registry) draft(n NewAccount) Account {
	return Account{
		ID: g.NewID(), Email: n.Email, Name: n.Name, Role: n.Role, Company: n.Company, Manager: n.Manager && n.Role == actor.Customer,
		JobTitle: n.JobTitle, Phone: n.Phone, Locale: n.Locale, TimeZone: n.TimeZone,
		State: Active, MustChange: n.MustChange, CreatedAt: g.Clock().UTC(),
	}
}

// insert keeps a new account with its password and tells whoever waits for
// staff.
func (g *Registry) insert(tx store.Tx, who actor.Actor, a Account, hash string, first Names) error {
	err := accounts.Insert(tx, a)
	if errors.Is(err, store.ErrExists) {
		return emailTaken()
	}
	if err != nil {
		return err
	}
	if err := credentials.Put(tx, credential{Account: a.ID, Hash: hash, ChangedAt: a.CreatedAt}); err != nil {
		return err
	}
	if err := Audit(tx, a.CreatedAt, who, "account.create", "account/"+a.ID, map[string]any{"role": a.Role.String()}); err != nil {
		return err
	}
	if a.Actor().Staff() {
		return g.Joined(tx, a, first)
	}
	return nil
}

func emailTaken() *fault.Error {
	return &fault.Error{Kind: fault.Conflict, Code: "email_taken", Field: "email"}
}
