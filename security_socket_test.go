package main

import (
	"testing"
	"time"
)

func TestANewPasswordClosesEveryOtherSocketWithinASecond(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	here, there := s.signIn("a@balcao.test", adminPassword), s.signIn("a@balcao.test", adminPassword)
	mine, other := here.dial(nil), there.dial(nil)
	mine.frame("synced")
	other.frame("synced")
	start := time.Now()
	here.want(204, "POST", "/api/v1/me/password", object{"current": adminPassword, "password": "Basalt-Window-5", "password_confirmation": "Basalt-Window-5"})
	if code := other.closeCode(); code != 4502 || time.Since(start) > time.Second {
		t.Errorf("closed with %d after %v", code, time.Since(start))
	}
	there.want(401, "GET", "/api/v1/me", nil)
	here.want(200, "GET", "/api/v1/me", nil)
	here.want(201, "POST", "/api/v1/accounts", object{"email": "o@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"})

	// A first password set by an administrator ends them all.
	olga := s.signIn("o@balcao.test", "Granite-Window-4")
	theirs := olga.dial(nil)
	theirs.frame("synced")
	id := olga.want(200, "GET", "/api/v1/me", nil)["id"].(string)
	start = time.Now()
	here.want(200, "PATCH", "/api/v1/accounts/"+id, object{"password": "Marble-Harbour-8", "must_change": true})
	if code := theirs.closeCode(); code != 4502 || time.Since(start) > time.Second {
		t.Errorf("closed with %d after %v", code, time.Since(start))
	}
}

func TestASecondFactorNowRequiredClosesTheSocketsOfStaffWithoutOne(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	admin := s.signIn("a@balcao.test", adminPassword)
	admin.want(201, "POST", "/api/v1/accounts", object{"email": "o@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"})
	olga := s.signIn("o@balcao.test", "Granite-Window-4")
	k := olga.dial(nil)
	k.frame("synced")
	start := time.Now()
	admin.want(200, "PATCH", "/api/v1/settings/security", object{"staff_totp": true})
	if code := k.closeCode(); code != 4502 || time.Since(start) > time.Second {
		t.Errorf("closed with %d after %v", code, time.Since(start))
	}
	if got := olga.want(403, "POST", "/api/v1/live/ticket", nil); got["code"] != "totp_needed" {
		t.Errorf("a new socket: %v", got)
	}
	offer := olga.want(200, "POST", "/api/v1/me/totp", object{"password": "Granite-Window-4"})
	olga.want(200, "POST", "/api/v1/me/totp/confirm", object{"code": shown(offer["secret"])})
	again := olga.dial(nil)
	again.frame("synced")
	admin.want(403, "GET", "/api/v1/accounts", nil) // whoever decided it is no exception
}
