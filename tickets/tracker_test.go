package tickets_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/files"
	"balcao/seal"
	"balcao/static"
	"balcao/store"
	"balcao/store/disk"
	"balcao/store/storetest"
	"balcao/tickets"
	"balcao/web"
)

// house is a tracker over the real desk, behind a real router. Everybody in it
// has a name, which is also the credential.
type house struct {
	t      *testing.T
	store  store.Store
	reg    *accounts.Registry
	desk   *chat.Desk
	k      *tickets.Tracker
	files  *files.Cabinet
	http   *web.Router
	people map[string]actor.Actor
	mu     sync.Mutex
	now    time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, store: storetest.Open(t), people: map[string]actor.Actor{}, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	log := slog.New(slog.DiscardHandler)
	var key seal.Key
	_, _ = rand.Read(key[:])
	reg := accounts.New(accounts.Options{
		Store: h.store, Clock: h.clock, NewID: newID, Key: key, Log: log, Joined: chat.Joined, Cost: accounts.Cost{Memory: 8, Time: 1, Lanes: 1},
	})
	t.Cleanup(reg.Close)
	h.reg = reg
	h.desk = chat.New(chat.Options{Store: h.store, Clock: h.clock, NewID: newID, Log: log, Volatile: silent{}, Visitors: reg})
	h.k = tickets.New(tickets.Options{Store: h.store, Clock: h.clock, NewID: newID, Log: log})
	must(t, h.store.Update(t.Context(), accounts.FirstStart))
	must(t, h.store.Update(t.Context(), chat.FirstStart))
	for name, role := range map[string]actor.Role{"olga": actor.Operator, "paulo": actor.Operator, "sofia": actor.Supervisor, "carla": actor.Customer, "dario": actor.Customer} {
		a, err := reg.CreateAccount(t.Context(), actor.Actor{Role: actor.System}, accounts.NewAccount{Email: name + "@acme.test", Name: title(name), Password: "Balcao!7345x", Role: role})
		must(t, err)
		h.people[name] = a.Actor()
	}
	for _, name := range []string{"vera", "otto"} {
		v, _, err := reg.NewVisitor(t.Context(), accounts.Visitor{Site: chat.DefaultSite, Name: title(name), Email: name + "@home.test"})
		must(t, err)
		h.people[name] = v.Actor()
	}
	blobs, err := disk.Open(filepath.Join(t.TempDir(), "files"))
	must(t, err)
	t.Cleanup(func() { _ = blobs.Close() })
	h.files = files.New(files.Options{
		Store: h.store, Blobs: blobs, Clock: h.clock, NewID: newID, Log: log,
		MayRead: func(r store.Reader, a actor.Actor, ref string) error {
			if id, ok := strings.CutPrefix(ref, "conversation/"); ok {
				conv, stream, _ := strings.Cut(id, "/")
				if chat.MayRead(r, a, conv, stream) == nil {
					return nil
				}
			}
			return tickets.MayRead(r, a, ref)
		},
	})
	h.mount(log)
	return h
}

func (h *house) mount(log *slog.Logger) {
	assets, err := static.NewAssets()
	must(h.t, err)
	texts, err := static.LoadCatalogue(assets.Files())
	must(h.t, err)
	h.http, err = web.New(web.Options{
		Log: log, Assets: assets, Catalogue: texts, NewID: newID,
		Branding: func(context.Context) web.Branding { return web.Branding{Name: "Balcão", Locale: "en"} },
		Authenticate: func(_ context.Context, r *http.Request) (actor.Actor, error) {
			return h.people[r.Header.Get("Authorization")], nil
		},
	})
	must(h.t, err)
	h.k.Mount(h.http)
	h.files.Mount(h.http)
}

type silent struct{}

func (silent) Volatile(string, string, any, []string, string) {}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// clock goes on a millisecond at each look, so that nothing happens at once.
func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(time.Millisecond)
	return h.now
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// say posts into a chat, opening one when conv is empty, and returns its id.
func (h *house) say(who, conv, text string) string {
	h.t.Helper()
	p := chat.Post{CMID: newID(), Conv: conv, Text: text}
	if conv == "" {
		p.New = &chat.Opening{Site: chat.DefaultSite}
	}
	out, err := h.desk.Post(h.t.Context(), h.people[who], p)
	must(h.t, err)
	return out.Conv
}

type answer struct {
	code   int
	body   map[string]any
	raw    string
	header http.Header
}

func (a answer) problem() string { return fmt.Sprint(a.code, " ", a.body["code"]) }

func (h *house) call(who, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	var in io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		must(h.t, err)
		in = strings.NewReader(string(b))
	}
	r := httptest.NewRequest(method, "/api/v1"+path, in)
	if who != "" {
		r.Header.Set("Authorization", who)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	out := answer{code: w.Code, raw: w.Body.String(), header: w.Header()}
	_ = json.Unmarshal(w.Body.Bytes(), &out.body)
	return out
}

type fields = map[string]any

// open opens a ticket and returns its number.
func (h *house) open(who string, body fields) int {
	h.t.Helper()
	a := h.call(who, "POST", "/tickets", body)
	if a.code != http.StatusCreated {
		h.t.Fatalf("opening %v: %d %s", body, a.code, a.raw)
	}
	return int(a.body["number"].(float64))
}

func (h *house) reply(who string, number int, body fields) answer {
	h.t.Helper()
	return h.call(who, "POST", fmt.Sprintf("/tickets/%d/replies", number), body)
}

func (h *house) change(who string, number int, body fields, headers ...string) answer {
	h.t.Helper()
	return h.call(who, "PATCH", fmt.Sprintf("/tickets/%d", number), body, headers...)
}

func (h *house) status(number int) string {
	h.t.Helper()
	return h.call("olga", "GET", fmt.Sprintf("/tickets/%d", number), nil).body["status"].(string)
}

// timeline is the ticket's history as one line an entry, read page by page.
func (h *house) timeline(who string, number int) []string {
	h.t.Helper()
	var lines []string
	for cursor := ""; ; {
		a := h.call(who, "GET", fmt.Sprintf("/tickets/%d/timeline?limit=2&cursor=%s", number, cursor), nil)
		if a.code != http.StatusOK {
			h.t.Fatalf("timeline: %d %s", a.code, a.raw)
		}
		for _, item := range a.body["items"].([]any) {
			lines = append(lines, line(item.(map[string]any)))
		}
		next, more := a.body["next"].(string)
		if !more {
			return lines
		}
		cursor = next
	}
}

func line(e map[string]any) string {
	s := e["kind"].(string)
	if m, ok := e["message"].(map[string]any); ok {
		return s + " " + m["text"].(string)
	}
	if text, ok := e["text"].(string); ok {
		s += " " + text
	}
	if list, ok := e["changes"].([]any); ok {
		for _, c := range list {
			c := c.(map[string]any)
			s += fmt.Sprintf(" %v:%v>%v", c["field"], c["from"], c["to"])
		}
	}
	return s
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// events are the logged events of the kinds, by pos.
func (h *house) events(kinds ...string) []store.Event {
	h.t.Helper()
	var list []store.Event
	must(h.t, h.store.View(h.t.Context(), func(r store.Reader) error {
		list = nil
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			for _, kind := range kinds {
				if e.Kind == kind {
					list = append(list, e)
				}
			}
		}
		return nil
	}))
	return list
}
