package accounts

import (
	"context"
	"errors"

	"balcao/fault"
	"balcao/store"
)

// SignInVouched opens a session for whom a signed identity names, if that
// customer has an account here. The session ends with the browser. Who is
// signed in there already stays so: the grant is empty then.
func (g *Registry) SignInVouched(ctx context.Context, token string, in SignIn) (Account, Grant, error) {
	id, err := g.ReadIdentity(ctx, token)
	if err != nil {
		return Account{}, Grant{}, err
	}
	now, sid, install := g.Clock().UTC(), g.NewID(), g.NewID()
	s := Session{ID: sid, CreatedAt: now, Address: cut(in.Address, 64), UserAgent: cut(in.UserAgent, 300), Product: id.Product, Key: id.Key}
	grant := s.renew(now, "")
	var a Account
	stays := false
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		if err := id.spend(tx, now); err != nil {
			return err
		}
		var company string
		var err error
		if a, company, err = id.who(tx); err != nil {
			return err
		}
		switch {
		case a.ID == "":
			return fault.New(fault.Forbidden, "identity_no_account")
		case a.Company != "" && a.Company != company:
			return fault.New(fault.Forbidden, "identity_company")
		}
		if err := id.seen(tx, now, install, company); err != nil {
			return err
		}
		open, err := sessions.Get(tx, in.Replaces)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if stays = err == nil && open.Account == a.ID; stays {
			return nil
		}
		s.Account = a.ID
		return g.enter(tx, a, s, in.Replaces)
	})
	if err != nil {
		return Account{}, Grant{}, err
	}
	if stays {
		grant = Grant{}
	}
	return a, grant, nil
}
