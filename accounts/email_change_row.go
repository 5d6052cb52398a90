package accounts

import (
	"errors"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// emailChange is a new address that waits to be confirmed there. What was
// confirmed stays a while, so that the old address can be told.
type emailChange struct {
	ID      string    `json:"id"`
	Account string    `json:"account"`
	Old     string    `json:"old"`
	New     string    `json:"new"`
	AskedAt time.Time `json:"asked_at"`
	Until   time.Time `json:"until"`
	DoneAt  time.Time `json:"done_at,omitzero"` // confirmed, or given up for another
	Done    bool      `json:"done,omitempty"`   // confirmed
}

func (e emailChange) open(now time.Time) bool { return e.DoneAt.IsZero() && now.Before(e.Until) }

// emailChangeOf is the change that a typed code opens now for the actor;
// another's is missing.
func emailChangeOf(r store.Reader, who actor.Actor, typed string, now time.Time) (emailChange, error) {
	id, _, err := openedBy(r, emailKind, typed)
	if errors.Is(err, store.ErrNotFound) {
		return emailChange{}, unknownCode()
	}
	if err != nil {
		return emailChange{}, err
	}
	e, err := emailChanges.Get(r, id)
	switch {
	case err != nil:
		return e, err
	case e.Account != who.ID:
		return e, unknownCode()
	case e.Done:
		return e, fault.New(fault.Gone, "email_code_used")
	case !e.DoneAt.IsZero():
		return e, fault.New(fault.Gone, "email_code_replaced")
	case !now.Before(e.Until):
		return e, fault.New(fault.Gone, "email_code_expired")
	}
	return e, nil
}

// pendingEmail is the address that waits to be confirmed; empty = none.
func pendingEmail(r store.Reader, account string, now time.Time) (string, error) {
	for e, err := range emailChanges.By(r, "account", account) {
		if err != nil || e.open(now) {
			return e.New, err
		}
	}
	return "", nil
}

// dropEmailChanges gives up what waits to be confirmed.
func dropEmailChanges(tx store.Tx, now time.Time, account string) error {
	var open []emailChange
	for e, err := range emailChanges.By(tx, "account", account) {
		if err != nil {
			return err
		}
		if e.open(now) {
			open = append(open, e)
		}
	}
	for _, e := range open {
		e.DoneAt = now
		if err := emailChanges.Put(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// pruneEmailChanges forgets what is long over and slows down whoever asks on
// and on.
func (g *Registry) pruneEmailChanges(tx store.Tx, now time.Time, account string) error {
	var over []string
	lately := 0
	for e, err := range emailChanges.By(tx, "account", account) {
		if err != nil {
			return err
		}
		switch age := now.Sub(e.AskedAt); {
		case age > 30*24*time.Hour:
			over = append(over, e.ID)
		case age < time.Hour:
			lately++
		}
	}
	if lately >= emailChangesHour {
		return &fault.Error{Kind: fault.RateLimited, Retry: time.Hour}
	}
	for _, id := range over {
		if err := g.forgetCodes(tx, emailKind, id, 0); err != nil {
			return err
		}
		if err := emailChanges.Delete(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// emailRecipient is whoever reads the new or the old address of a change.
func emailRecipient(r store.Reader, to Recipient, kind, id string) (Recipient, error) {
	e, err := emailChanges.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return to, nil
	}
	if err != nil {
		return to, err
	}
	a, err := AccountOf(r, e.Account)
	if errors.Is(err, store.ErrNotFound) {
		return to, nil
	}
	to.Staff, to.Name, to.Locale, to.Email = a.Actor().Staff(), a.Name, a.Locale, e.New
	if kind == "email-old" {
		to.Email, to.Verified = e.Old, true
	}
	return to, err
}

// emailLink is the link of the mail to the new address, as long as it opens
// something.
func (g *Registry) emailLink(r store.Reader, id string) (string, error) {
	e, err := emailChanges.Get(r, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !e.open(g.Clock()) {
		return "", fault.Missing()
	}
	return "/email#" + g.codeOf(emailKind, id, 0), err
}

// masked shows enough of an address to know one's own by.
func masked(email string) string {
	name, domain, _ := strings.Cut(email, "@")
	shown := []rune(name)[:1]
	return string(shown) + "…@" + domain
}
