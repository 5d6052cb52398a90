package accounts

import (
	"slices"
	"testing"

	"balcao/actor"
	"balcao/fault"
)

func TestStaffWhoMustHaveASecondFactorCanDoNothingBeforeTheyDo(t *testing.T) {
	h := newHouse(t)
	ada, olga := h.person("ada@acme.example", actor.Administrator), h.person("olga@acme.example", actor.Operator)
	customer := h.person("cleo@acme.example", actor.Customer)
	h.protect(ada)
	handler := h.mounted()
	b := h.browser(handler)
	b.signIn(olga.Email, goodPassword)
	yes := true
	if _, err := h.ChangeSecurity(t.Context(), ada.Actor(), SecurityChange{StaffTOTP: &yes}, func(Security) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(h.revoked(), "account/"+olga.ID) || slices.Contains(h.revoked(), "account/"+ada.ID) || slices.Contains(h.revoked(), "account/"+customer.ID) {
		t.Errorf("sockets closed: %q", h.revoked())
	}
	want(t, b.call(403, "GET", "/api/v1/accounts", ""), "code", "totp_needed")
	b.call(200, "GET", "/api/v1/me", "")
	if _, to := b.page(303, "/profile/email"); to != "/profile/two-step" {
		t.Errorf("a page leads to %s", to)
	}
	page, _ := b.page(200, "/profile/two-step")
	holds(t, page, `action="/profile/two-step"`, "notice-caution")
	offer := b.call(200, "POST", "/api/v1/me/totp", `{"password":"`+goodPassword+`"}`)
	b.call(200, "POST", "/api/v1/me/totp/confirm", `{"code":"`+h.shown(offer["secret"].(string))+`"}`)
	b.call(200, "GET", "/api/v1/accounts", "")
	want(t, b.call(403, "DELETE", "/api/v1/me/totp", `{"password":"`+goodPassword+`"}`), "code", "totp_staff")
	c := h.browser(handler)
	c.signIn(customer.Email, goodPassword)
	c.call(200, "PATCH", "/api/v1/me", `{"phone":"+1"}`)
	if err := May(nil, actor.Actor{Role: actor.Administrator, ID: "x", NeedsTOTP: true}, "account.create", Object{}); fault.Of(err) == nil || fault.Of(err).Name() != "totp_needed" {
		t.Errorf("May: %v", err)
	}
}

func TestWhoLostEverythingIsLetInByAnAdministratorOrTheCommandLine(t *testing.T) {
	h := newHouse(t)
	ada, olga := h.person("ada@acme.example", actor.Administrator), h.person("olga@acme.example", actor.Operator)
	h.protect(ada)
	h.protect(olga)
	if err := h.TakeTOTP(t.Context(), olga.Actor(), ada.ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an operator: %v", err)
	}
	if err := h.TakeTOTP(t.Context(), ada.Actor(), olga.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.signInWith(olga.Email, ""); err != nil {
		t.Error(err)
	}
	told := h.notices("totp.changed")
	if n := told[len(told)-1]; n.Args["state"] != "off" || n.To[0] != "account/"+olga.ID {
		t.Errorf("told %+v", n)
	}
	if _, err := h.FirstAdmin(t.Context(), NewAccount{Email: ada.Email, Name: "Ada", Password: "Basalt-Window-5"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.SignIn(t.Context(), SignIn{Email: ada.Email, Password: "Basalt-Window-5"}); err != nil {
		t.Error(err)
	}
}

func TestACodeOpensOnceOnAFullDiskToo(t *testing.T) {
	disk := &fullDisk{}
	h := newHouse(t, func(o *Options) { disk.Store = o.Store; o.Store = disk })
	a := h.person("olga@acme.example", actor.Operator)
	secret, recovery := h.protect(a)
	disk.full.Store(true)
	code := h.shown(secret)
	if _, err := h.signInWith(a.Email, code); err != nil {
		t.Fatal(err)
	}
	for _, again := range []string{code, recovery[0]} {
		_, err := h.signInWith(a.Email, again)
		wantFault(t, err, "totp_wrong", "code")
	}
}
