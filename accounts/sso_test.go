package accounts

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"balcao/actor"
)

// comes brings a token to /sso as a form and returns where it leads, and the page.
func (b *browser) comes(status int, token string, more ...string) (to, page string) {
	b.t.Helper()
	form := url.Values{"token": {token}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	r := httptest.NewRequest("POST", "/sso", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := b.send(status, r)
	return w.Header().Get("Location"), w.Body.String()
}

func TestTheMenuOfTheProductLeadsIntoThePortal(t *testing.T) {
	h := newHouse(t)
	h.person("bia@aurora.test", actor.Customer)
	v := h.vendor(h.sells("Risk Manager"))
	handler := h.mounted()
	for want, back := range map[string]string{
		"/tickets": "", "/tickets/7": "/tickets/7", "/tickets?": "//evil.test", "/tickets?x": "https://evil.test/", "/tickets?y": `/\evil.test`,
	} {
		b := h.browser(handler)
		to, _ := b.comes(303, v.token(nil), "return", back)
		if to != strings.Split(want, "?")[0] {
			t.Errorf("%q leads to %q", back, to)
		}
		wantMe(t, b, "bia@aurora.test")
	}
	b := h.browser(handler)
	w := b.send(303, httptest.NewRequest("GET", "/sso?token="+v.token(nil)+"&return=/profile", nil))
	if to := w.Header().Get("Location"); to != "/profile" {
		t.Errorf("by the query it leads to %q", to)
	}
	wantMe(t, b, "bia@aurora.test")
	w = h.browser(handler).send(200, httptest.NewRequest("GET", "/sso", nil))
	if !strings.Contains(w.Body.String(), `id="sso"`) {
		t.Error("without a token there is no page that waits for the fragment")
	}
}

func wantMe(t *testing.T, b *browser, email string) {
	t.Helper()
	want(t, b.call(200, "GET", "/api/v1/me", ""), "email", email)
}

func TestATokenOpensThePortalOnce(t *testing.T) {
	h := newHouse(t)
	h.person("bia@aurora.test", actor.Customer)
	v := h.vendor(h.sells("Risk Manager"))
	handler, token := h.mounted(), v.token(nil)
	h.browser(handler).comes(303, token)
	thief := h.browser(handler)
	_, page := thief.comes(410, token)
	if len(thief.cookies) != 0 || !strings.Contains(page, "used already") || !strings.Contains(page, "once more") {
		t.Errorf("%v %s", thief.cookies, page)
	}
	prefetch := httptest.NewRequest("GET", "/sso?token="+v.token(nil), nil)
	prefetch.Header.Set("Sec-Purpose", "prefetch;prerender")
	thief.send(503, prefetch)
	if len(thief.cookies) != 0 {
		t.Error("a browser that only guesses is signed in")
	}
}

func TestOnASharedComputerTheNextPersonTakesOver(t *testing.T) {
	h := newHouse(t)
	h.person("bia@aurora.test", actor.Customer)
	next := h.person("caio@aurora.test", actor.Customer)
	v := h.vendor(h.sells("Risk Manager"))
	b := h.browser(h.mounted())
	b.call(200, "POST", "/api/v1/session", `{"email":"bia@aurora.test","password":"`+goodPassword+`","remember":true}`)
	if b.cookies[h.RememberCookie()] == "" {
		t.Fatal("not remembered")
	}
	own := b.cookies[h.SessionCookie()]
	b.comes(303, v.token(nil)) // the same person
	if b.cookies[h.SessionCookie()] != own || b.cookies[h.RememberCookie()] == "" {
		t.Error("who is signed in already is signed in anew")
	}
	b.comes(303, v.token(map[string]any{"email": next.Email, "sub": "u-2"}))
	wantMe(t, b, next.Email)
	if b.cookies[h.RememberCookie()] != "" {
		t.Error("the browser still remembers the person before")
	}
	b.cookies[h.SessionCookie()] = own
	b.call(401, "GET", "/api/v1/me", "")
}

func TestStaffAreAskedBeforeAProductSignsThemOut(t *testing.T) {
	h := newHouse(t)
	h.person("bia@aurora.test", actor.Customer)
	h.person("olga@balcao.test", actor.Operator)
	v := h.vendor(h.sells("Risk Manager"))
	b := h.browser(h.mounted())
	b.signIn("olga@balcao.test", goodPassword)
	token := v.token(nil)
	_, page := b.comes(200, token)
	if !strings.Contains(page, `name="go_on"`) {
		t.Fatal(page)
	}
	wantMe(t, b, "olga@balcao.test")
	b.comes(303, token, "go_on", "1") // asking has not used it up
	wantMe(t, b, "bia@aurora.test")
}

func TestEachRefusalSaysWhyAndWhatHelps(t *testing.T) {
	h := newHouse(t)
	other := h.client("Boreal")
	h.client("Aurora")
	h.customer("bia@aurora.test", other.ID)
	h.person("olga@balcao.test", actor.Operator)
	v := h.vendor(h.sells("Risk Manager"))
	now := h.clock().Unix()
	handler := h.mounted()
	for name, c := range map[string]struct {
		token  string
		status int
		says   []string
	}{
		"nobody here":       {v.token(map[string]any{"email": "new@aurora.test"}), 403, []string{"do not have access", `href="/invite/request"`}},
		"another company":   {v.token(nil), 403, []string{"another company", `href="/invite/request"`}},
		"staff":             {v.token(map[string]any{"email": "olga@balcao.test"}), 403, []string{"support team signs in", `href="/sign-in"`}},
		"too old":           {v.token(map[string]any{"iat": now - 400, "exp": now - 100}), 410, []string{"too old", "once more"}},
		"for another":       {v.token(map[string]any{"aud": "https://x.test"}), 422, []string{"another server", "identity_audience"}},
		"nothing at all":    {"", 422, []string{"identity_bad"}},
		"markup as a token": {"<script>alert(1)</script>", 422, []string{"identity_bad"}},
	} {
		b := h.browser(handler)
		_, page := b.comes(c.status, c.token)
		for _, said := range c.says {
			if !strings.Contains(page, said) {
				t.Errorf("%s: the page does not say %q", name, said)
			}
		}
		if len(b.cookies) != 0 || strings.Contains(page, "<script>alert") {
			t.Errorf("%s: %v", name, b.cookies)
		}
	}
}

func TestOnlyTheTokensFormComesFromAnywhere(t *testing.T) {
	h := newHouse(t)
	b := h.browser(h.mounted())
	for _, path := range []string{"/sign-in", "/sign-out", "/profile"} {
		r := httptest.NewRequest("POST", path, strings.NewReader("email=x"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		b.send(403, r)
	}
}
