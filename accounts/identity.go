package accounts

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"balcao/fault"
	"balcao/store"
)

const (
	identityLife  = 5 * time.Minute // from iat to exp, at most
	identitySlack = time.Minute     // clocks of two machines differ
	identityBytes = 4096
)

// Identity is who uses a product, in the words of the product, proved by its
// signature.
type Identity struct {
	Key     string // id of the key that proved it
	Product string // id
	Subject string // who it is in the product, for ever
	Email   string
	Name    string
	Company string // as the product calls it
	Version string
	Locale  string
	once    string // jti
	until   time.Time
}

// identityClaims are what a token says.
type identityClaims struct {
	jwt.RegisteredClaims
	Email         string `json:"email"`
	EmailVerified *bool  `json:"email_verified"`
	Name          string `json:"name"`
	Company       string `json:"company"`
	Product       string `json:"product"`
	Version       string `json:"version"`
	Locale        string `json:"locale"`
}

// ReadIdentity checks a token but does not use it up: it is ours, now, signed
// by a key of the product it names, with the algorithm of that key. Any other
// is a fault of the field identity.
func (g *Registry) ReadIdentity(ctx context.Context, token string) (Identity, error) {
	token = strings.TrimSpace(token)
	if token == "" || len(token) > identityBytes {
		return Identity{}, badIdentity("identity_bad", nil)
	}
	var id Identity
	var product Product
	var failed error // of ours, not of the token
	claims := &identityClaims{}
	find := func(t *jwt.Token) (any, error) {
		if t.Header["crit"] != nil {
			return nil, badIdentity("identity_bad", nil) // whatever it asks for, we do not know it
		}
		var k ProductKey
		var secret any
		err := g.Store.View(ctx, func(r store.Reader) (err error) {
			if k, err = keyOfToken(r, t, claims); err != nil {
				return err
			}
			product, err = ProductOf(r, k.Product)
			return err
		})
		if err == nil {
			id.Key, id.Product = k.ID, k.Product
			secret, err = g.verifying(k)
		}
		if f := fault.Of(err); f != nil && f.Kind == fault.Internal {
			failed = err
		}
		return secret, err
	}
	// What it says of time and of us is judged below: the words of our refusals
	// depend on it.
	parser := jwt.NewParser(jwt.WithValidMethods([]string{HS256, EdDSA}), jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation())
	if _, err := parser.ParseWithClaims(token, claims, find); err != nil {
		var told *fault.Error
		switch {
		case failed != nil:
			return Identity{}, failed
		case errors.As(err, &told):
			return Identity{}, told
		}
		return Identity{}, badIdentity("identity_bad", err)
	}
	if err := claims.judge(g.Clock(), g.URL(), product); err != nil {
		return Identity{}, err
	}
	return id, claims.fill(&id)
}

// keyOfToken finds the key by the token's kid; without one, the product's only
// active key of the algorithm. A token cannot choose its algorithm: it is the
// key's.
func keyOfToken(r store.Reader, t *jwt.Token, claims *identityClaims) (ProductKey, error) {
	kid, named := t.Header["kid"]
	alg := t.Method.Alg()
	if named {
		name, _ := kid.(string)
		if name == "" || len(name) > 64 {
			return ProductKey{}, badIdentity("identity_unknown", nil)
		}
		k, err := productKeys.Get(r, name)
		if errors.Is(err, store.ErrNotFound) || err == nil && !k.Active() {
			return k, badIdentity("identity_unknown", nil)
		}
		if err == nil && k.Alg != alg {
			err = badIdentity("identity_bad", nil)
		}
		return k, err
	}
	p, err := ProductOf(r, claims.Product)
	if err != nil {
		if absent(err) {
			err = badIdentity("identity_unknown", nil)
		}
		return ProductKey{}, err
	}
	var only ProductKey
	for k, err := range KeysOf(r, p.ID) {
		if err != nil {
			return k, err
		}
		if !k.Active() || k.Alg != alg {
			continue
		}
		if only.ID != "" {
			return k, badIdentity("identity_kid", nil)
		}
		only = k
	}
	if only.ID == "" {
		return only, badIdentity("identity_unknown", nil)
	}
	return only, nil
}

// verifying is what a signature of the key is checked with.
func (g *Registry) verifying(k ProductKey) (any, error) {
	if k.Alg == EdDSA {
		return ed25519.PublicKey(k.Public), nil
	}
	return g.Key.Open(sealProductKey, k.ID, k.Secret)
}
