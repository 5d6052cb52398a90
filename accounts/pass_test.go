package accounts

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// vouched exchanges a token and returns whom the widget knows and its bearer.
func (v *vendor) vouched(changes map[string]any) (Person, string) {
	v.h.t.Helper()
	p, token, err := v.h.Vouch(v.h.t.Context(), v.token(changes), Visitor{Site: "default"})
	if err != nil {
		v.h.t.Fatal(err)
	}
	return p, token
}

// bearing is who brings the bearer to that path.
func (h *house) bearing(token, path string) (actor.Actor, error) {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return h.Authenticate(h.t.Context(), r)
}

const chats = "/api/v1/conversations"

func (h *house) customer(email, company string) Account {
	h.t.Helper()
	a, err := h.CreateAccount(h.t.Context(), system, NewAccount{
		Email: email, Name: "Bia Rocha", Password: goodPassword, Role: actor.Customer, Company: company, MustChange: true,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func TestWithAnAccountTheWidgetIsTheCustomer(t *testing.T) {
	h := newHouse(t)
	c := h.client("Aurora", "aurora.test")
	a := h.customer("bia@aurora.test", c.ID)
	v := h.vendor(h.sells("Risk Manager"))
	for _, company := range []string{"Aurora", "aurora", c.ID, "AURORA.TEST"} {
		p, token := v.vouched(map[string]any{"company": company, "email": "BIA@aurora.test"})
		who, err := h.bearing(token, chats)
		if err != nil || p.ID != a.ID || who.Topic() != "account/"+a.ID || who.Role != actor.Customer || who.Company != c.ID || who.MustChange || who.Site != "default" {
			t.Errorf("%s: %+v, %+v, %v", company, p, who, err)
		}
	}
	h.view(func(r store.Reader) error {
		seen, err := InstallationsOf(r, c.ID)
		if len(seen) != 1 || seen[0].Version != "8.2" || seen[0].Source != FromIdentity {
			t.Errorf("installations: %+v", seen)
		}
		return err
	})
}

func TestAWidgetsTokenOpensWhatTheWidgetShowsAndNoMore(t *testing.T) {
	h := newHouse(t)
	a := h.customer("bia@aurora.test", "")
	_, token := h.vendor(h.sells("Risk Manager")).vouched(nil)
	for _, path := range []string{chats, "/api/v1/tickets/3", "/api/v1/live/ticket", "/live", "/files/x/y.png", "/api/v1/widget/visitor"} {
		if who, err := h.bearing(token, path); err != nil || who.ID != a.ID {
			t.Errorf("%s: %v, %v", path, who.ID, err)
		}
	}
	for _, path := range []string{"/api/v1/me", "/api/v1/me/sessions", "/api/v1/session", "/api/v1/accounts", "/profile", "/api/v1/settings", "/"} {
		if who, err := h.bearing(token, path); !fault.Is(err, fault.Forbidden) || who.ID != "" {
			t.Errorf("%s: %v, %v", path, who.ID, err)
		}
	}
}

func TestWithoutAnAccountOneIsTheSameContactOnEveryDevice(t *testing.T) {
	h := newHouse(t)
	c := h.client("Aurora")
	v := h.vendor(h.sells("Risk Manager"))
	first, one := v.vouched(nil)
	second, two := v.vouched(map[string]any{"name": "Bia Nunes", "email": "bia.nunes@aurora.test"})
	if first.Kind != "visitor" || first.ID != second.ID {
		t.Errorf("%+v, then %+v", first, second)
	}
	for _, token := range []string{one, two} {
		who, err := h.bearing(token, chats)
		if err != nil || who.Role != actor.Visitor || who.ID != first.ID || who.Name != "Bia Nunes" || who.Company != "" {
			t.Errorf("%+v, %v", who, err)
		}
	}
	other, _ := v.vouched(map[string]any{"sub": "u-2"})
	if other.ID == first.ID {
		t.Error("another person is the same contact")
	}
	h.view(func(r store.Reader) error {
		to, err := RecipientOf(r, "visitor/"+first.ID)
		if !to.Verified || to.Email != "bia.nunes@aurora.test" {
			t.Errorf("mail reaches %+v", to)
		}
		kept, _ := VisitorOf(r, first.ID)
		if kept.Company != c.ID || !kept.Vouched() {
			t.Errorf("%+v", kept)
		}
		return err
	})
	// what was proved is not talked away
	h.write(func(tx store.Tx) error {
		kept, err := VisitorOf(tx, first.ID)
		if err != nil {
			return err
		}
		kept.Name, kept.Email, kept.Company, kept.Subject = "Director", "boss@aurora.test", "another", ""
		return UpdateVisitor(tx, kept)
	})
	h.view(func(r store.Reader) error {
		kept, err := VisitorOf(r, first.ID)
		if kept.Name != "Bia Nunes" || kept.Email != "bia.nunes@aurora.test" || kept.Company != c.ID || kept.Subject != "u-1" {
			t.Errorf("%+v", kept)
		}
		return err
	})
}

func TestAContactHasTheCoverOfTheCompany(t *testing.T) {
	h := newHouse(t)
	c := h.client("Aurora")
	p := h.sells("Risk Manager")
	v := h.vendor(p)
	known, _ := v.vouched(nil)
	stranger, _ := v.vouched(map[string]any{"sub": "u-9", "company": "Nobody Knows Ltd"})
	cover := func(id string) (state string) {
		h.view(func(r store.Reader) error {
			is, err := CoverOf(r, h.clock(), "visitor/"+id, p.Name)
			state = is.State
			return err
		})
		return state
	}
	if cover(known.ID) != Unlicensed {
		t.Error("covered before there is a contract")
	}
	from, to, plan, edition := "2026-01-01", "2026-12-31", "Standard", "Enterprise"
	h.write(FirstStart)
	if _, err := h.AddLicence(t.Context(), system, c.ID, LicenceChange{Product: &p.ID, Edition: &edition, ValidFrom: &from, ValidTo: &to}); err != nil {
		t.Fatal(err)
	}
	if cover(known.ID) != Licensed {
		t.Error("not licensed with the company's licence")
	}
	if _, err := h.AddContract(t.Context(), system, c.ID, ContractChange{Plan: &plan, ValidFrom: &from, ValidTo: &to}); err != nil {
		t.Fatal(err)
	}
	if cover(known.ID) != Covered || cover(stranger.ID) != Unlicensed {
		t.Errorf("%s for the contact, %s for one of an unknown company", cover(known.ID), cover(stranger.ID))
	}
}

func TestWhomAProductMayNotSpeakFor(t *testing.T) {
	h := newHouse(t)
	aurora, other := h.client("Aurora"), h.client("Boreal")
	h.person("olga@balcao.test", actor.Operator)
	h.person("ada@balcao.test", actor.Administrator)
	gone := h.customer("gone@aurora.test", aurora.ID)
	if _, err := h.SetDisabled(t.Context(), system, gone.ID, true); err != nil {
		t.Fatal(err)
	}
	elsewhere := h.customer("bia@aurora.test", other.ID)
	v := h.vendor(h.sells("Risk Manager"))
	for email, code := range map[string]string{
		"olga@balcao.test": "identity_staff", "Ada@Balcao.test": "identity_staff", "gone@aurora.test": "identity_disabled",
		"new@aurora.test": "identity_no_account", "bia@aurora.test": "identity_company",
	} {
		said := map[string]any{"email": email, "sub": email}
		_, grant, err := h.SignInVouched(t.Context(), v.token(said), SignIn{})
		wantFault(t, err, code, "")
		if grant.Session != "" {
			t.Errorf("%s has a session", email)
		}
		p, _, err := h.Vouch(t.Context(), v.token(said), Visitor{Site: "default"})
		switch code {
		case "identity_staff", "identity_disabled":
			wantFault(t, err, code, "")
		default: // chats, as a contact of the company that the product names
			if err != nil || p.Kind != "visitor" || p.ID == elsewhere.ID {
				t.Errorf("%s: %+v, %v", email, p, err)
			}
		}
	}
}

func TestWhatEndsAWidgetsSession(t *testing.T) {
	type scene struct {
		h     *house
		v     *vendor
		a     Account
		token string
	}
	password := "Velvet-Anchor-3"
	for name, deed := range map[string]func(s scene) error{
		"a month unused": func(s scene) error { s.h.advance(passIdle); return nil },
		"signing out of the page": func(s scene) error {
			who, err := s.h.bearing(s.token, chats)
			if err != nil {
				return err
			}
			return s.h.LeaveWidget(t.Context(), who)
		},
		"the key revoked": func(s scene) error { return s.h.RevokeKey(t.Context(), system, s.v.product.ID, s.v.kid) },
		"a new password": func(s scene) error {
			_, err := s.h.ChangeAccount(t.Context(), system, s.a.ID, AccountChange{Password: &password})
			return err
		},
		"all sessions ended":   func(s scene) error { return s.h.EndOwnSessions(t.Context(), s.a.Actor(), "") },
		"the others ended":     func(s scene) error { return s.h.EndOwnSessions(t.Context(), s.a.Actor(), "mine") },
		"the account disabled": func(s scene) error { _, err := s.h.SetDisabled(t.Context(), system, s.a.ID, true); return err },
		"a role on the staff": func(s scene) error {
			role := "operator"
			_, err := s.h.ChangeAccount(t.Context(), system, s.a.ID, AccountChange{Role: &role})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			s := scene{h: h, a: h.customer("bia@aurora.test", ""), v: h.vendor(h.sells("Risk Manager"))}
			_, s.token = s.v.vouched(nil)
			if _, err := h.bearing(s.token, chats); err != nil {
				t.Fatal(err)
			}
			if err := deed(s); err != nil {
				t.Fatal(err)
			}
			who, err := h.bearing(s.token, chats)
			if !fault.Is(err, fault.Unauthenticated) || who.ID != "" {
				t.Errorf("still %v, %v", who.ID, err)
			}
		})
	}
}

func TestARevokedKeyEndsEverySessionItOpened(t *testing.T) {
	h := newHouse(t)
	a := h.customer("bia@aurora.test", "")
	p := h.sells("Risk Manager")
	old, fresh := h.vendor(p), h.vendor(p)
	for n := range endedAtOnce + 10 { // more than one transaction ends
		old.vouched(map[string]any{"sub": fmt.Sprint("u", n), "email": fmt.Sprint("x", n, "@aurora.test")})
	}
	_, stays := fresh.vouched(nil)
	session := func(v *vendor) string {
		_, grant, err := h.SignInVouched(t.Context(), v.token(nil), SignIn{})
		if err != nil || grant.Session == "" || grant.Remember != "" {
			t.Fatal(grant, err)
		}
		return grant.Session
	}
	ends, goesOn := session(old), session(fresh)
	if err := h.RevokeKey(t.Context(), system, p.ID, old.kid); err != nil {
		t.Fatal(err)
	}
	signedIn := func(secret string) string {
		r := httptest.NewRequest("GET", "/profile", nil)
		r.AddCookie(&http.Cookie{Name: h.SessionCookie(), Value: secret})
		who, err := h.Authenticate(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return who.ID
	}
	if signedIn(ends) != "" || signedIn(goesOn) != a.ID {
		t.Errorf("%q by the old key, %q by the new", signedIn(ends), signedIn(goesOn))
	}
	if _, err := h.bearing(stays, chats); err != nil {
		t.Error(err)
	}
	h.view(func(r store.Reader) error {
		left, err := passes.Count(r, "")
		if left != 1 {
			t.Errorf("%d widget sessions are left, want that of the other key", left)
		}
		return err
	})
	if n := len(h.revoked()); n != endedAtOnce+11 {
		t.Errorf("%d ends were told to open connections", n)
	}
}

func TestAPersonsOldestWidgetEndsWhenThereAreTooMany(t *testing.T) {
	h := newHouse(t)
	v := h.vendor(h.sells("Risk Manager"))
	var tokens []string
	for range passesMost + 1 {
		_, token := v.vouched(nil)
		tokens = append(tokens, token)
		h.advance(time.Second)
	}
	if _, err := h.bearing(tokens[0], chats); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the oldest: %v", err)
	}
	for _, token := range tokens[1:] {
		if _, err := h.bearing(token, chats); err != nil {
			t.Error(err)
		}
	}
}

func TestABlockedContactStaysOut(t *testing.T) {
	h := newHouse(t)
	v := h.vendor(h.sells("Risk Manager"))
	p, token := v.vouched(nil)
	h.write(func(tx store.Tx) error { return BlockVisitor(tx, h.clock(), p.ID, true) })
	_, err := h.bearing(token, chats)
	wantFault(t, err, "blocked", "")
	_, _, err = h.Vouch(t.Context(), v.token(nil), Visitor{Site: "default"})
	wantFault(t, err, "blocked", "")
}
