package accounts

import (
	"context"

	"balcao/fault"
	"balcao/store"
)

// WayBack is what somebody brings who lost a password.
type WayBack struct {
	Code                   string // of the mail, however it was typed
	Password, Confirmation string
	TOTP                   string // of the second factor, where the account has one
	Address, Near          string
	UserAgent, Device      string
	Replaces               string // id of the session the same browser had
}

// RedeemReset gives the account behind the code its new password, ends all its
// sessions and opens one. The code is good once; what is refused for another
// reason leaves it good. Who has a second factor needs it here too.
func (g *Registry) RedeemReset(ctx context.Context, in WayBack) (Account, Grant, error) {
	var a Account
	var about []string
	err := g.Store.View(ctx, func(r store.Reader) (err error) {
		if _, a, err = g.resetOf(r, in.Code, g.Clock()); err != nil {
			return err
		}
		about, err = aboutOf(r, a)
		return err
	})
	if err != nil {
		return Account{}, Grant{}, err
	}
	if err := CheckPassword("password", in.Password, about...); err != nil {
		return Account{}, Grant{}, err
	}
	if in.Password != in.Confirmation {
		return Account{}, Grant{}, fault.Field("password_confirmation", "password_confirmation")
	}
	if err := g.guessable(ctx, a, in.TOTP, in.Near); err != nil {
		return Account{}, Grant{}, err
	}
	hash, err := g.hasher.hash(ctx, normalPassword(in.Password))
	if err != nil {
		return Account{}, Grant{}, err
	}
	s, grant := g.newSession(a.ID, SignIn{Address: in.Address, UserAgent: in.UserAgent, Device: in.Device, Near: in.Near})
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		p, present, err := g.resetOf(tx, in.Code, s.CreatedAt)
		if err != nil {
			return err
		}
		a = present
		if err := g.spendTOTP(tx, a.ID, in.TOTP, s.CreatedAt); err != nil {
			return err
		}
		p.UsedAt = s.CreatedAt
		if err := passwordResets.Put(tx, p); err != nil {
			return err
		}
		who := a.Actor()
		if err := Audit(tx, s.CreatedAt, who, "password.reset", who.Topic(), nil); err != nil {
			return err
		}
		if err := g.setPassword(tx, who, a.ID, hash, false, ""); err != nil {
			return err
		}
		a.MustChange = false
		return g.enter(tx, a, s, in.Replaces)
	})
	if err = g.guessed(ctx, err, a, in.Near); err != nil {
		return Account{}, Grant{}, err
	}
	g.guesses.passed(guessKey(a.Email), in.Near)
	return a, grant, nil
}

// aboutOf are the words that everybody knows of an account and no password may
// be made of.
func aboutOf(r store.Reader, a Account) ([]string, error) {
	company, err := CompanyName(r, a.Company)
	return []string{a.Name, a.Email, company}, err
}
