package accounts

import (
	"context"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// PasswordChange is what somebody types to get a new password.
type PasswordChange struct {
	Current, Password, Confirmation string
	Near                            string // what counts as one address when guesses are counted
}

// ChangePassword replaces the actor's own password and ends all its other
// sessions.
func (g *Registry) ChangePassword(ctx context.Context, who actor.Actor, in PasswordChange) error {
	var a Account
	var c credential
	var about []string
	err := g.Store.View(ctx, func(r store.Reader) (err error) {
		if a, err = AccountOf(r, who.ID); err != nil {
			return err
		}
		if about, err = aboutOf(r, a); err != nil {
			return err
		}
		c, err = credentials.Get(r, who.ID)
		return err
	})
	if err != nil {
		return err
	}
	if err := g.proveCurrent(ctx, a, c, "current", in.Current, in.Near); err != nil {
		return err
	}
	if err := CheckPassword("password", in.Password, about...); err != nil {
		return err
	}
	if in.Password != in.Confirmation {
		return fault.Field("password_confirmation", "password_confirmation")
	}
	if in.Password == in.Current {
		return fault.Field("password", "password_same")
	}
	hash, err := g.hasher.hash(ctx, normalPassword(in.Password))
	if err != nil {
		return err
	}
	return g.Store.Update(ctx, func(tx store.Tx) error {
		fresh, err := credentials.Get(tx, who.ID)
		if err != nil {
			return err
		}
		if fresh.Hash != c.Hash {
			return fault.New(fault.Conflict, "")
		}
		return g.setPassword(tx, who, who.ID, hash, false, who.Session)
	})
}

// proveCurrent checks the present password; wrong ones are slowed down like a
// sign-in.
func (g *Registry) proveCurrent(ctx context.Context, a Account, c credential, field, password, near string) error {
	key := guessKey(a.Email)
	if retry, ok := g.guesses.may(key, near); !ok {
		return tooManyGuesses(retry)
	}
	ok, err := g.hasher.matches(ctx, normalPassword(password), c.Hash)
	if err != nil {
		return err
	}
	if !ok {
		pause(ctx, g.guesses.failed(key, near))
		return fault.Field(field, "wrong_password")
	}
	g.guesses.passed(key, near)
	return nil
}

// provePassword asks for the actor's own password before what whoever found an
// open browser must not do.
func (g *Registry) provePassword(ctx context.Context, who actor.Actor, password, near string) error {
	if password == "" {
		return fault.Field("password", "required")
	}
	var a Account
	var c credential
	err := g.Store.View(ctx, func(r store.Reader) (err error) {
		if a, err = AccountOf(r, who.ID); err != nil {
			return err
		}
		c, err = credentials.Get(r, who.ID)
		return err
	})
	if err != nil {
		return err
	}
	return g.proveCurrent(ctx, a, c, "password", password, near)
}

// setPassword keeps the hash as the account's password, says whether it must
// be replaced, ends the account's sessions but one and what else was open to
// get in, and lets the owner know.
func (g *Registry) setPassword(tx store.Tx, who actor.Actor, id, hash string, mustChange bool, keep string) error {
	a, err := AccountOf(tx, id)
	if err != nil {
		return err
	}
	now := g.Clock().UTC()
	if err := credentials.Put(tx, credential{Account: id, Hash: hash, ChangedAt: now}); err != nil {
		return err
	}
	if a.MustChange != mustChange {
		a.MustChange = mustChange
		if err := accounts.Put(tx, a); err != nil {
			return err
		}
	}
	if err := Audit(tx, now, who, "password.change", "account/"+id, nil); err != nil {
		return err
	}
	tell(tx, now, store.Notice{To: []string{"account/" + id}, Kind: "password.changed", URL: "/profile#security"})
	if err := g.dropReset(tx, now, id); err != nil {
		return err
	}
	if err := dropEmailChanges(tx, now, id); err != nil {
		return err
	}
	return EndSessions(tx, now, id, keep)
}
