package live

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/actor"
	"balcao/fault"
	"balcao/static"
	"balcao/store"
	"balcao/store/storetest"
	"balcao/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	ada = actor.Actor{Role: actor.Operator, ID: "ada", Name: "Ada", Session: "s-ada"}
	bob = actor.Actor{Role: actor.Operator, ID: "bob", Name: "Bob", Session: "s-bob"}
	zoe = actor.Actor{Role: actor.Customer, ID: "zoe", Name: "Zoë", Session: "s-zoe"}
	vic = actor.Actor{Role: actor.Visitor, ID: "vic", Name: "Vic", Session: "s-vic", Site: "default"}
)

// world is a hub behind a real server on a real store.
type world struct {
	t      testing.TB
	store  store.Store
	limits Limits
	hub    *Hub
	server *httptest.Server
	stop   func()
	ids    atomic.Int64

	mu     sync.Mutex
	people map[string]actor.Actor // by bearer token
	topics map[string][]string    // by actor id
	here   []string
	sites  map[string]string // actor id → the one origin besides the own it may come from
	block  chan struct{}     // the frame "wait" ends when it is closed
}

func newWorld(t testing.TB, l Limits) *world {
	t.Helper()
	w := &world{t: t, store: storetest.Open(t), limits: l, people: map[string]actor.Actor{}, topics: map[string][]string{}, sites: map[string]string{}, block: make(chan struct{})}
	for _, a := range []actor.Actor{ada, bob, zoe, vic} {
		w.people[a.ID] = a
		if a.Staff() {
			w.topics[a.ID] = []string{"department/1"}
		}
	}
	w.start()
	t.Cleanup(func() { w.stop() })
	return w
}

// start makes a hub as a new process would.
func (w *world) start() {
	w.t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	hub := New(Options{
		Store: w.store, Clock: time.Now, Log: log,
		NewID:  func() string { return fmt.Sprintf("id-%d", w.ids.Add(1)) },
		Topics: func(_ store.Reader, a actor.Actor) ([]string, error) { return w.entitled(a.ID), nil },
		MayWatch: func(_ store.Reader, _ actor.Actor, conv string) error {
			if strings.HasPrefix(conv, "foreign") {
				return fault.Missing()
			}
			return nil
		},
		Snapshot:     func(_ store.Reader, a actor.Actor) (any, error) { return map[string]string{"for": a.ID}, nil },
		Origin:       w.origin,
		Authenticate: w.authenticate,
		Attendance:   w,
		Outdated:     func(c Client) bool { return c.Version == "0" },
		Say:          func(locale string, f *fault.Error) string { return "why in " + locale + ": " + f.Name() },
		Frames: []Frame{
			{Name: "send", Roles: actor.Chatters, Handle: w.send},
			{Name: "typing", Roles: actor.Chatters, Handle: func(_ context.Context, c *Conn, _ []byte) error {
				w.hub.Volatile("typing", "c1", map[string]string{"by": c.Actor().ID}, []string{"department/1", "conversation/c1"}, c.ID())
				return nil
			}},
			{Name: "wait", Roles: actor.Chatters, Handle: func(ctx context.Context, c *Conn, _ []byte) error {
				select {
				case <-w.block:
				case <-ctx.Done():
				}
				return c.Reply(OK{CMID: "waited"})
			}},
			{Name: "panic", Roles: actor.Chatters, Handle: func(context.Context, *Conn, []byte) error { panic("the secret inside") }},
		},
		Limits: w.limits,
	})
	w.hub = hub
	assets, err := static.NewAssets()
	if err != nil {
		w.t.Fatal(err)
	}
	texts, err := static.LoadCatalogue(assets.Files())
	if err != nil {
		w.t.Fatal(err)
	}
	router, err := web.New(web.Options{
		Log: log, Assets: assets, Catalogue: texts, Authenticate: w.authenticate, NewID: hub.o.NewID,
		Branding: func(context.Context) web.Branding { return web.Branding{Name: "Test", Locale: "en"} },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	hub.Mount(router)
	server := httptest.NewServer(router)
	w.server = server
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- hub.Run(ctx) }()
	w.stop = sync.OnceFunc(func() {
		hub.Close()
		cancel()
		if err := <-ran; err != nil {
			w.t.Error(err)
		}
		server.Close()
		http.DefaultClient.CloseIdleConnections()
		hub.mu.Lock()
		defer hub.mu.Unlock()
		if n := len(hub.conns) + len(hub.byOwn) + len(hub.byTopic) + len(hub.silent); n != 0 {
			w.t.Errorf("%d things left in the hub: conns %v own %v topics %v silent %v", n, hub.conns, hub.byOwn, hub.byTopic, hub.silent)
		}
	})
}

func (w *world) restart() { w.stop(); w.start() }

func (w *world) entitled(id string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.topics[id]
}

func (w *world) origin(r *http.Request, a *actor.Actor) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	o := r.Header.Get("Origin")
	if a == nil {
		return o == w.server.URL || o == "https://site.example"
	}
	return o == w.server.URL || w.sites[a.ID] != "" && o == w.sites[a.ID]
}

func (w *world) authenticate(_ context.Context, r *http.Request) (actor.Actor, error) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if token == "" {
		return actor.Actor{}, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	a, ok := w.people[token]
	if !ok {
		return actor.Actor{}, fault.New(fault.Unauthenticated, "")
	}
	return a, nil
}

func (w *world) Arrived(a actor.Actor, _ string) { w.note("+" + a.ID) }
func (w *world) Left(a actor.Actor, _ string)    { w.note("-" + a.ID) }

func (w *world) note(s string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.here = append(w.here, s)
}

func (w *world) attended() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.here, " ")
}

// add brings one more person in.
func (w *world) add(a actor.Actor) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.people[a.ID] = a
}

// send is a feature in small: one event, then ok.
func (w *world) send(ctx context.Context, c *Conn, raw []byte) error {
	var f struct {
		CMID string   `json:"cmid"`
		Text string   `json:"text"`
		To   []string `json:"to"`
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return fault.New(fault.Unreadable, "").With(err)
	}
	if f.Text == "" {
		return fault.Field("text", "required")
	}
	var pos uint64
	err := w.store.Update(ctx, func(tx store.Tx) error {
		pos = tx.Append(message(c.Actor().Topic(), f.CMID, f.Text, append(f.To, c.Actor().Topic())...))
		return nil
	})
	if err != nil {
		return err
	}
	return c.Reply(OK{CMID: f.CMID, Conv: "c1", Stream: "public", Seq: pos, Pos: pos, TS: Stamp(time.Now())})
}

func message(author, cmid, text string, topics ...string) store.Event {
	staff, _ := json.Marshal(map[string]string{"text": text, "for": "staff"})
	public, _ := json.Marshal(map[string]string{"text": text})
	return store.Event{Kind: "message", At: time.Now(), Conv: "c1", Stream: "public", Seq: 1, Author: author, CMID: cmid, Topics: topics, Staff: staff, Public: public}
}

func note(text string, topics ...string) store.Event {
	e := message("account/ada", "", text, topics...)
	e.Stream, e.Public = "internal", nil
	return e
}

// commit writes events in one transaction and returns the newest pos.
func (w *world) commit(events ...store.Event) uint64 {
	w.t.Helper()
	var pos uint64
	err := w.store.Update(context.Background(), func(tx store.Tx) error {
		for _, e := range events {
			if e.At.IsZero() {
				e.At = time.Now()
			}
			pos = tx.Append(e)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return pos
}

// ask calls the server as the person.
// reached waits until the hub has handed out everything up to pos.
func (w *world) reached(pos uint64) {
	w.t.Helper()
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(time.Millisecond) {
		w.hub.mu.Lock()
		head := w.hub.head
		w.hub.mu.Unlock()
		if head >= pos {
			return
		}
	}
	w.t.Fatalf("the hub did not reach %d", pos)
}

func (w *world) ask(method, path, who string, headers ...string) (int, http.Header, []byte) {
	w.t.Helper()
	r, err := http.NewRequest(method, w.server.URL+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+who)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, b
}

func (w *world) ticket(who string, headers ...string) string {
	w.t.Helper()
	status, _, b := w.ask("POST", "/api/v1/live/ticket", who, headers...)
	var a ticketAnswer
	if err := json.Unmarshal(b, &a); status != 201 || err != nil || a.Ticket == "" {
		w.t.Fatalf("ticket: %d %s", status, b)
	}
	if want := "ws" + strings.TrimPrefix(w.server.URL, "http") + "/live"; a.URL != want {
		w.t.Fatalf("url %q, want %q", a.URL, want)
	}
	return a.Ticket
}

func (w *world) revoke(topic string) uint64 {
	w.t.Helper()
	return w.commit(store.Event{Kind: store.KindRevoked, Topics: []string{topic}})
}
