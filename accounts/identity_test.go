package accounts

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// vendor is a product of the house that signs who its users are, as a stranger
// would do it: from the documentation, without our code.
type vendor struct {
	h       *house
	product Product
	kid     string
	sign    func(body string) []byte
	alg     string
	n       int
}

const houseURL = "http://127.0.0.1:8080"

func (h *house) sells(name string) Product {
	h.t.Helper()
	p := Product{ID: h.NewID(), Name: name, State: Active}
	h.write(func(tx store.Tx) error { return products.Insert(tx, p) })
	return p
}

func (h *house) client(name string, domains ...string) Company {
	h.t.Helper()
	c := Company{ID: h.NewID(), Name: name, Domains: domains, TimeZone: "America/Sao_Paulo"}
	h.write(func(tx store.Tx) error { return companies.Insert(tx, c) })
	return c
}

func (h *house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.Store.Update(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func hs256(secret string) func(string) []byte {
	return func(body string) []byte {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(body))
		return mac.Sum(nil)
	}
}

// vendor gives the product a new HS256 key.
func (h *house) vendor(p Product) *vendor {
	h.t.Helper()
	k, secret, err := h.NewProductKey(h.t.Context(), system, p.ID, HS256, "")
	if err != nil || secret == "" {
		h.t.Fatal(secret, err)
	}
	return &vendor{h: h, product: p, kid: k.ID, alg: HS256, sign: hs256(secret)}
}

// edVendor gives the product a new EdDSA key.
func (h *house) edVendor(p Product) *vendor {
	h.t.Helper()
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	k, secret, err := h.NewProductKey(h.t.Context(), system, p.Name, EdDSA, base64.StdEncoding.EncodeToString(public))
	if err != nil || secret != "" {
		h.t.Fatal(secret, err)
	}
	return &vendor{h: h, product: p, kid: k.ID, alg: EdDSA, sign: func(body string) []byte { return ed25519.Sign(private, []byte(body)) }}
}

// claims are good ones for the person, with changes; nil takes one out.
func (v *vendor) claims(changes map[string]any) map[string]any {
	v.n++
	now := v.h.clock().Unix()
	c := map[string]any{
		"iss": "risk-manager", "aud": houseURL, "sub": "u-1", "email": "bia@aurora.test", "name": "Bia Rocha", "company": "Aurora", "product": v.product.Name,
		"version": "8.2", "locale": "pt-BR", "iat": now, "exp": now + 300, "jti": v.h.NewID(),
	}
	maps.Copy(c, changes)
	maps.DeleteFunc(c, func(_ string, value any) bool { return value == nil })
	return c
}

func (v *vendor) token(changes map[string]any) string {
	return v.seal(map[string]any{"alg": v.alg, "typ": "JWT", "kid": v.kid}, v.claims(changes))
}

func (v *vendor) seal(header, claims map[string]any) string {
	h, _ := json.Marshal(header)
	c, _ := json.Marshal(claims)
	body := base64.RawURLEncoding.EncodeToString(h) + "." + base64.RawURLEncoding.EncodeToString(c)
	return body + "." + base64.RawURLEncoding.EncodeToString(v.sign(body))
}

func (v *vendor) read(token string) (Identity, error) {
	return v.h.ReadIdentity(v.h.t.Context(), token)
}

func TestATokenOfEitherAlgorithmSaysWhoItIs(t *testing.T) {
	h := newHouse(t)
	p := h.sells("Risk Manager")
	for name, v := range map[string]*vendor{"HS256": h.vendor(p), "EdDSA": h.edVendor(p)} {
		id, err := v.read(v.token(nil))
		if err != nil {
			t.Fatal(name, err)
		}
		if id.Product != p.ID || id.Key != v.kid || id.Subject != "u-1" || id.Email != "bia@aurora.test" || id.Name != "Bia Rocha" ||
			id.Company != "Aurora" || id.Version != "8.2" || id.Locale != "pt-BR" {
			t.Errorf("%s: %+v", name, id)
		}
		for what, changes := range map[string]map[string]any{
			"the product by id": {"product": p.ID}, "the product in other letters": {"product": "RISK MANAGER"}, "several audiences": {"aud": []string{"x", houseURL}},
			"a slash at the end": {"aud": houseURL + "/"}, "no version": {"version": nil}, "a clock ahead": {"iat": h.clock().Unix() + 50},
			"more than we ask": {"roles": []string{"admin"}, "nbf": h.clock().Unix()},
		} {
			if _, err := v.read(v.token(changes)); err != nil {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
	}
}

func TestEveryOtherTokenIsRefused(t *testing.T) {
	h := newHouse(t)
	p, other := h.sells("Risk Manager"), h.sells("Audit Manager")
	v, stranger := h.vendor(p), h.vendor(other)
	now := h.clock().Unix()
	for name, c := range map[string]struct {
		changes map[string]any
		code    string
	}{
		"no issuer": {map[string]any{"iss": nil}, "identity_claims"}, "no subject": {map[string]any{"sub": nil}, "identity_claims"},
		"no mail": {map[string]any{"email": nil}, "identity_claims"}, "bad mail": {map[string]any{"email": "bia"}, "identity_claims"},
		"an unproved mail": {map[string]any{"email_verified": false}, "identity_claims"}, "no name": {map[string]any{"name": " "}, "identity_claims"},
		"no company": {map[string]any{"company": nil}, "identity_claims"}, "no id": {map[string]any{"jti": nil}, "identity_claims"},
		"no start": {map[string]any{"iat": nil}, "identity_claims"}, "no end": {map[string]any{"exp": nil}, "identity_claims"},
		"a number as subject": {map[string]any{"sub": 7}, "identity_bad"}, "text as end": {map[string]any{"exp": "tomorrow"}, "identity_bad"},
		"a long subject": {map[string]any{"sub": strings.Repeat("x", 201)}, "identity_claims"}, "a control sign": {map[string]any{"name": "Bia\u202eahcoR"}, "identity_claims"},
		"nobody addressed": {map[string]any{"aud": nil}, "identity_audience"}, "another server": {map[string]any{"aud": "https://other.test"}, "identity_audience"},
		"a server that begins alike": {map[string]any{"aud": houseURL + ".evil.test"}, "identity_audience"},
		"another product":            {map[string]any{"product": other.Name}, "identity_product"}, "no product": {map[string]any{"product": nil}, "identity_product"},
		"over": {map[string]any{"iat": now - 300, "exp": now}, "identity_expired"}, "long over": {map[string]any{"iat": now - 9000, "exp": now - 8700}, "identity_expired"},
		"too long": {map[string]any{"exp": now + 301}, "identity_long"}, "made too early": {map[string]any{"iat": now - 600, "exp": now + 10}, "identity_long"},
		"made tomorrow": {map[string]any{"iat": now + 86_400, "exp": now + 86_500}, "identity_early"}, "not before": {map[string]any{"nbf": now + 120}, "identity_early"},
		"no end in sight": {map[string]any{"iat": 1e300, "exp": 1e300}, "identity_"}, "the beginning of time": {map[string]any{"iat": -1e300}, "identity_"},
	} {
		_, err := v.read(v.token(c.changes))
		f := fault.Of(err)
		if f == nil || !strings.HasPrefix(f.Name(), c.code) || f.Field != "identity" {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	good := v.token(nil)
	part := strings.Split(good, ".")
	header := func(h map[string]any) string { return v.seal(h, v.claims(nil)) }
	for name, token := range map[string]string{
		"nothing": "", "words": "let me in", "two parts": part[0] + "." + part[1], "no signature": part[0] + "." + part[1] + ".",
		"a cut signature": good[:len(good)-2], "another's payload": part[0] + "." + strings.Split(stranger.token(nil), ".")[1] + "." + part[2],
		"the other's key": stranger.seal(map[string]any{"alg": HS256, "kid": v.kid}, v.claims(nil)), "a huge one": good + strings.Repeat("A", 5000),
		"what we do not know but must": header(map[string]any{"alg": HS256, "kid": v.kid, "crit": []string{"exp"}, "exp": 1}),
		"the other's kid":              header(map[string]any{"alg": HS256, "kid": stranger.kid}), "a kid of nobody": header(map[string]any{"alg": HS256, "kid": "../../etc/passwd"}),
		"an empty kid": header(map[string]any{"alg": HS256, "kid": ""}), "a kid that is none": header(map[string]any{"alg": HS256, "kid": 7}),
		"a kid of another table": header(map[string]any{"alg": HS256, "kid": p.ID}), "a kid with a nul": header(map[string]any{"alg": HS256, "kid": v.kid + "\x00"}),
		"its own key": header(map[string]any{"alg": HS256, "jwk": map[string]any{"kty": "oct", "k": "AAAA"}, "kid": "mine"}),
	} {
		if id, err := v.read(token); err == nil || fault.Of(err).Kind == fault.Internal {
			t.Errorf("%s: %+v, %v", name, id, err)
		}
	}
}

func TestATokenCannotChooseItsAlgorithm(t *testing.T) {
	h := newHouse(t)
	p := h.sells("Risk Manager")
	ed, hs := h.edVendor(p), h.vendor(p)
	var k ProductKey
	h.view(func(r store.Reader) (err error) { k, err = productKeys.Get(r, ed.kid); return err })
	der, _ := x509.MarshalPKIXPublicKey(ed25519.PublicKey(k.Public))
	none := func(string) []byte { return nil }
	for name, c := range map[string]struct {
		alg, kid string
		sign     func(string) []byte
	}{
		"the public key as a secret":           {HS256, ed.kid, hs256(string(k.Public))},
		"the public key as text":               {HS256, ed.kid, hs256(base64.StdEncoding.EncodeToString(k.Public))},
		"the public key as PEM":                {HS256, ed.kid, hs256(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))},
		"no key":                               {HS256, ed.kid, hs256("")},
		"none":                                 {"none", hs.kid, none},
		"None":                                 {"None", hs.kid, none},
		"nothing":                              {"", hs.kid, none},
		"none with a signature":                {"none", hs.kid, hs.sign},
		"a longer hash":                        {"HS512", hs.kid, hs.sign},
		"RS256":                                {"RS256", hs.kid, hs.sign},
		"ES256":                                {"ES256", ed.kid, ed.sign},
		"the secret's key, signed by the pair": {EdDSA, hs.kid, ed.sign},
		"no such algorithm":                    {"XYZ", hs.kid, hs.sign},
	} {
		v := &vendor{h: h, product: p, kid: c.kid, alg: c.alg, sign: c.sign}
		if id, err := v.read(v.token(nil)); err == nil || fault.Of(err).Kind == fault.Internal {
			t.Errorf("%s: %+v, %v", name, id, err)
		}
	}
}

func TestWithoutAKidTheOnlyKeyOfTheAlgorithmIsMeant(t *testing.T) {
	h := newHouse(t)
	p := h.sells("Risk Manager")
	v := h.vendor(p)
	h.edVendor(p) // of the other algorithm
	bare := func() string { return v.seal(map[string]any{"alg": HS256}, v.claims(nil)) }
	if _, err := v.read(bare()); err != nil {
		t.Error(err)
	}
	second := h.vendor(p)
	_, err := v.read(bare())
	wantFault(t, err, "identity_kid", "identity")
	if err := h.RevokeKey(t.Context(), system, p.ID, second.kid); err != nil {
		t.Fatal(err)
	}
	if _, err := v.read(bare()); err != nil {
		t.Error(err)
	}
}

func TestKeysRotateWithoutABreak(t *testing.T) {
	h := newHouse(t)
	p := h.sells("Risk Manager")
	old := h.vendor(p)
	fresh := h.edVendor(p)
	for _, v := range []*vendor{old, fresh} {
		if _, err := v.read(v.token(nil)); err != nil {
			t.Error("both are good meanwhile:", err)
		}
	}
	token := old.token(nil)
	if err := h.RevokeKey(t.Context(), system, p.ID, old.kid); err != nil {
		t.Fatal(err)
	}
	_, err := old.read(token)
	wantFault(t, err, "identity_unknown", "identity")
	if _, err := fresh.read(fresh.token(nil)); err != nil {
		t.Error(err)
	}
}

func TestASecretLiesSealedInTheFile(t *testing.T) {
	h := newHouse(t)
	p := h.sells("Risk Manager")
	_, secret, err := h.NewProductKey(t.Context(), system, p.ID, HS256, "")
	if err != nil {
		t.Fatal(err)
	}
	h.view(func(r store.Reader) error {
		for key, value := range r.Ascend(store.Range{}) {
			if strings.Contains(string(value), secret) || strings.Contains(string(value), base64.StdEncoding.EncodeToString([]byte(secret))) {
				t.Errorf("in the clear at %q", key)
			}
		}
		return nil
	})
}

func TestKeysAreMadeOfWhatPeopleHaveAtHand(t *testing.T) {
	h := newHouse(t)
	p := h.sells("Risk Manager")
	public, _, _ := ed25519.GenerateKey(rand.Reader)
	der, _ := x509.MarshalPKIXPublicKey(public)
	for _, good := range []string{
		base64.StdEncoding.EncodeToString(public), base64.RawURLEncoding.EncodeToString(public),
		"\n" + string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})) + "\n",
	} {
		if k, _, err := h.NewProductKey(t.Context(), system, p.ID, EdDSA, good); err != nil || string(k.Public) != string(public) {
			t.Errorf("%q: %v", good, err)
		}
	}
	for name, c := range map[string][3]string{
		"no algorithm": {"", "", "required alg"}, "another": {"RS256", "", "alg_bad alg"}, "no public key": {EdDSA, "", "required public_key"},
		"too short": {EdDSA, "AAAA", "public_key_bad public_key"}, "a PEM of nothing": {EdDSA, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "public_key_bad public_key"},
		"a public key for HS256": {HS256, base64.StdEncoding.EncodeToString(public), "public_key_unasked public_key"},
	} {
		_, _, err := h.NewProductKey(t.Context(), system, p.ID, c[0], c[1])
		code, field, _ := strings.Cut(c[2], " ")
		if t.Run(name, func(t *testing.T) { wantFault(t, err, code, field) }); err == nil {
			t.Error(name)
		}
	}
	for range activeKeysMost - 3 {
		if _, _, err := h.NewProductKey(t.Context(), system, p.ID, HS256, ""); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := h.NewProductKey(t.Context(), system, p.ID, HS256, "")
	wantFault(t, err, "too_many_keys", "")
	_, _, err = h.NewProductKey(t.Context(), system, "nothing sold", HS256, "")
	if !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	for _, role := range []actor.Role{actor.Customer, actor.Operator, actor.Supervisor} {
		if _, _, err := h.NewProductKey(t.Context(), actor.Actor{Role: role, ID: "x"}, p.ID, HS256, ""); !fault.Is(err, fault.Forbidden) {
			t.Error(role, err)
		}
	}
}

func TestOfManyThatBringOneTokenOneComesIn(t *testing.T) {
	h := newHouse(t)
	h.client("Aurora")
	v := h.vendor(h.sells("Risk Manager"))
	token := v.token(nil)
	var wg sync.WaitGroup
	var mu sync.Mutex
	in, used := 0, 0
	for range 100 {
		wg.Go(func() {
			_, _, err := h.Vouch(t.Context(), token, Visitor{Site: "default"})
			mu.Lock()
			defer mu.Unlock()
			var f *fault.Error
			switch {
			case err == nil:
				in++
			case errors.As(err, &f) && f.Kind == fault.Gone && f.Code == "identity_used":
				used++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if in != 1 || used != 99 {
		t.Errorf("%d came in, %d were told it was used", in, used)
	}
}

func TestUsedTokensAreForgottenOnceTheyCannotComeAgain(t *testing.T) {
	h := newHouse(t)
	v := h.vendor(h.sells("Risk Manager"))
	arrive := func() error {
		_, _, err := h.Vouch(t.Context(), v.token(nil), Visitor{Site: "default"})
		return err
	}
	for range 30 {
		if err := arrive(); err != nil {
			t.Fatal(err)
		}
	}
	h.advance(2 * time.Hour)
	for range 3 {
		if err := arrive(); err != nil {
			t.Fatal(err)
		}
	}
	h.view(func(r store.Reader) error {
		n, err := spentTokens.Count(r, "")
		if n != 3 {
			t.Errorf("%d are remembered, want 3", n)
		}
		return err
	})
}
