package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

const (
	emailChangeFor   = 24 * time.Hour
	emailChangesHour = 5
	emailKind        = "email"
)

// AskEmailChange mails a code to the new address; nothing changes before it
// comes back. An address that is somebody else's gets word that it has access,
// and the answer does not tell.
func (g *Registry) AskEmailChange(ctx context.Context, who actor.Actor, email, password, near string) error {
	email, err := CheckEmail("email", email)
	if err != nil {
		return err
	}
	if EmailKey(email) == EmailKey(who.Email) && email == who.Email {
		return fault.Field("email", "email_same")
	}
	if err := g.Store.View(ctx, func(r store.Reader) error { return CorporateEmail(r, "email", email) }); err != nil {
		return err
	}
	if err := g.provePassword(ctx, who, password, near); err != nil {
		return err
	}
	now, id := g.Clock().UTC(), g.NewID()
	return g.Store.Update(ctx, func(tx store.Tx) error {
		a, err := known(tx, who.ID)
		if err != nil {
			return err
		}
		if err := g.pruneEmailChanges(tx, now, a.ID); err != nil {
			return err
		}
		if err := dropEmailChanges(tx, now, a.ID); err != nil {
			return err
		}
		e := emailChange{ID: id, Account: a.ID, Old: a.Email, New: email, AskedAt: now, Until: now.Add(emailChangeFor)}
		if err := emailChanges.Insert(tx, e); err != nil {
			return err
		}
		if err := g.issueCode(tx, emailKind, id, 0); err != nil {
			return err
		}
		n := store.Notice{To: []string{"email-new/" + id}, Kind: "email.confirm", Args: map[string]string{"email": email}, Link: emailKind + "/" + id}
		holder, err := AccountByEmail(tx, email)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && holder.ID != a.ID {
			n = store.Notice{To: []string{"account/" + holder.ID}, Kind: "access.exists", Args: map[string]string{"name": holder.Name}, URL: "/sign-in"}
		}
		tell(tx, now, n)
		return Audit(tx, now, who, "email.ask", who.Topic(), nil)
	})
}

// ConfirmEmailChange gives the actor the address that the code was mailed to,
// and tells the old one.
func (g *Registry) ConfirmEmailChange(ctx context.Context, who actor.Actor, typed string) (Account, error) {
	var a Account
	now := g.Clock().UTC()
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		e, err := emailChangeOf(tx, who, typed, now)
		if err != nil {
			return err
		}
		if a, err = known(tx, who.ID); err != nil {
			return err
		}
		e.Old, a.Email = a.Email, e.New
		err = accounts.Put(tx, a)
		if errors.Is(err, store.ErrExists) {
			return emailTaken()
		}
		if err != nil {
			return err
		}
		e.DoneAt, e.Done = now, true
		if err := emailChanges.Put(tx, e); err != nil {
			return err
		}
		if err := g.dropReset(tx, now, a.ID); err != nil { // it lies in the old mailbox
			return err
		}
		tell(tx, now, store.Notice{To: []string{"email-old/" + e.ID}, Kind: "email.changed", Args: map[string]string{"email": masked(e.New)}})
		return Audit(tx, now, who, "email.change", who.Topic(), nil)
	})
	return a, err
}
