package accounts

import (
	"encoding/base64"
	"testing"
	"time"

	"balcao/fault"
)

// FuzzReadIdentity brings anything as a token. Without the key's signature
// nothing is accepted; with it only what holds to the rules. No refusal is a
// failure of ours.
func FuzzReadIdentity(f *testing.F) {
	h := newHouse(f)
	v := h.vendor(h.sells("Risk Manager"))
	url := base64.RawURLEncoding.EncodeToString
	f.Add([]byte(`{"alg":"HS256"}`), []byte(`{"sub":"1"}`), []byte("x"))
	f.Add([]byte(`{"alg":"none"}`), []byte(`{}`), []byte(""))
	f.Add([]byte(`{"alg":"EdDSA","kid":{}}`), []byte(`[]`), []byte{0})
	f.Add([]byte(`{"alg":"HS256","kid":"\u0000","crit":[]}`), []byte(`{"exp":1e400,"aud":[1]}`), []byte("...."))
	f.Add([]byte(`{"alg":"HS256","alg":"none","kid":"`+v.kid+`"}`), []byte(`{"product":"Risk Manager","iat":-1}`), []byte("é"))
	f.Add([]byte(`{"alg":"HS256"}`), []byte(`{"iss":"a","aud":"http://127.0.0.1:8080","sub":"1","email":"a@b.test","name":"A","company":"C","product":"Risk Manager",`+
		`"iat":1795176000,"exp":1795176300,"jti":"1"}`), []byte("x"))
	f.Fuzz(func(t *testing.T, header, claims, signature []byte) {
		for _, token := range []string{
			string(header) + "." + string(claims) + "." + string(signature), url(header) + "." + url(claims) + "." + url(signature),
		} {
			if id, err := h.ReadIdentity(t.Context(), token); err == nil || fault.Of(err).Kind == fault.Internal {
				t.Fatalf("unsigned: %q: %+v, %v", token, id, err)
			}
		}
		body := url(header) + "." + url(claims)
		id, err := h.ReadIdentity(t.Context(), body+"."+url(v.sign(body)))
		switch now := h.clock(); {
		case err != nil && fault.Of(err).Kind == fault.Internal:
			t.Fatalf("signed: %s.%s: %v", header, claims, err)
		case err != nil:
		case id.Product != v.product.ID || id.Key != v.kid || id.Subject == "" || id.Name == "" || id.Company == "" || id.once == "":
			t.Fatalf("accepted: %+v", id)
		case !id.until.After(now) || id.until.After(now.Add(identityLife+identitySlack)):
			t.Fatalf("good until %s, now it is %s", id.until.Format(time.RFC3339), now.Format(time.RFC3339))
		}
	})
}
