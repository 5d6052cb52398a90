package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"

	"balcao/store"
)

type recalledKey struct{}

func newFamily() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b)
}

// Remember lets a browser that was asked to be remembered go on without
// signing in: before next sees a request without a live session it takes the
// remember cookie, replaces it and opens the session again.
func (g *Registry) Remember(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(g.RememberCookie())
		if err != nil || c.Value == "" || aside(r.URL.Path) || r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		if who, err := g.Authenticate(r.Context(), r); err != nil || who.ID != "" {
			next.ServeHTTP(w, r)
			return
		}
		id, grant, err := g.recall(r.Context(), c.Value)
		switch {
		case err != nil:
			g.Log.Warn("remembered session not opened", "err", err)
		case id == "":
			for _, c := range g.noCookies() {
				http.SetCookie(w, c)
			}
		default:
			for _, c := range g.cookies(grant) {
				http.SetCookie(w, c)
			}
			r = r.WithContext(context.WithValue(r.Context(), recalledKey{}, id))
		}
		next.ServeHTTP(w, r)
	})
}

// aside tells the paths that never need to know who asks.
func aside(path string) bool {
	for _, p := range []string{"/assets/", "/widget", "/live", "/healthz", "/readyz", "/metrics"} {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// recall exchanges a remember token for the id of its session and new secrets.
// No id: the token is worth nothing. No secrets in the grant: another request
// exchanged the same token just now, and its answer carries them.
//
// A token that was replaced earlier has been copied by somebody: the session
// ends for the owner and the thief alike. Two cases are innocent: requests
// under way at the same time, and an answer with the new token that never
// arrived, which shows in its never having been used.
func (g *Registry) recall(ctx context.Context, token string) (id string, grant Grant, err error) {
	family, secret, _ := strings.Cut(token, ".")
	now, presented := g.Clock().UTC(), atRest(secret)
	stolen := false
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		id, grant, stolen = "", Grant{}, false
		s, err := first(sessions.By(tx, "family", atRest(family)))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		a, err := AccountOf(tx, s.Account)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err != nil || a.State != Active || !now.Before(s.Until) {
			return endSession(tx, now, s.ID)
		}
		replaced := equal(presented, s.Replaced)
		switch {
		case replaced && now.Sub(s.RotatedAt) <= rememberSlack && s.awake(now):
			id = s.ID
			return nil
		case equal(presented, s.Remember), replaced && !s.Seen:
			s.Replaced = presented
			id, grant = s.ID, s.renew(now, family)
			return sessions.Put(tx, s)
		}
		stolen = true
		if err := Audit(tx, now, a.Actor(), "session.token_reused", "session/"+s.ID, nil); err != nil {
			return err
		}
		tell(tx, now, store.Notice{To: []string{"account/" + s.Account}, Kind: "session.stolen", URL: "/profile#security"})
		return endSession(tx, now, s.ID)
	})
	if stolen {
		g.Log.Warn("a replaced remember token came back; its session was ended")
	}
	return id, grant, err
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
