package accounts

import (
	"fmt"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
)

func (h *house) from(email, agent, near, browser string) Grant {
	h.t.Helper()
	_, grant, err := h.SignIn(h.t.Context(), SignIn{Email: email, Password: goodPassword, UserAgent: agent, Address: near, Near: near, Device: browser})
	if err != nil {
		h.t.Fatal(err)
	}
	return grant
}

const windowsChrome = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"

func TestABrowserNotSeenBeforeIsToldOnceAndTheFirstNot(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	first := h.from(a.Email, windowsChrome, "192.0.2.1", "")
	if n := h.notices("device.new"); len(n) != 0 {
		t.Fatalf("the first of all was told: %+v", n)
	}
	h.from(a.Email, windowsChrome, "198.51.100.9", first.Device) // on the way, the same browser
	h.from(a.Email, windowsChrome, "192.0.2.1", "")              // its cookies were taken away
	if n := h.notices("device.new"); len(n) != 0 {
		t.Fatalf("a known browser was told: %+v", n)
	}
	second := h.from(a.Email, "Mozilla/5.0 (iPhone) Safari/604.1", "203.0.113.5", "")
	n := h.notices("device.new")
	if len(n) != 1 || n[0].To[0] != "account/"+a.ID || n[0].Args["device"] != "Safari · iPhone" || n[0].Args["address"] != "203.0.113.5" {
		t.Fatalf("told %+v", n)
	}
	if at, err := time.Parse(time.RFC3339, n[0].Args["at"]); err != nil || !at.Equal(h.clock()) {
		t.Errorf("at %s, %v", n[0].Args["at"], err)
	}
	h.from(a.Email, "Mozilla/5.0 (iPhone) Safari/605.1", "203.0.113.77", second.Device)
	if n := h.notices("device.new"); len(n) != 1 {
		t.Errorf("told again: %+v", n)
	}
}

func TestABrowserKnownToOneAccountIsNewToAnother(t *testing.T) {
	h := newHouse(t)
	a, b := h.person("olga@acme.example", actor.Customer), h.person("vera@acme.example", actor.Customer)
	h.from(b.Email, "Firefox/1 Linux", "198.51.100.1", "")
	mine := h.from(a.Email, windowsChrome, "192.0.2.1", "")
	h.from(b.Email, windowsChrome, "192.0.2.1", mine.Device)
	if n := h.notices("device.new"); len(n) != 1 || n[0].To[0] != "account/"+b.ID {
		t.Errorf("told %+v", n)
	}
	h.view(func(r store.Reader) error {
		for d, err := range devices.All(r) {
			if err != nil {
				return err
			}
			if d.Hash == mine.Device || d.Hash == atRest(mine.Device) {
				t.Error("the cookie can be read from the file")
			}
		}
		return nil
	})
}

func TestOnlySoManyBrowsersAreRemembered(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	for i := range devicesAtMost + 10 {
		h.advance(time.Minute)
		h.from(a.Email, fmt.Sprintf("Browser/%d", i), "192.0.2.1", "")
	}
	n := 0
	h.view(func(r store.Reader) error {
		for _, err := range devices.All(r, a.ID) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if n != devicesAtMost {
		t.Errorf("%d browsers", n)
	}
}

func TestTheDeviceCookieIsHandedOutAndComesBack(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	handler := h.mounted()
	b := h.browser(handler)
	b.signIn(a.Email, goodPassword)
	first := b.cookies[h.DeviceCookie()]
	b.call(204, "DELETE", "/api/v1/session", "")
	b.signIn(a.Email, goodPassword)
	if first == "" || b.cookies[h.DeviceCookie()] != first {
		t.Errorf("%q became %q", first, b.cookies[h.DeviceCookie()])
	}
}

func TestACopiedRememberTokenIsToldToTheOwner(t *testing.T) {
	h, a, grant := remembered(t)
	h.advance(25 * time.Hour)
	_, got := h.visit(grant.Remember)
	h.whoHas(got["balcao_session"])
	h.Close()
	h.advance(time.Hour)
	if who, _ := h.visit(grant.Remember); who.ID != "" {
		t.Fatal("a replaced token opens")
	}
	if n := h.notices("session.stolen"); len(n) != 1 || n[0].To[0] != "account/"+a.ID {
		t.Errorf("told %+v", n)
	}
}
