package accounts

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"balcao/static"
	"balcao/web"
)

// browser is one cookie jar before the mounted routes.
type browser struct {
	t       testing.TB
	handler http.Handler
	cookies map[string]string
	header  http.Header // of the last answer
}

func (h *house) mounted() http.Handler {
	h.t.Helper()
	assets, err := static.NewAssets()
	if err != nil {
		h.t.Fatal(err)
	}
	texts, err := static.LoadCatalogue(assets.Files())
	if err != nil {
		h.t.Fatal(err)
	}
	r, err := web.New(web.Options{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Assets: assets, Catalogue: texts, Authenticate: h.Authenticate, NewID: h.NewID,
		Branding: func(context.Context) web.Branding { return web.Branding{Name: "Test", Locale: "en", Hue: 250} },
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.Mount(r)
	return h.Remember(r)
}

func (h *house) browser(handler http.Handler) *browser {
	return &browser{t: h.t, handler: handler, cookies: map[string]string{}}
}

// send is what a browser does with cookies; it fails the test unless the answer
// has that status.
func (b *browser) send(status int, r *http.Request) *httptest.ResponseRecorder {
	b.t.Helper()
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	b.header = w.Header()
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	if w.Code != status {
		b.t.Fatalf("%s %s: %d, want %d: %s", r.Method, r.URL, w.Code, status, w.Body)
	}
	return w
}

// call sends a request and fails the test unless the answer has that status.
func (b *browser) call(status int, method, path, body string, headers ...string) map[string]any {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := b.send(status, r)
	var got map[string]any
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			b.t.Fatalf("%s %s: %v: %s", method, path, err, w.Body)
		}
	}
	return got
}

func (b *browser) signIn(email, password string) map[string]any {
	b.t.Helper()
	return b.call(200, "POST", "/api/v1/session", fmt.Sprintf(`{"email":%q,"password":%q}`, email, password))
}

func want(t testing.TB, got map[string]any, pairs ...any) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if v := got[pairs[i].(string)]; fmt.Sprint(v) != fmt.Sprint(pairs[i+1]) {
			t.Errorf("%s is %v, want %v (in %v)", pairs[i], v, pairs[i+1], got)
		}
	}
}

// raw sends a request without looking at the answer; it may run beside others.
func (b *browser) raw(method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w
}
