package accounts

import (
	"testing"

	"balcao/actor"
)

func TestSecuritySettingsAreReadByStaffAndDecidedByAdministrators(t *testing.T) {
	h := newHouse(t)
	h.person("ada@acme.example", actor.Administrator)
	h.person("olga@acme.example", actor.Operator)
	customer := h.person("cleo@acme.example", actor.Customer)
	handler := h.mounted()
	admin, staff, cleo := h.browser(handler), h.browser(handler), h.browser(handler)
	admin.signIn("ada@acme.example", goodPassword)
	staff.signIn("olga@acme.example", goodPassword)
	cleo.signIn(customer.Email, goodPassword)
	want(t, staff.call(200, "GET", "/api/v1/settings/security", ""), "staff_totp", false, "invitation_days", 14, "landing", "profile")
	cleo.call(403, "GET", "/api/v1/settings/security", "")
	staff.call(403, "PATCH", "/api/v1/settings/security", `{"staff_totp":true}`)
	want(t, admin.call(200, "PATCH", "/api/v1/settings/security", `{"invitation_days":7,"landing":"my_support"}`), "invitation_days", 7, "landing", "my_support")
	tag := admin.header.Get("ETag")
	want(t, admin.call(200, "GET", "/api/v1/settings", ""), "home_is_my_support", true)
	admin.call(200, "PATCH", "/api/v1/settings/security", `{"landing":"profile"}`, "If-Match", tag)
	admin.call(412, "PATCH", "/api/v1/settings/security", `{"landing":"my_support"}`, "If-Match", tag)
	for body, field := range map[string]string{`{"invitation_days":0}`: "invitation_days", `{"invitation_days":366}`: "invitation_days", `{"landing":"moon"}`: "landing", `{"staff_totp":1}`: "staff_totp"} {
		want(t, admin.call(422, "PATCH", "/api/v1/settings/security", body), "field", field)
	}
	want(t, admin.call(200, "GET", "/api/v1/settings/security", ""), "invitation_days", 7, "landing", "profile")
}

func TestCustomersArriveWhereTheSettingSaysAndStaffInTheConsole(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@acme.example", actor.Administrator)
	h.person("cleo@acme.example", actor.Customer)
	handler := h.mounted()
	arrives := func(email, want string) {
		t.Helper()
		if _, to := h.browser(handler).page(303, "/sign-in", "email", email, "password", goodPassword); to != want {
			t.Errorf("%s is sent to %s, want %s", email, to, want)
		}
	}
	arrives("cleo@acme.example", "/profile")
	to := landingMySupport
	if _, err := h.ChangeSecurity(t.Context(), ada.Actor(), SecurityChange{Landing: &to}, func(Security) error { return nil }); err != nil {
		t.Fatal(err)
	}
	arrives("cleo@acme.example", "/tickets")
	arrives("ada@acme.example", "/console")
}
