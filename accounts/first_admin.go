package accounts

import (
	"context"
	"errors"

	"balcao/actor"
	"balcao/store"
)

// FirstAdmin makes somebody an administrator from the command line: a new
// account, or the way back in for an existing one, which gets the new password
// and the role, is active again, without its second factor and signed out
// everywhere.
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
			return g.insert(tx, system, a, hash, Names{})
		}
		if err != nil {
			return err
		}
		a = before
		a.Name, a.Role, a.State, a.MustChange = n.Name, actor.Administrator, Active, n.MustChange
		a.Company, a.Manager = "", false
		if err := g.dropTOTP(tx, system, a.ID); err != nil { // it may be what was lost
			return err
		}
		return g.change(tx, system, before, a, hash)
	})
	return a, err
}
