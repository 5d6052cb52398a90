package main

import (
	"context"
	"errors"
	"fmt"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// people finds the staff and makes who is missing.
func (f *filler) people(ctx context.Context) error {
	var admin actor.Actor
	err := f.store.View(ctx, func(r store.Reader) error {
		for a, err := range accounts.Staff(r) {
			if err != nil {
				return err
			}
			if a.Role == actor.Administrator {
				admin = a.Actor()
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if admin.ID == "" {
		return errors.New("nobody administers this folder: run balcao admin create first")
	}
	for n := range 12 {
		if err := f.person(ctx, admin, &f.operators, accounts.NewAccount{Name: fillNames[n], Email: fmt.Sprintf("staff%d@fill.test", n), Role: actor.Operator}); err != nil {
			return err
		}
	}
	for n := range 2 * f.args.Companies {
		who := accounts.NewAccount{
			Name: fillName(n), Email: fmt.Sprintf("customer%d@fill.test", n), Role: actor.Customer, Company: fmt.Sprintf("company-%d", n/2), Manager: n%2 == 0,
		}
		if err := f.person(ctx, admin, &f.customers, who); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) person(ctx context.Context, admin actor.Actor, list *[]actor.Actor, n accounts.NewAccount) error {
	var a accounts.Account
	err := f.store.View(ctx, func(r store.Reader) (err error) { a, err = accounts.AccountByEmail(r, n.Email); return err })
	if errors.Is(err, store.ErrNotFound) {
		n.Password = "Filled-" + n.Email[:6] + "-Harbour"
		a, err = f.registry.CreateAccount(ctx, admin, n)
	}
	*list = append(*list, a.Actor())
	return err
}
