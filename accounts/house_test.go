package accounts

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/store/storetest"
)

// house is a Registry on a real store with a clock that the test turns.
type house struct {
	*Registry
	t      testing.TB
	now    atomic.Int64
	joined sync.Map // id of who joined the staff → what the house starts with
}

// cheap makes hashing fast enough for tests of everything but hashing.
var cheap = Cost{Memory: 64, Time: 1, Lanes: 1}

const goodPassword = "Corret0-cavalo"

var system = actor.Actor{Role: actor.System}

func newHouse(t testing.TB, change ...func(*Options)) *house {
	t.Helper()
	h := &house{t: t}
	h.now.Store(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).UnixNano())
	o := Options{
		Store: storetest.Open(t), Clock: h.clock, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Cost: cheap, SignIns: 10_000,
		URL:    func() string { return "http://127.0.0.1:8080" },
		Joined: func(_ store.Tx, a Account, first Names) error { h.joined.Store(a.ID, first); return nil },
	}
	for _, c := range change {
		c(&o)
	}
	h.Registry = New(o)
	t.Cleanup(h.Close)
	return h
}

func (h *house) clock() time.Time        { return time.Unix(0, h.now.Load()).UTC() }
func (h *house) advance(d time.Duration) { h.now.Add(int64(d)) }

func (h *house) person(email string, role actor.Role) Account {
	h.t.Helper()
	a, err := h.CreateAccount(h.t.Context(), system, NewAccount{Email: email, Name: "Olga Prado", Password: goodPassword, Role: role})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func (h *house) signIn(email, password string) (Account, Grant, error) {
	return h.SignIn(h.t.Context(), SignIn{Email: email, Password: password, Near: "192.0.2.1"})
}

func (h *house) view(fn func(store.Reader) error) {
	h.t.Helper()
	if err := h.Store.View(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// revoked lists the topics of all revocations so far.
func (h *house) revoked() (topics []string) {
	h.view(func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if e.Kind == store.KindRevoked {
				topics = append(topics, e.Topics...)
			}
		}
		return nil
	})
	return topics
}

func (h *house) sessions(account string) (all []Session) {
	h.view(func(r store.Reader) error {
		for s, err := range SessionsOf(r, account) {
			if err != nil {
				return err
			}
			all = append(all, s)
		}
		return nil
	})
	return all
}

// wantFault fails the test unless err is a fault of that code and field.
func wantFault(t testing.TB, err error, code, field string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Name() != code || f.Field != field {
		t.Errorf("got %v, want %s of %q", err, code, field)
	}
}
