package accounts

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"balcao/actor"
)

var carriedStep = regexp.MustCompile(`name="step" value="([^"]+)"`)

func TestTheSecondStepIsAPageThatNeedsNoPasswordAgain(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, _ := h.protect(a)
	b := h.browser(h.mounted())
	page, _ := b.page(200, "/sign-in", "email", a.Email, "password", goodPassword, "remember", "1", "return", "/chats")
	step := carriedStep.FindStringSubmatch(page)
	if step == nil || strings.Contains(page, goodPassword) || b.cookies[h.SessionCookie()] != "" {
		t.Fatal("the page carries no step, or more than that")
	}
	page, _ = b.page(401, "/sign-in/code", "step", step[1], "return", "/chats", "code", "000000")
	holds(t, page, `id="code-error"`, `value="/chats"`, step[1])
	_, to := b.page(303, "/sign-in/code", "step", step[1], "return", "/chats", "code", h.shown(secret))
	if to != "/chats" || b.cookies[h.RememberCookie()] == "" {
		t.Errorf("sent to %s with %v", to, b.cookies)
	}
	page, _ = h.browser(b.handler).page(401, "/sign-in/code", "step", step[1], "code", h.shown(secret))
	holds(t, page, `id="code-error"`)
}

func TestAStepEndsWithItsTimeThePasswordAndWhenItIsTouched(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, _ := h.protect(a)
	carried, err := h.halfWay(t.Context(), a.Email, false)
	if err != nil {
		t.Fatal(err)
	}
	on := func(step string) error {
		_, _, err := h.SignInOn(t.Context(), step, SignIn{Code: h.shown(secret), Near: "192.0.2.1"})
		return err
	}
	for _, step := range []string{"", "nonsense", carried[1:], carried[:len(carried)-4] + "AAAA"} {
		wantFault(t, on(step), "sign_in_again", "")
	}
	h.advance(stepFor)
	wantFault(t, on(carried), "sign_in_again", "")
	carried, _ = h.halfWay(t.Context(), a.Email, false)
	if err := h.ChangePassword(t.Context(), a.Actor(), PasswordChange{Current: goodPassword, Password: newPassword, Confirmation: newPassword}); err != nil {
		t.Fatal(err)
	}
	wantFault(t, on(carried), "sign_in_again", "")
	carried, _ = h.halfWay(t.Context(), a.Email, false)
	h.advance(time.Minute)
	if err := on(carried); err != nil {
		t.Error(err)
	}
}

func TestTheTwoStepPagesShowTheKeyAndTheCodesOnce(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn(a.Email, goodPassword)
	page, _ := b.page(422, "/profile/two-step", "password", "Wrong-guess-1")
	holds(t, page, `id="password-error"`)
	page, _ = b.page(200, "/profile/two-step", "password", goodPassword)
	holds(t, page, "<svg ", `href="otpauth://totp/`, `action="/profile/two-step/confirm"`)
	key := regexp.MustCompile(`class="key"><code>([A-Z2-7 ]+)<`).FindStringSubmatch(page)
	if key == nil {
		t.Fatal("the page shows no key")
	}
	secret := strings.ReplaceAll(key[1], " ", "")
	page, _ = b.page(422, "/profile/two-step/confirm", "code", "000000")
	holds(t, page, key[0], `id="code-error"`) // what was scanned stays
	page, _ = b.page(200, "/profile/two-step/confirm", "code", h.shown(secret))
	if n := strings.Count(page, "<li><code>"); n != recoveryCodes {
		t.Errorf("%d recovery codes", n)
	}
	page, _ = b.page(200, "/profile/two-step")
	if strings.Contains(page, "<li><code>") || strings.Contains(page, key[1]) {
		t.Error("codes or key are shown again")
	}
	holds(t, page, `formaction="/profile/two-step/off"`)
	page, _ = b.page(200, "/profile/two-step/recovery", "password", goodPassword)
	holds(t, page, "<li><code>")
	if _, to := b.page(303, "/profile/two-step/off", "password", goodPassword); to != "/profile/two-step?done=off" {
		t.Errorf("sent to %s", to)
	}
	if _, err := h.signInWith(a.Email, ""); err != nil {
		t.Error(err)
	}
}
