package accounts

import (
	"context"
	"errors"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// AccountChange is what an administrator changes of an account; nil stays.
type AccountChange struct {
	Profile
	Email      *string `json:"email"`
	Role       *string `json:"role"`
	Company    *string `json:"company"`
	Manager    *bool   `json:"manager"`
	Password   *string `json:"password"` // a new first password
	MustChange *bool   `json:"must_change"`
	Access     *string `json:"access"` // what a customer sees of the company's tickets

	Rights *[]string `json:"rights"` // of staff, beside the role
}

// ChangeAccount changes an account. A new role, company or password ends its
// sessions; the last administrator stays one.
func (g *Registry) ChangeAccount(ctx context.Context, who actor.Actor, id string, in AccountChange) (Account, error) {
	var a Account
	hash := ""
	if in.Password != nil {
		if err := g.Store.View(ctx, func(r store.Reader) (err error) { a, err = known(r, id); return err }); err != nil {
			return a, err
		}
		if err := in.apply(&a); err != nil {
			return a, err
		}
		if err := CheckPassword("password", *in.Password, a.Name, a.Email); err != nil {
			return a, err
		}
		var err error
		if hash, err = g.hasher.hash(ctx, normalPassword(*in.Password)); err != nil {
			return a, err
		}
	}
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		before, err := known(tx, id)
		if err != nil {
			return err
		}
		if err := May(tx, who, "account.change", Object{Owner: "account/" + id, Company: before.Company}); err != nil {
			return err
		}
		a = before
		if err := in.apply(&a); err != nil {
			return err
		}
		if err := in.mayBeSaid(who, before, a); err != nil {
			return err
		}
		if a.Company != before.Company {
			if _, err := companyNamed(tx, a.Company); err != nil {
				return err
			}
		}
		return g.change(tx, who, before, a, hash)
	})
	return a, err
}

func (g *Registry) change(tx store.Tx, who actor.Actor, before, a Account, hash string) error {
	if before.Role == actor.Administrator && a.Role != actor.Administrator {
		if err := another(tx, a.ID); err != nil {
			return err
		}
	}
	err := accounts.Put(tx, a)
	if errors.Is(err, store.ErrExists) {
		return emailTaken()
	}
	if err != nil {
		return err
	}
	detail := map[string]any{}
	if before.Role != a.Role {
		detail["role"] = a.Role.String()
	}
	if before.Company != a.Company {
		detail["company"] = a.Company
	}
	if before.Access != a.Access {
		detail["access"] = a.Access.String()
	}
	if before.Rights != a.Rights {
		detail["rights"] = a.Rights.Names()
	}
	if err := Audit(tx, g.Clock(), who, "account.change", "account/"+a.ID, detail); err != nil {
		return err
	}
	if EmailKey(before.Email) != EmailKey(a.Email) { // ways in lie in the old mailbox
		now := g.Clock().UTC()
		if err := errors.Join(g.dropReset(tx, now, a.ID), dropEmailChanges(tx, now, a.ID)); err != nil {
			return err
		}
	}
	if before.Access != a.Access {
		tx.Append(store.Event{Kind: store.KindTopics, At: g.Clock().UTC(), Topics: []string{"account/" + a.ID}})
	}
	if hash != "" {
		if err := g.setPassword(tx, who, a.ID, hash, a.MustChange, ""); err != nil {
			return err
		}
	} else if before.Role != a.Role || before.Company != a.Company || before.Manager != a.Manager {
		if err := EndSessions(tx, g.Clock().UTC(), a.ID, ""); err != nil {
			return err
		}
	}
	if a.Actor().Staff() && !before.Actor().Staff() {
		return g.Joined(tx, a, Names{})
	}
	return nil
}

// apply puts the change into the account, checked.
func (in AccountChange) apply(a *Account) (err error) {
	if err := in.Profile.apply(a); err != nil {
		return err
	}
	if in.Email != nil {
		if a.Email, err = CheckEmail("email", *in.Email); err != nil {
			return err
		}
	}
	if in.Role != nil {
		role, ok := actor.ParseRole(*in.Role)
		if !ok {
			return fault.Field("role", "role_bad")
		}
		a.Role = role
	}
	if in.Company != nil {
		if a.Company, err = line("company", *in.Company, 64); err != nil {
			return err
		}
	}
	if in.Manager != nil {
		a.Manager = *in.Manager
	}
	if in.MustChange != nil {
		a.MustChange = *in.MustChange
	}
	if in.Access != nil {
		access, ok := actor.ParseAccess(*in.Access)
		if !ok {
			return fault.Field("access", "access_bad")
		}
		a.Access = access
	}
	if in.Rights != nil {
		rights, ok := actor.ParseRights(*in.Rights)
		if !ok {
			return fault.Field("rights", "rights_bad")
		}
		a.Rights = rights
	}
	if a.Role == actor.Customer {
		a.Rights = 0
	} else {
		a.Company, a.Manager, a.Access = "", false, actor.OwnTickets
	}
	return nil
}

// SetDisabled closes an account, ending its sessions, or opens it again.
func (g *Registry) SetDisabled(ctx context.Context, who actor.Actor, id string, disabled bool) (Account, error) {
	var a Account
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if a, err = known(tx, id); err != nil {
			return err
		}
		if err := mayClose(tx, who, a, disabled); err != nil {
			return err
		}
		if (a.State == Disabled) == disabled {
			return nil
		}
		verb := "account.enable"
		a.State = Active
		if disabled {
			if err := another(tx, id); err != nil && a.Role == actor.Administrator {
				return err
			}
			verb, a.State = "account.disable", Disabled
		}
		if err := accounts.Put(tx, a); err != nil {
			return err
		}
		if err := Audit(tx, g.Clock(), who, verb, "account/"+id, nil); err != nil {
			return err
		}
		if !disabled {
			return nil
		}
		return EndSessions(tx, g.Clock().UTC(), id, "")
	})
	return a, err
}

// known is AccountOf with the failure told to people.
func known(r store.Reader, id string) (Account, error) {
	a, err := AccountOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return a, fault.Missing()
	}
	return a, err
}

// another fails unless somebody else is an active administrator.
func another(r store.Reader, than string) error {
	for a, err := range accounts.By(r, "role", actor.Administrator.String()) {
		if err != nil {
			return err
		}
		if a.State == Active && a.ID != than {
			return nil
		}
	}
	return fault.New(fault.Conflict, "last_administrator")
}
