package accounts

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"iter"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// The algorithms of product keys.
const (
	HS256 = "HS256" // one secret, known to the product and to us
	EdDSA = "EdDSA" // Ed25519: the product keeps its private key for itself
)

const (
	sealProductKey = "product key"
	activeKeysMost = 10 // enough for several rotations at once
)

// ProductKey proves what a product says of its users. A product has as many as
// it needs to go from one to the next.
type ProductKey struct {
	ID        string    `json:"id"` // the kid of its tokens
	Product   string    `json:"product"`
	Alg       string    `json:"alg"`
	Secret    []byte    `json:"secret,omitempty"` // sealed, of HS256
	Public    []byte    `json:"public,omitempty"` // of EdDSA
	CreatedAt time.Time `json:"created_at"`
	UsedAt    time.Time `json:"used_at,omitzero"`
	RevokedAt time.Time `json:"revoked_at,omitzero"`
}

// Active tells whether tokens of the key are good.
func (k ProductKey) Active() bool { return k.RevokedAt.IsZero() }

// KeysOf yields the product's keys, oldest first, revoked ones included.
func KeysOf(r store.Reader, product string) iter.Seq2[ProductKey, error] {
	return productKeys.By(r, "product", product)
}

// KeysPage returns the product's keys, newest first; the product by its id or
// name.
func KeysPage(r store.Reader, product, cursor string, limit int) ([]ProductKey, string, error) {
	p, err := ProductOf(r, product)
	if err != nil {
		return nil, "", missing(err)
	}
	return productKeys.Page(r, "product", []any{p.ID}, true, cursor, limit)
}

// NewProductKey gives the product one more key. Of HS256 it also returns the
// only copy of the secret, the text itself being what signs; of EdDSA it takes
// the public key, as PEM or as base64 of its 32 bytes.
func (g *Registry) NewProductKey(ctx context.Context, who actor.Actor, product, alg, public string) (ProductKey, string, error) {
	k := ProductKey{ID: g.NewID(), Alg: alg, CreatedAt: g.Clock().UTC()}
	secret, err := k.begin(public)
	if err != nil {
		return k, "", err
	}
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "key.create", Object{}); err != nil {
			return err
		}
		p, err := ProductOf(tx, product)
		if err != nil {
			return missing(err)
		}
		active := 0
		for other, err := range KeysOf(tx, p.ID) {
			if err != nil {
				return err
			}
			if other.Active() {
				active++
			}
		}
		if active >= activeKeysMost {
			return fault.New(fault.Conflict, "too_many_keys")
		}
		k.Product = p.ID
		if secret != "" {
			k.Secret = g.Key.Seal(sealProductKey, k.ID, []byte(secret))
		}
		if err := Audit(tx, k.CreatedAt, who, "key.create", "product/"+p.ID, map[string]any{"key": k.ID, "alg": alg}); err != nil {
			return err
		}
		return productKeys.Insert(tx, k)
	})
	return k, secret, err
}

// begin checks what is asked for and makes a secret or takes the public key.
func (k *ProductKey) begin(public string) (secret string, err error) {
	switch {
	case k.Alg == "":
		return "", fault.Field("alg", "required")
	case k.Alg == HS256 && public != "":
		return "", fault.Field("public_key", "public_key_unasked")
	case k.Alg == HS256:
		return newSecret(), nil
	case k.Alg != EdDSA:
		return "", fault.Field("alg", "alg_bad")
	}
	k.Public, err = publicKey(public)
	return "", err
}

// publicKey reads an Ed25519 public key as people have it at hand.
func publicKey(s string) ([]byte, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, fault.Field("public_key", "required")
	}
	bad := fault.Field("public_key", "public_key_bad")
	if block, _ := pem.Decode([]byte(s)); block != nil {
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if ed, ok := key.(ed25519.PublicKey); err == nil && ok {
			return ed, nil
		}
		return nil, bad
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(s), "="))
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, bad
	}
	return raw, nil
}
