package accounts

import (
	"strings"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// asksEmail asks for another address and returns the code that is mailed there,
// empty when nothing is.
func (h *house) asksEmail(who actor.Actor, email string) string {
	h.t.Helper()
	before := len(h.notices("email.confirm"))
	if err := h.AskEmailChange(h.t.Context(), who, email, goodPassword, "192.0.2.1"); err != nil {
		h.t.Fatal(err)
	}
	told := h.notices("email.confirm")
	if len(told) == before {
		return ""
	}
	return h.linked(told[len(told)-1].Link)
}

func (h *house) recipient(topic string) (to Recipient) {
	h.t.Helper()
	h.view(func(r store.Reader) (err error) {
		to, err = RecipientOf(r, topic)
		return err
	})
	return to
}

func TestANewAddressIsConfirmedThereAndToldToTheOldOne(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	reset := h.asked(a.Email)
	code := h.asksEmail(a.Actor(), "Prado@acme.example")
	to := h.notices("email.confirm")[0].To[0]
	if r := h.recipient(to); r.Email != "Prado@acme.example" || r.Name != a.Name {
		t.Errorf("the code goes to %+v", r)
	}
	if _, _, err := h.signIn("prado@acme.example", goodPassword); err == nil {
		t.Error("the new address opens before it is confirmed")
	}
	got, err := h.ConfirmEmailChange(t.Context(), a.Actor(), strings.ToLower(code))
	if err != nil || got.Email != "Prado@acme.example" {
		t.Fatalf("%+v, %v", got, err)
	}
	told := h.notices("email.changed")
	if len(told) != 1 || h.recipient(told[0].To[0]).Email != "olga@acme.example" || told[0].Args["email"] != "P…@acme.example" {
		t.Errorf("told %+v", told)
	}
	if _, _, err := h.signIn("prado@acme.example", goodPassword); err != nil {
		t.Error(err)
	}
	_, _, err = h.signIn("olga@acme.example", goodPassword)
	wantFault(t, err, "bad_credentials", "")
	wantFault(t, h.redeemReset(reset), "reset_used", "")
	_, err = h.ConfirmEmailChange(t.Context(), a.Actor(), code)
	wantFault(t, err, "email_code_used", "")
}

func TestAnAddressThatIsSomebodyElsesGetsWordAndTheAnswerDoesNotTell(t *testing.T) {
	h := newHouse(t)
	a, other := h.person("olga@acme.example", actor.Customer), h.person("vera@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn(a.Email, goodPassword)
	free := b.call(202, "POST", "/api/v1/me/email", `{"email":"free@acme.example","password":"`+goodPassword+`"}`)
	taken := b.call(202, "POST", "/api/v1/me/email", `{"email":"VERA@acme.example","password":"`+goodPassword+`"}`)
	if len(free) != len(taken) {
		t.Errorf("%v, %v", free, taken)
	}
	if n := h.notices("access.exists"); len(n) != 1 || n[0].To[0] != "account/"+other.ID {
		t.Errorf("told %+v", n)
	}
	if n := len(h.notices("email.confirm")); n != 1 {
		t.Errorf("%d codes were mailed", n)
	}
}

func TestAnAddressTakenMeanwhileIsAConflict(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	code := h.asksEmail(a.Actor(), "prado@acme.example")
	h.person("prado@acme.example", actor.Customer)
	_, err := h.ConfirmEmailChange(t.Context(), a.Actor(), code)
	wantFault(t, err, "email_taken", "email")
}

func TestACodeOfAnotherAnOldOrALateChangeOpensNothing(t *testing.T) {
	h := newHouse(t)
	a, other := h.person("olga@acme.example", actor.Customer), h.person("vera@acme.example", actor.Customer)
	code := h.asksEmail(a.Actor(), "prado@acme.example")
	_, err := h.ConfirmEmailChange(t.Context(), other.Actor(), code)
	wantFault(t, err, "code_unknown", "code")
	later := h.asksEmail(a.Actor(), "olga.prado@acme.example")
	_, err = h.ConfirmEmailChange(t.Context(), a.Actor(), code)
	wantFault(t, err, "email_code_replaced", "")
	h.advance(emailChangeFor + time.Second)
	_, err = h.ConfirmEmailChange(t.Context(), a.Actor(), later)
	wantFault(t, err, "email_code_expired", "")
	last := h.asksEmail(a.Actor(), "o@acme.example")
	if err := h.ChangePassword(t.Context(), a.Actor(), PasswordChange{Current: goodPassword, Password: newPassword, Confirmation: newPassword}); err != nil {
		t.Fatal(err)
	}
	_, err = h.ConfirmEmailChange(t.Context(), a.Actor(), last)
	wantFault(t, err, "email_code_replaced", "")
}

func TestANewAddressWantsThePasswordAndACompanysMailbox(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	ask := func(email, password string) error {
		return h.AskEmailChange(t.Context(), a.Actor(), email, password, "192.0.2.1")
	}
	wantFault(t, ask("prado@acme.example", ""), "required", "password")
	wantFault(t, ask("prado@acme.example", "Wrong-guess-1"), "wrong_password", "password")
	wantFault(t, ask("not an address", goodPassword), "email_bad", "email")
	wantFault(t, ask(a.Email, goodPassword), "email_same", "email")
	if f := fault.Of(ask("olga@gmail.com", goodPassword)); f == nil || f.Field != "email" || f.Kind != fault.Invalid {
		t.Errorf("a personal mailbox: %v", f)
	}
	for i := range emailChangesHour {
		h.asksEmail(a.Actor(), string(rune('a'+i))+"@acme.example")
	}
	if err := ask("z@acme.example", goodPassword); !fault.Is(err, fault.RateLimited) {
		t.Errorf("on and on: %v", err)
	}
	h.advance(31 * 24 * time.Hour)
	h.asksEmail(a.Actor(), "z@acme.example")
	h.view(func(r store.Reader) error {
		n, err := emailChanges.Count(r, "account", a.ID)
		if n != 1 {
			t.Errorf("%d changes are kept for ever", n)
		}
		return err
	})
}

func TestTheEmailPagesKeepWhatWasTypedAndNeverThePassword(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn(a.Email, goodPassword)
	page, _ := b.page(422, "/profile/email", "email", "prado@acme.example", "password", "Wrong-guess-1")
	holds(t, page, `value="prado@acme.example"`, `id="password-error"`)
	if strings.Contains(page, "Wrong-guess-1") {
		t.Error("the page shows the password")
	}
	if _, to := b.page(303, "/profile/email", "email", "prado@acme.example", "password", goodPassword); to != "/email" {
		t.Errorf("sent to %s", to)
	}
	page, _ = b.page(200, "/email")
	holds(t, page, "prado@acme.example", `data-code`)
	page, _ = b.page(404, "/email", "code", "ABC")
	holds(t, page, `value="ABC"`, `id="code-error"`)
	code := h.linked(h.notices("email.confirm")[0].Link)
	if _, to := b.page(303, "/email", "code", codeGroups(code)); to != "/profile?done=email" {
		t.Errorf("sent to %s", to)
	}
	page, _ = b.page(410, "/email", "code", code)
	holds(t, page, `role="alert"`, `href="/profile/email"`)
	page, _ = b.page(200, "/profile")
	holds(t, page, `value="prado@acme.example"`)
}
