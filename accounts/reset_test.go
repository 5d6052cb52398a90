package accounts

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

const newPassword = "Basalt-Window-5"

// asked asks for a way back in and returns the code that is mailed, empty when
// nobody is told.
func (h *house) asked(email string) string {
	h.t.Helper()
	before := len(h.notices("password.reset"))
	if err := h.AskReset(h.t.Context(), email); err != nil {
		h.t.Fatal(err)
	}
	told := h.notices("password.reset")
	if len(told) == before {
		return ""
	}
	return h.linked(told[len(told)-1].Link)
}

// linked is the code of the link that a notice names.
func (h *house) linked(ref string) (code string) {
	h.t.Helper()
	h.view(func(r store.Reader) error {
		link, err := h.LinkOf(r, ref)
		_, code, _ = strings.Cut(link, "#")
		return err
	})
	return code
}

func (h *house) redeemReset(code string) error {
	_, _, err := h.RedeemReset(h.t.Context(), WayBack{Code: code, Password: newPassword, Confirmation: newPassword, Near: "192.0.2.1"})
	return err
}

func TestALostPasswordIsReplacedByTheCodeOfTheMailAndEverythingElseEnds(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	_, here, _ := h.signIn(a.Email, goodPassword)
	_, there, _ := h.SignIn(t.Context(), SignIn{Email: a.Email, Password: goodPassword, Remember: true})
	code := h.asked("OLGA@acme.example")
	b := h.browser(h.mounted())
	got := b.call(200, "POST", "/api/v1/password-resets/redeem",
		fmt.Sprintf(`{"code":%q,"password":%q,"password_confirmation":%q}`, strings.ToLower(codeGroups(code)), newPassword, newPassword))
	want(t, got, "id", a.ID)
	want(t, b.call(200, "GET", "/api/v1/me", ""), "id", a.ID)
	if h.whoHas(here.Session).ID != "" || h.whoHas(there.Session).ID != "" {
		t.Error("a session outlives the password")
	}
	if who, _ := h.visit(there.Remember); who.ID != "" {
		t.Error("a remembered browser goes on")
	}
	if !slices.Contains(h.revoked(), "account/"+a.ID) {
		t.Error("open sockets were not told")
	}
	if n := h.notices("password.changed"); len(n) != 1 || n[0].To[0] != "account/"+a.ID {
		t.Errorf("told %+v", n)
	}
	if _, _, err := h.signIn(a.Email, goodPassword); err == nil {
		t.Error("the old password opens")
	}
	if _, _, err := h.signIn(a.Email, newPassword); err != nil {
		t.Error(err)
	}
}

func TestOf100WhoBringOneResetCodeOneGetsInAndTheOthersFindItUsed(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	code := h.asked(a.Email)
	var wait sync.WaitGroup
	var in, gone atomic.Int32
	for range 100 {
		wait.Go(func() {
			switch err := h.redeemReset(code); {
			case err == nil:
				in.Add(1)
			case fault.Is(err, fault.Gone):
				gone.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if in.Load() != 1 || gone.Load() != 99 {
		t.Errorf("%d got in, %d found it used", in.Load(), gone.Load())
	}
	if n := len(h.sessions(a.ID)); n != 1 {
		t.Errorf("%d sessions", n)
	}
}

func TestAResetCodeIsGoodForAnHourAndOnlyTheNewest(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	first := h.asked(a.Email)
	h.advance(59 * time.Minute)
	if again := h.asked(a.Email); again != first {
		t.Error("asking again spoils the code on its way")
	}
	h.advance(2 * time.Minute)
	wantFault(t, h.redeemReset(first), "reset_expired", "")
	h.view(func(r store.Reader) error {
		if _, err := h.LinkOf(r, "reset/"+a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a mail that is late links to what is over: %v", err)
		}
		return nil
	})
	second := h.asked(a.Email)
	wantFault(t, h.redeemReset(first), "reset_replaced", "")
	wantFault(t, h.redeemReset(second[1:]), "code_unknown", "code")
	wantFault(t, h.redeemReset(""), "code_unknown", "code")
	if err := h.redeemReset(second); err != nil {
		t.Fatal(err)
	}
	wantFault(t, h.redeemReset(second), "reset_used", "")
	if third := h.asked(a.Email); third == second || h.redeemReset(third) != nil {
		t.Error("a new code does not work")
	}
}

func TestWhatIsRefusedLeavesTheResetCodeGood(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	code := h.asked(a.Email)
	for password, want := range map[string]string{"Ab-1": "password_short", "olgaprado-Olga1": "password_personal", "Password-123": "password_common"} {
		_, _, err := h.RedeemReset(t.Context(), WayBack{Code: code, Password: password, Confirmation: password})
		wantFault(t, err, want, "password")
	}
	_, _, err := h.RedeemReset(t.Context(), WayBack{Code: code, Password: newPassword, Confirmation: newPassword + "x"})
	wantFault(t, err, "password_confirmation", "password_confirmation")
	if err := h.redeemReset(code); err != nil {
		t.Error(err)
	}
}

func TestANewPasswordIsNotMadeOfTheCompanysName(t *testing.T) {
	h := newHouse(t)
	c := h.client("Meridional Seguros", "meridional.example")
	a, err := h.CreateAccount(t.Context(), system, NewAccount{Email: "h@meridional.example", Name: "Helena Prado", Password: goodPassword, Role: actor.Customer, Company: c.ID})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.RedeemReset(t.Context(), WayBack{Code: h.asked(a.Email), Password: "Meridional-26", Confirmation: "Meridional-26"})
	wantFault(t, err, "password_personal", "password")
	err = h.ChangePassword(t.Context(), a.Actor(), PasswordChange{Current: goodPassword, Password: "M3ridional!27", Confirmation: "M3ridional!27"})
	wantFault(t, err, "password_personal", "password")
}

func TestAWayBackInByMailDoesNotPassTheSecondFactor(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, _ := h.protect(a)
	code := h.asked(a.Email)
	wantFault(t, h.redeemReset(code), "totp_required", "")
	_, _, err := h.RedeemReset(t.Context(), WayBack{Code: code, Password: newPassword, Confirmation: newPassword, TOTP: "000000", Near: "192.0.2.1"})
	wantFault(t, err, "totp_wrong", "code")
	if _, _, err := h.RedeemReset(t.Context(), WayBack{Code: code, Password: newPassword, Confirmation: newPassword, TOTP: h.shown(secret), Near: "192.0.2.1"}); err != nil {
		t.Error(err)
	}
}

func TestAPasswordChangedOtherwiseEndsTheWayBack(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	code := h.asked(a.Email)
	if err := h.ChangePassword(t.Context(), a.Actor(), PasswordChange{Current: goodPassword, Password: "Granite-Window-4", Confirmation: "Granite-Window-4"}); err != nil {
		t.Fatal(err)
	}
	wantFault(t, h.redeemReset(code), "reset_used", "")
}

func TestNobodyIsToldWhoHasNoAccountOrOneThatIsClosed(t *testing.T) {
	h := newHouse(t)
	h.person("ada@acme.example", actor.Administrator)
	a := h.person("olga@acme.example", actor.Customer)
	code := h.asked(a.Email)
	if _, err := h.SetDisabled(t.Context(), system, a.ID, true); err != nil {
		t.Fatal(err)
	}
	wantFault(t, h.redeemReset(code), "reset_expired", "")
	for _, email := range []string{a.Email, "nobody@acme.example"} {
		if got := h.asked(email); got != "" {
			t.Errorf("%s is sent %s", email, got)
		}
	}
}

func TestAStrangerFillsNobodysMailbox(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	for range 20 {
		if err := h.AskReset(t.Context(), a.Email); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(h.notices("password.reset")); n != resetMails {
		t.Errorf("%d mails", n)
	}
}

func TestTheAnswerToALostPasswordDoesNotTellWhoIsKnown(t *testing.T) {
	h := newHouse(t)
	handler := h.mounted()
	type answer struct {
		status  int
		body    string
		headers string
	}
	var known, unknown []time.Duration
	seen := map[answer]int{}
	for i := range 40 {
		a := h.person(fmt.Sprintf("p%d@acme.example", i), actor.Customer)
		for _, one := range []struct {
			email string
			took  *[]time.Duration
		}{{a.Email, &known}, {"no" + a.Email, &unknown}} {
			b := h.browser(handler)
			begin := time.Now()
			body := b.call(202, "POST", "/api/v1/password-resets", fmt.Sprintf(`{"email":%q}`, one.email))
			*one.took = append(*one.took, time.Since(begin))
			b.header.Del("X-Request-Id")
			seen[answer{202, fmt.Sprint(body), fmt.Sprint(b.header)}]++
		}
	}
	if len(seen) != 1 {
		t.Errorf("the answers differ: %v", seen)
	}
	slices.Sort(known)
	slices.Sort(unknown)
	// The lower quarter: what other work on the machine adds is in neither.
	if k, u := known[len(known)/4], unknown[len(unknown)/4]; u < k/2 || u > 2*k {
		t.Errorf("known %v, unknown %v", k, u)
	}
}

func TestNoResetCodeLiesInTheFile(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	code := h.asked(a.Email)
	looked := 0
	h.view(func(r store.Reader) error {
		for key, value := range r.Ascend(store.Range{}) {
			looked++
			if strings.Contains(string(key)+string(value), code) || strings.Contains(string(value), codeGroups(code)) {
				t.Errorf("%q holds the code", key)
			}
		}
		return r.Err()
	})
	if looked < 10 {
		t.Errorf("only %d rows were looked at", looked)
	}
}

func TestTheResetPagesWorkStepByStepWithoutScripts(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	page, _ := b.page(200, "/sign-in")
	holds(t, page, `href="/reset"`)
	page, _ = b.page(422, "/reset", "email", "not an address")
	holds(t, page, `value="not an address"`, `id="email-error"`)
	_, to := b.page(303, "/reset", "email", "nobody@acme.example")
	_, same := b.page(303, "/reset", "email", a.Email)
	if to != same {
		t.Errorf("the page leads to %s for a stranger, %s for an account", to, same)
	}
	page, _ = b.page(200, to)
	holds(t, page, `href="/reset?step=code"`)
	page, _ = b.page(404, "/reset/code", "code", "AAAAA")
	holds(t, page, `value="AAAAA"`, `id="code-error"`)
	code := h.linked("reset/" + a.ID)
	page, _ = b.page(200, "/reset/code", "code", codeGroups(code))
	holds(t, page, `value="`+a.Email+`"`, `action="/reset/password"`, `value="`+codeGroups(code)+`"`)
	page, _ = b.page(422, "/reset/password", "code", code, "password", "weak-Pass", "password_confirmation", "weak-Pas")
	holds(t, page, `id="password_confirmation-error"`, `value="`+code+`"`)
	if strings.Contains(page, "weak-Pas") {
		t.Error("the page shows the password")
	}
	if _, to = b.page(303, "/reset/password", "code", code, "password", newPassword, "password_confirmation", newPassword); to != "/profile?done=reset" {
		t.Errorf("sent to %s", to)
	}
	b.page(200, to)
	page, _ = b.page(410, "/reset/code", "code", code)
	holds(t, page, `role="alert"`, `action="/reset"`)
}
