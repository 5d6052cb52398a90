package accounts

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/actor"
)

// whoHas is who a session cookie makes its bearer.
func (h *house) whoHas(session string) actor.Actor {
	h.t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: h.SessionCookie(), Value: session})
	who, err := h.Authenticate(h.t.Context(), r)
	if err != nil {
		h.t.Fatal(err)
	}
	return who
}

// visit opens a page with only the remember cookie, as a browser does after it
// was closed, and returns who it was and the new cookies.
func (h *house) visit(token string) (who actor.Actor, got map[string]string) {
	h.t.Helper()
	r := httptest.NewRequest("GET", "/tickets", nil)
	r.AddCookie(&http.Cookie{Name: h.RememberCookie(), Value: token})
	w := httptest.NewRecorder()
	h.Remember(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var err error
		if who, err = h.Authenticate(r.Context(), r); err != nil {
			h.t.Error(err)
		}
	})).ServeHTTP(w, r)
	got = map[string]string{}
	for _, c := range w.Result().Cookies() {
		got[c.Name] = c.Value
	}
	return who, got
}

func remembered(t *testing.T) (*house, Account, Grant) {
	t.Helper()
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	_, grant, err := h.SignIn(t.Context(), SignIn{Email: a.Email, Password: goodPassword, Remember: true})
	if err != nil || grant.Remember == "" {
		t.Fatal(err)
	}
	return h, a, grant
}

func TestARememberedBrowserGoesOnWithNewSecretsInTheSameSession(t *testing.T) {
	h, a, grant := remembered(t)
	id := h.whoHas(grant.Session).Session
	for range 3 {
		h.advance(20 * 24 * time.Hour)
		who, got := h.visit(grant.Remember)
		next := Grant{Session: got["balcao_session"], Remember: got["balcao_remember"]}
		if who.ID != a.ID || who.Session != id || next.Remember == "" || next.Remember == grant.Remember || next.Session == grant.Session {
			t.Fatalf("%+v, %v", who, got)
		}
		if h.whoHas(next.Session).ID != a.ID || h.whoHas(grant.Session).ID != "" {
			t.Fatal("the new session secret does not open, or the old one does")
		}
		h.Close()
		grant = next
	}
	if n := len(h.sessions(a.ID)); n != 1 {
		t.Errorf("%d sessions for one browser", n)
	}
	h.advance(rememberFor)
	if who, got := h.visit(grant.Remember); who.ID != "" || got["balcao_remember"] != "" {
		t.Errorf("after 30 days: %+v, %v", who, got)
	}
}

func TestAReplacedRememberTokenEndsTheSessionForOwnerAndThief(t *testing.T) {
	h, a, stolen := remembered(t)
	h.advance(sessionIdle)
	_, owner := h.visit(stolen.Remember)
	h.whoHas(owner["balcao_session"])
	h.Close()
	h.advance(rememberSlack + time.Second)
	if who, got := h.visit(stolen.Remember); who.ID != "" || got["balcao_session"] != "" {
		t.Errorf("the thief got in: %+v", who)
	}
	if h.whoHas(owner["balcao_session"]).ID != "" {
		t.Error("the session of the family goes on")
	}
	if who, _ := h.visit(owner["balcao_remember"]); who.ID != "" {
		t.Error("the present token still opens")
	}
	if n := len(h.sessions(a.ID)); n != 0 {
		t.Errorf("%d sessions left", n)
	}
	if !slices.ContainsFunc(h.revoked(), func(s string) bool { return strings.HasPrefix(s, "session/") }) {
		t.Error("sockets were not told")
	}
}

func TestRequestsAtTheSameTimeDoNotCountAsTheft(t *testing.T) {
	h, a, grant := remembered(t)
	h.advance(sessionIdle)
	var wait sync.WaitGroup
	var mu sync.Mutex
	var newest []string
	for range 8 {
		wait.Go(func() {
			who, got := h.visit(grant.Remember)
			if who.ID != a.ID {
				t.Errorf("%+v", who)
			}
			mu.Lock()
			defer mu.Unlock()
			if s := got["balcao_remember"]; s != "" {
				newest = append(newest, s)
			}
		})
	}
	wait.Wait()
	if len(newest) != 1 {
		t.Fatalf("%d new tokens for one exchange", len(newest))
	}
	h.advance(sessionIdle)
	if who, _ := h.visit(newest[0]); who.ID != a.ID {
		t.Error("the new token does not open")
	}
}

func TestAnAnswerThatGotLostDoesNotSignTheOwnerOut(t *testing.T) {
	h, a, grant := remembered(t)
	h.advance(sessionIdle)
	h.visit(grant.Remember) // the answer never arrives
	h.advance(time.Hour)
	who, got := h.visit(grant.Remember)
	if who.ID != a.ID || got["balcao_remember"] == "" {
		t.Errorf("%+v, %v", who, got)
	}
}

func TestSignOutAndGarbageEndRememberingToo(t *testing.T) {
	h, _, grant := remembered(t)
	if err := h.SignOut(t.Context(), h.whoHas(grant.Session)); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{grant.Remember, "x", ".", "a.b.c", strings.Repeat("x", 4000)} {
		who, got := h.visit(token)
		if v, cleared := got["balcao_remember"]; who.ID != "" || !cleared || v != "" {
			t.Errorf("%q: %+v, %v", token, who, got)
		}
	}
}

func TestADisabledAccountIsNotRemembered(t *testing.T) {
	h, a, grant := remembered(t)
	h.person("ada@acme.example", actor.Administrator)
	if _, err := h.SetDisabled(t.Context(), system, a.ID, true); err != nil {
		t.Fatal(err)
	}
	if who, _ := h.visit(grant.Remember); who.ID != "" {
		t.Error("a disabled account came back")
	}
}

func TestCookiesAreAsStrictAsTheAddressAllows(t *testing.T) {
	for _, secure := range []bool{false, true} {
		h := newHouse(t, func(o *Options) { o.Secure = secure })
		all := append(h.cookies(Grant{Session: "s", Remember: "r"}), h.noCookies()...)
		if len(all) != 4 {
			t.Fatal(all)
		}
		for _, c := range all {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != secure ||
				strings.HasPrefix(c.Name, "__Host-") != secure {
				t.Errorf("secure %v: %s", secure, c)
			}
		}
		if all[0].MaxAge != 0 || all[1].MaxAge != 30*86400 || all[2].MaxAge != -1 {
			t.Errorf("ages %v", all)
		}
	}
}
