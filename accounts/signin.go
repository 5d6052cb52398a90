package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// credential is the password of an account; it never leaves this package.
type credential struct {
	Account   string    `json:"account"`
	Hash      string    `json:"hash"` // PHC string
	ChangedAt time.Time `json:"changed_at"`
}

// SignIn is what somebody brings to the door.
type SignIn struct {
	Email, Password string
	Remember        bool
	Code            string // of the second factor, where there is one
	Address         string // where it comes from
	Near            string // what counts as one address when guesses are counted
	UserAgent       string
	Device          string // by which the browser says it was here before
	Replaces        string // id of the session the same browser had
}

// SignIn opens a session for whoever knows the password. An unknown address, a
// disabled account and a wrong password get one answer after one time. Only who
// knows the password is asked for a second factor.
func (g *Registry) SignIn(ctx context.Context, in SignIn) (Account, Grant, error) {
	key, address := guessKey(in.Email), in.Near
	if retry, ok := g.guesses.may(key, address); !ok {
		return Account{}, Grant{}, tooManyGuesses(retry)
	}
	a, c, err := g.credentialFor(ctx, in.Email)
	if err != nil {
		return Account{}, Grant{}, err
	}
	password := normalPassword(in.Password)
	ok, err := g.hasher.matches(ctx, password, c.Hash)
	if err != nil {
		return Account{}, Grant{}, err
	}
	// Asked again: of many guesses sent at once the first failures are known by
	// now, and a lucky one behind them is not told apart.
	if retry, ok := g.guesses.may(key, address); !ok {
		return Account{}, Grant{}, tooManyGuesses(retry)
	}
	if !ok {
		g.Log.Info("sign-in refused", "address", in.Address)
		pause(ctx, g.guesses.failed(key, address))
		return Account{}, Grant{}, badCredentials()
	}
	return g.admit(ctx, in, a, c)
}

// admit opens a session for somebody whose password was right.
func (g *Registry) admit(ctx context.Context, in SignIn, a Account, c credential) (Account, Grant, error) {
	if err := g.guessable(ctx, a, in.Code, in.Near); err != nil {
		return Account{}, Grant{}, err
	}
	stronger := ""
	if g.hasher.weaker(c.Hash) {
		var err error
		if stronger, err = g.hasher.hash(ctx, normalPassword(in.Password)); err != nil {
			return Account{}, Grant{}, err
		}
	}
	s, grant := g.newSession(a.ID, in)
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		var err error
		if a, err = stillGood(tx, c); err != nil {
			return err
		}
		if err := g.spendTOTP(tx, a.ID, in.Code, s.CreatedAt); err != nil {
			return err
		}
		if stronger != "" {
			if err := credentials.Put(tx, credential{Account: c.Account, Hash: stronger, ChangedAt: c.ChangedAt}); err != nil {
				return err
			}
		}
		return g.enter(tx, a, s, in.Replaces)
	})
	if fault.Is(err, fault.ReadOnly) {
		a, grant, err = g.admitSpare(ctx, s, c, in.Code)
	}
	if err = g.guessed(ctx, err, a, in.Near); err != nil {
		return Account{}, Grant{}, err
	}
	g.guesses.passed(guessKey(a.Email), in.Near)
	return a, grant, nil
}

// stillGood returns the account of a credential just checked, unless since then
// it was disabled or its password changed.
func stillGood(r store.Reader, checked credential) (Account, error) {
	c, err := credentials.Get(r, checked.Account)
	if err != nil {
		return Account{}, err
	}
	a, err := AccountOf(r, c.Account)
	if err == nil && (c.Hash != checked.Hash || a.State != Active) {
		err = badCredentials()
	}
	return a, err
}

// enter keeps the new session and ends the one it replaces.
func (g *Registry) enter(tx store.Tx, a Account, s Session, replaces string) error {
	if replaces != "" {
		if err := endSession(tx, s.CreatedAt, replaces); err != nil {
			return err
		}
	}
	who := a.Actor()
	who.Session = s.ID
	if err := Audit(tx, s.CreatedAt, who, "session.open", "session/"+s.ID, nil); err != nil {
		return err
	}
	if s.Device != "" {
		if err := g.recognise(tx, a, s); err != nil {
			return err
		}
	}
	return openSession(tx, s.CreatedAt, s)
}

// newSession is a session that begins now, with its secrets.
func (g *Registry) newSession(account string, in SignIn) (Session, Grant) {
	now, family, browser := g.Clock().UTC(), "", in.Device
	if in.Remember {
		family = newFamily()
	}
	if len(browser) != len(newSecret()) {
		browser = newSecret()
	}
	s := Session{
		ID: g.NewID(), Account: account, CreatedAt: now, Address: cut(in.Address, 64), UserAgent: cut(in.UserAgent, 300),
		Near: cut(in.Near, 64), Device: deviceHash(account, browser),
	}
	grant := s.renew(now, family)
	grant.Device = browser
	return s, grant
}

// credentialFor reads account and password of an address; both are empty when
// nobody signs in with it.
func (g *Registry) credentialFor(ctx context.Context, email string) (a Account, c credential, err error) {
	err = g.Store.View(ctx, func(r store.Reader) (err error) {
		if a, err = AccountByEmail(r, email); err != nil {
			return err
		}
		c, err = credentials.Get(r, a.ID)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && a.State != Active {
		return Account{}, credential{}, nil
	}
	return a, c, err
}

// SignOut ends the actor's session.
func (g *Registry) SignOut(ctx context.Context, a actor.Actor) error {
	return g.EndSession(ctx, a, a.Session)
}

// EndSession ends one of the actor's own sessions; another's is missing.
func (g *Registry) EndSession(ctx context.Context, a actor.Actor, id string) error {
	if id == a.Session && g.spares.drop(id) {
		return nil
	}
	return g.Store.Update(ctx, func(tx store.Tx) error {
		s, err := sessions.Get(tx, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && s.Account != a.ID {
			return fault.Missing()
		}
		if err != nil {
			return err
		}
		if err := Audit(tx, g.Clock(), a, "session.end", "session/"+id, nil); err != nil {
			return err
		}
		return endSession(tx, g.Clock().UTC(), id)
	})
}

// EndOwnSessions ends every session of the actor but the one to keep ("" =
// none).
func (g *Registry) EndOwnSessions(ctx context.Context, a actor.Actor, keep string) error {
	return g.Store.Update(ctx, func(tx store.Tx) error {
		if err := Audit(tx, g.Clock(), a, "session.end_all", a.Topic(), nil); err != nil {
			return err
		}
		return EndSessions(tx, g.Clock().UTC(), a.ID, keep)
	})
}

func guessKey(email string) string { return atRest(EmailKey(email)) }

func badCredentials() *fault.Error { return fault.New(fault.Unauthenticated, "bad_credentials") }

func tooManyGuesses(retry time.Duration) *fault.Error {
	return &fault.Error{Kind: fault.RateLimited, Text: "faults.sign_in_slow", Retry: retry}
}
