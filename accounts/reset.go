package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/fault"
	"balcao/store"
)

const (
	resetFor      = time.Hour // how long a reset code is good
	resetMails    = 5         // mails with one code; a stranger who asks on and on fills no mailbox
	resetKind     = "reset"
	codesRetained = 8 // generations whose codes are still known, to be told that they are over
)

// passwordReset is the one way back in that an account has asked for. Its code
// is derived from account and generation; the code itself is kept nowhere.
type passwordReset struct {
	Account    string    `json:"account"` // empty: the row that unknown addresses write to
	Generation int       `json:"generation"`
	AskedAt    time.Time `json:"asked_at"`
	Until      time.Time `json:"until"`
	Mails      int       `json:"mails"`
	UsedAt     time.Time `json:"used_at,omitzero"`
}

func (p passwordReset) open(now time.Time) bool { return p.UsedAt.IsZero() && now.Before(p.Until) }

// AskReset mails a way back in to whoever signs in with the address. An
// address that nobody signs in with gets the same answer after the same work.
// Asking again while a code is good mails that code again, so nobody can spoil
// the one that the owner is about to use.
func (g *Registry) AskReset(ctx context.Context, email string) error {
	email, err := CheckEmail("email", email)
	if err != nil {
		return err
	}
	now := g.Clock().UTC()
	return g.Store.Update(ctx, func(tx store.Tx) error {
		a, err := AccountByEmail(tx, email)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		known := err == nil && a.State == Active
		if !known {
			a.ID = "" // as much is read and written, and nobody is told
		}
		p, err := passwordResets.Get(tx, a.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if !p.open(now) {
			p = passwordReset{Account: a.ID, Generation: p.Generation + 1, AskedAt: now, Until: now.Add(resetFor)}
			if err := g.renewCode(tx, resetKind, a.ID, p.Generation); err != nil {
				return err
			}
		}
		p.Mails++
		if err := passwordResets.Put(tx, p); err != nil {
			return err
		}
		n := store.Notice{To: []string{"account/" + a.ID}, Kind: "password.reset", Link: resetKind + "/" + a.ID}
		if !known || p.Mails > resetMails {
			n.To = nil
		}
		tell(tx, now, n)
		return nil
	})
}

// renewCode makes the code of that generation good and forgets one of long
// ago.
func (g *Registry) renewCode(tx store.Tx, kind, id string, generation int) error {
	old := codeHash(kind, g.codeOf(kind, id, generation-codesRetained))
	if err := codes.Delete(tx, old); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return g.issueCode(tx, kind, id, generation)
}

// resetOf is the reset that a typed code opens now: missing for a code that was
// never given out, gone for one that was used, replaced or is too old.
func (g *Registry) resetOf(r store.Reader, typed string, now time.Time) (passwordReset, Account, error) {
	id, generation, err := openedBy(r, resetKind, typed)
	if errors.Is(err, store.ErrNotFound) || err == nil && id == "" {
		return passwordReset{}, Account{}, unknownCode()
	}
	if err != nil {
		return passwordReset{}, Account{}, err
	}
	p, err := passwordResets.Get(r, id)
	if err != nil {
		return p, Account{}, err
	}
	switch {
	case generation != p.Generation:
		return p, Account{}, fault.New(fault.Gone, "reset_replaced")
	case !p.UsedAt.IsZero():
		return p, Account{}, fault.New(fault.Gone, "reset_used")
	case !now.Before(p.Until):
		return p, Account{}, fault.New(fault.Gone, "reset_expired")
	}
	a, err := AccountOf(r, id)
	if err == nil && a.State != Active {
		err = fault.New(fault.Gone, "reset_expired")
	}
	return p, a, err
}

func unknownCode() *fault.Error {
	return &fault.Error{Kind: fault.NotFound, Code: "code_unknown", Field: "code"}
}

// resetLink is the link of the mail, as long as it opens something.
func (g *Registry) resetLink(r store.Reader, account string) (string, error) {
	p, err := passwordResets.Get(r, account)
	if errors.Is(err, store.ErrNotFound) || err == nil && !p.open(g.Clock()) {
		return "", fault.Missing()
	}
	return "/reset#" + g.codeOf(resetKind, account, p.Generation), err
}

// dropReset ends the reset of an account: its mailbox is another one now, or
// its password is.
func (g *Registry) dropReset(tx store.Tx, now time.Time, account string) error {
	p, err := passwordResets.Get(tx, account)
	if errors.Is(err, store.ErrNotFound) || err == nil && !p.open(now) {
		return nil
	}
	if err != nil {
		return err
	}
	p.UsedAt = now
	return passwordResets.Put(tx, p)
}
