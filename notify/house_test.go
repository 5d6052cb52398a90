package notify

import (
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/seal"
	"balcao/static"
	"balcao/store"
	"balcao/store/storetest"
)

// house is a Post on a real store with a clock that the test turns.
type house struct {
	*Post
	t        *testing.T
	now      atomic.Int64
	registry *accounts.Registry
	quotes   map[string]Quote
	links    map[string]string
}

var system = actor.Actor{Role: actor.System}

func newHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	h := &house{t: t, quotes: map[string]Quote{}, links: map[string]string{}}
	h.now.Store(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).UnixNano())
	files := os.DirFS("../static")
	texts, err := static.LoadCatalogue(files)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Store: storetest.Open(t), Clock: h.clock, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Texts: texts, Files: files, Key: seal.Key{1, 2, 3},
		URL:      func() string { return "https://balcao.example" },
		Patience: time.Second,
		Link: func(_ store.Reader, ref string) (string, error) {
			if link, ok := h.links[ref]; ok {
				return link, nil
			}
			return "", fault.Missing()
		},
		Quote: func(_ store.Reader, ref string) (Quote, error) {
			if q, ok := h.quotes[ref]; ok {
				return q, nil
			}
			return Quote{}, fault.Missing()
		},
	}
	for _, c := range change {
		c(&o)
	}
	if h.Post, err = New(o); err != nil {
		t.Fatal(err)
	}
	h.registry = accounts.New(accounts.Options{
		Store: o.Store, Clock: o.Clock, NewID: o.NewID, Log: o.Log, Cost: accounts.Cost{Memory: 64, Time: 1, Lanes: 1},
		URL: o.URL,
	})
	t.Cleanup(h.registry.Close)
	return h
}

func (h *house) clock() time.Time        { return time.Unix(0, h.now.Load()).UTC() }
func (h *house) advance(d time.Duration) { h.now.Add(int64(d)) }

// person gives somebody an account.
func (h *house) person(email, name, locale string, role actor.Role) accounts.Account {
	h.t.Helper()
	a, err := h.registry.CreateAccount(h.t.Context(), system, accounts.NewAccount{
		Email: email, Name: name, Password: "Corret0-cavalo", Role: role, Locale: locale,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// visitor is somebody who typed an address that nobody has proved.
func (h *house) visitor(email, name string) string {
	h.t.Helper()
	v, _, err := h.registry.NewVisitor(h.t.Context(), accounts.Visitor{Name: name, Email: email, Site: "default"})
	if err != nil {
		h.t.Fatal(err)
	}
	return "visitor/" + v.ID
}

// happens appends an event that says these notices, and has it followed.
func (h *house) happens(list ...store.Notice) {
	h.t.Helper()
	h.appends(list...)
	h.follows()
}

// follows has the events followed, with company for what waits for a group to
// ride in.
func (h *house) follows() {
	h.t.Helper()
	done := make(chan error, 1)
	go func() { done <- h.Follow(h.t.Context()) }()
	for {
		select {
		case err := <-done:
			if err != nil {
				h.t.Fatal(err)
			}
			return
		case <-time.After(2 * time.Millisecond):
			h.update(func(tx store.Tx) error { return tx.Put(store.Key("company"), nil) })
		}
	}
}

func (h *house) appends(list ...store.Notice) {
	h.t.Helper()
	h.update(func(tx store.Tx) error {
		tx.Append(store.Event{Kind: "~notice", At: h.clock(), Notices: list})
		return nil
	})
}

func (h *house) update(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.Store.Update(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(fn func(store.Reader) error) {
	h.t.Helper()
	if err := h.Store.View(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// sends has the outbox worked off.
func (h *house) sends() { h.t.Helper(); h.Send(h.t.Context()) }

// uses sets the mail server up.
func (h *house) uses(s *mailServer) {
	h.t.Helper()
	h.sets(SettingsChange{Host: new("127.0.0.1"), Port: &s.port, Security: new(NoTLS), From: new("support@balcao.example")})
}

func (h *house) sets(in SettingsChange) Settings {
	h.t.Helper()
	s, err := h.ChangeSettings(h.t.Context(), system, in, func(Settings) error { return nil })
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// outbox lists the mails in a state, oldest first.
func (h *house) outbox(state string) (list []Mail) {
	h.t.Helper()
	h.view(func(r store.Reader) error {
		for m, err := range mails.By(r, indexState, state) {
			if err != nil {
				return err
			}
			list = append(list, m)
		}
		return nil
	})
	return list
}

func (h *house) feed(a accounts.Account, lang string) (list []NoticeView) {
	h.t.Helper()
	h.view(func(r store.Reader) (err error) {
		list, _, err = h.Feed(r, a.Actor(), lang, "", 200)
		return err
	})
	return list
}

// replied is the notice of an answer on ticket 7.
func replied(to ...string) store.Notice {
	return store.Notice{
		To: to, Kind: "ticket.replied", URL: "/tickets/7", Quote: "ticket/7/entry/2", Thread: "ticket/7",
		Args: map[string]string{"number": "7", "title": "Import stops", "by": "Olga Prado"},
	}
}

func mustContain(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q:\n%s", where, part, text)
		}
	}
}

func mustLack(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%s holds %q:\n%s", where, part, text)
		}
	}
}
