package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/static"
)

// newRouter believes the role written in the header X-Role.
func newRouter(t *testing.T, log io.Writer) *Router {
	t.Helper()
	assets, err := static.NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := static.LoadCatalogue(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{
		Log: slog.New(slog.NewTextHandler(log, nil)), Assets: assets, Catalogue: texts,
		Branding: func(context.Context) Branding { return Branding{Name: "Test", Locale: "en", Hue: 250} },
		Authenticate: func(_ context.Context, r *http.Request) (actor.Actor, error) {
			if role, ok := actor.ParseRole(r.Header.Get("X-Role")); ok {
				return actor.Actor{Role: role, ID: "1", MustChange: r.Header.Get("X-Must") != ""}, nil
			}
			return actor.Actor{}, nil
		},
		NewID: func() string { return "req-1" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func call(r *Router, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	return w
}

func TestARouteWithoutPolicyEndsTheStart(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a route without policy was mounted")
		}
	}()
	newRouter(t, io.Discard).Handle("GET", "/x", Policy{}, func(*gin.Context) error { return nil })
}

func TestPolicyDecidesBetween401And403(t *testing.T) {
	r := newRouter(t, io.Discard)
	r.Handle("GET", "/x", Allow(actor.Admins, "x.read"), func(c *gin.Context) error { return JSON(c, 200, 1) })
	for role, want := range map[string]int{"": 401, "customer": 403, "operator": 403, "administrator": 200} {
		if w := call(r, "GET", "/x", "", "X-Role", role); w.Code != want {
			t.Errorf("%s: %d, want %d", role, w.Code, want)
		}
	}
	if w := call(r, "GET", "/x", "", "X-Role", "administrator", "X-Must", "1"); w.Code != 403 || !strings.Contains(w.Body.String(), "must_change") {
		t.Errorf("must_change let through: %d %s", w.Code, w.Body)
	}
}

func TestFailuresAreToldInTheCallersLanguageAndInternalsNever(t *testing.T) {
	var log strings.Builder
	r := newRouter(t, &log)
	r.Handle("GET", "/busy", Allow(actor.Everybody, "x.busy"), func(*gin.Context) error {
		return &fault.Error{Kind: fault.Busy, Retry: 1500 * time.Millisecond}
	})
	r.Handle("GET", "/broken", Allow(actor.Everybody, "x.broken"), func(*gin.Context) error { return errors.New("secret detail") })
	r.Handle("GET", "/panic", Allow(actor.Everybody, "x.panic"), func(*gin.Context) error { panic("secret panic") })

	w := call(r, "GET", "/busy", "", "Accept-Language", "pt-PT,pt;q=0.9")
	if w.Code != 503 || w.Header().Get("Retry-After") != "2" || !strings.Contains(w.Body.String(), "muito ocupado") {
		t.Errorf("busy: %d %v %s", w.Code, w.Header(), w.Body)
	}
	for _, path := range []string{"/broken", "/panic"} {
		w := call(r, "GET", path, "")
		var p map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 500 || p["request_id"] != "req-1" || p["code"] != "internal" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows the cause: %s", path, w.Body)
		}
	}
	if n := strings.Count(log.String(), "secret detail"); n != 1 {
		t.Errorf("the cause was logged %d times", n)
	}
}

func TestBodiesAreReadStrictly(t *testing.T) {
	r := newRouter(t, io.Discard)
	r.Handle("POST", "/x", Allow(actor.Everybody, "x.write"), func(c *gin.Context) error {
		var in struct {
			Name string `json:"name"`
		}
		if err := Decode(c, &in); err != nil {
			return err
		}
		return JSON(c, 201, in)
	})
	for body, want := range map[string]int{`{"name":"a"}`: 201, ``: 201, `{"name":`: 400, `{"name":1}`: 422, `{"nome":"a"}`: 422, `{"name":"a"} {}`: 400, `{"name":"` + strings.Repeat("a", MaxBody) + `"}`: 413} {
		if w := call(r, "POST", "/x", body); w.Code != want {
			t.Errorf("%.40s: %d, want %d: %.200s", body, w.Code, want, w.Body)
		}
	}
}

func TestCookieRequestsFromOtherSitesAreRefused(t *testing.T) {
	r := newRouter(t, io.Discard)
	r.Handle("POST", "/x", Allow(actor.Everybody, "x.write"), func(c *gin.Context) error { return NoContent(c) })
	if w := call(r, "POST", "/x", "", "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
		t.Errorf("cross-site: %d", w.Code)
	}
	if w := call(r, "POST", "/x", "", "Sec-Fetch-Site", "same-origin"); w.Code != 204 {
		t.Errorf("same-origin: %d", w.Code)
	}
	if w := call(r, "POST", "/x", "", "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer x"); w.Code != 204 {
		t.Errorf("bearer: %d", w.Code)
	}
	if w := call(r, "POST", "/x", "", "Sec-Fetch-Site", "cross-site", "Authorization", "Basic dTpw"); w.Code != 403 {
		t.Errorf("cross-site with a name and password of the address: %d", w.Code)
	}
}

func TestPageRoutesFailAsPages(t *testing.T) {
	r := newRouter(t, io.Discard)
	r.Handle("GET", "/tickets", Allow(actor.Accounts, "ticket.list").Page(), func(*gin.Context) error { return fault.Missing() })
	if w := call(r, "GET", "/tickets?x=1", ""); w.Code != 303 || w.Header().Get("Location") != "/sign-in?return=%2Ftickets%3Fx%3D1" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	w := call(r, "GET", "/tickets", "", "X-Role", "customer")
	if w.Code != 404 || !strings.Contains(w.Body.String(), "<html") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "require-trusted-types-for") {
		t.Errorf("%d %v %.100s", w.Code, w.Header(), w.Body)
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	r := newRouter(t, io.Discard)
	for _, path := range []string{"/nothing", "/api/v1/nothing"} {
		h := call(r, "GET", path, "").Header()
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Request-Id"} {
			if h.Get(name) == "" {
				t.Errorf("%s lacks %s", path, name)
			}
		}
	}
}

func TestOnlyOwnPathsAreReturnedTo(t *testing.T) {
	for to, want := range map[string]string{"/tickets/1?x=2": "/tickets/1?x=2", "//evil.example": "/", "/\\evil": "/", "https://evil.example": "/", "": "/", "/": "/"} {
		if got := Local(to, "/"); got != want {
			t.Errorf("Local(%q) = %q", to, got)
		}
	}
}

func TestTheLimiterRefusesAfterTheBurstAndSaysWhen(t *testing.T) {
	l, now := NewLimiter(60, 2), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for range 2 {
		if _, ok := l.Allow("a", now); !ok {
			t.Fatal("refused within the burst")
		}
	}
	retry, ok := l.Allow("a", now)
	if ok || retry <= 0 {
		t.Fatalf("let through: %v %v", retry, ok)
	}
	if _, ok := l.Allow("b", now); !ok {
		t.Error("another key was refused")
	}
	if _, ok := l.Allow("a", now.Add(retry)); !ok {
		t.Error("refused after waiting as told")
	}
	if a, b := Neighbourhood("2001:db8:1:2::1"), Neighbourhood("2001:db8:1:2:ffff::9"); a != b {
		t.Errorf("%s ≠ %s", a, b)
	}
}
