package accounts

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// fullDisk is a store whose disk can be full.
type fullDisk struct {
	store.Store
	full atomic.Bool
}

func (f *fullDisk) Update(ctx context.Context, fn func(store.Tx) error) error {
	if f.full.Load() {
		return fault.New(fault.ReadOnly, "")
	}
	return f.Store.Update(ctx, fn)
}

func (f *fullDisk) Background(ctx context.Context, fn func(store.Tx) error) error {
	if f.full.Load() {
		return fault.New(fault.ReadOnly, "")
	}
	return f.Store.Background(ctx, fn)
}

func (h *house) callsWith(secret string) actor.Actor {
	h.t.Helper()
	r, _ := http.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: h.SessionCookie(), Value: secret})
	who, err := h.Authenticate(h.t.Context(), r)
	if err != nil {
		h.t.Fatal(err)
	}
	return who
}

func TestSignInWorksOnAFullDiskAndIsKeptWhenItIsFreed(t *testing.T) {
	disk := &fullDisk{}
	h := newHouse(t, func(o *Options) { disk.Store = o.Store; o.Store = disk })
	a := h.person("olga@example.com", actor.Operator)
	disk.full.Store(true)
	if _, _, err := h.signIn("olga@example.com", "Wrong-horse-1"); !fault.Is(err, fault.Unauthenticated) {
		t.Fatalf("a wrong password: %v", err)
	}
	_, grant, err := h.signIn("olga@example.com", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	if who := h.callsWith(grant.Session); who.ID != a.ID {
		t.Fatalf("the session is %v's", who)
	}
	h.writes.Wait()
	if n := len(h.sessions(a.ID)); n != 0 {
		t.Fatalf("%d sessions on a full disk", n)
	}
	disk.full.Store(false)
	h.callsWith(grant.Session)
	h.writes.Wait()
	if n := len(h.sessions(a.ID)); n != 1 {
		t.Fatalf("%d sessions after the disk was freed", n)
	}
	if who := h.callsWith(grant.Session); who.ID != a.ID {
		t.Fatal("the kept session does not open")
	}
}

func TestASpareSessionEndsWithSignOutAndPasswordChange(t *testing.T) {
	disk := &fullDisk{}
	h := newHouse(t, func(o *Options) { disk.Store = o.Store; o.Store = disk })
	h.person("olga@example.com", actor.Operator)
	disk.full.Store(true)
	_, first, _ := h.signIn("olga@example.com", goodPassword)
	_, second, _ := h.signIn("olga@example.com", goodPassword)
	if err := h.SignOut(t.Context(), h.callsWith(first.Session)); err != nil {
		t.Fatal(err)
	}
	if who := h.callsWith(first.Session); who.Role != actor.Anonymous {
		t.Error("signing out on a full disk did nothing")
	}
	who := h.callsWith(second.Session)
	h.writes.Wait()
	disk.full.Store(false)
	if err := h.ChangePassword(t.Context(), who, PasswordChange{Current: goodPassword, Password: "Another-pass-77", Confirmation: "Another-pass-77", Near: "192.0.2.1"}); err != nil {
		t.Fatal(err)
	}
	if who := h.callsWith(second.Session); who.Role != actor.Anonymous {
		t.Error("a spare session outlives the password it was opened with")
	}
}
