package accounts

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"balcao/fault"
	"balcao/store"
)

// stepFor is how long the page that asks for the second factor stays good.
const stepFor = 10 * time.Minute

// step says that a password was right, from one page to the next. It is sealed,
// so that the browser can carry it and nobody can make one.
type step struct {
	Account    string    `json:"account"`
	Credential string    `json:"credential"` // hash of the password's hash: a new password ends it
	Remember   bool      `json:"remember"`
	Until      time.Time `json:"until"`
}

// halfWay is what the page that asks for the second factor carries, for somebody
// whose password was just found right.
func (g *Registry) halfWay(ctx context.Context, email string, remember bool) (string, error) {
	a, c, err := g.credentialFor(ctx, email)
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(step{a.ID, atRest(c.Hash), remember, g.Clock().Add(stepFor)})
	return base64.RawURLEncoding.EncodeToString(g.Key.Seal("sign-in", "", b)), err
}

// SignInOn finishes a sign-in whose password was right some minutes ago. What
// no longer holds is gone: the password has to be typed again.
func (g *Registry) SignInOn(ctx context.Context, carried string, in SignIn) (Account, Grant, error) {
	gone := fault.New(fault.Gone, "sign_in_again")
	sealed, err := base64.RawURLEncoding.DecodeString(carried)
	if err != nil {
		return Account{}, Grant{}, gone
	}
	b, err := g.Key.Open("sign-in", "", sealed)
	if err != nil {
		return Account{}, Grant{}, gone
	}
	var s step
	if err := json.Unmarshal(b, &s); err != nil {
		return Account{}, Grant{}, err
	}
	var a Account
	var c credential
	err = g.Store.View(ctx, func(r store.Reader) (err error) {
		if a, err = known(r, s.Account); err != nil {
			return err
		}
		c, err = credentials.Get(r, s.Account)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && (a.State != Active || atRest(c.Hash) != s.Credential || !g.Clock().Before(s.Until)) {
		return Account{}, Grant{}, gone
	}
	if err != nil {
		return Account{}, Grant{}, err
	}
	in.Email, in.Remember = a.Email, s.Remember
	return g.admit(ctx, in, a, c)
}
