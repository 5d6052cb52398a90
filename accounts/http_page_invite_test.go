package accounts

import (
	"strings"
	"testing"
	"time"

	"balcao/actor"
)

func TestAnInvitationIsAcceptedWithoutScripts(t *testing.T) {
	h, ada := inviting(t)
	c := h.company(ada, "Banco Meridional", "meridional.example")
	v, err := h.CreateInvitation(t.Context(), ada, Invite{Email: "helena@meridional.example", Name: "Helena Prado", Company: c.ID})
	if err != nil {
		t.Fatal(err)
	}
	code := strings.ToLower(strings.ReplaceAll(v.Link[strings.Index(v.Link, "#")+1:], "-", " "))
	b := h.browser(h.mounted())
	page, _ := b.page(200, "/invite")
	holds(t, page, `action="/invite"`, `name="code"`)
	if _, to := b.page(303, "/invite", "code", code); to != "/invite/register" {
		t.Fatal(to)
	}
	page, _ = b.page(200, "/invite/register")
	holds(t, page, `readonly value="helena@meridional.example"`, "Banco Meridional", `name="password_confirmation"`)
	if good, _ := readCode(code); strings.Contains(page, good) {
		t.Error("the page holds the code")
	}
	page, _ = b.page(422, "/invite/register", "password", "Meridional-1", "password_confirmation", "Meridional-1")
	holds(t, page, `id="password-error"`, "helena@meridional.example")
	if strings.Contains(page, "Meridional-1") {
		t.Error("the password comes back")
	}
	page, _ = b.page(422, "/invite/register", "password", goodPassword, "password_confirmation", "other")
	holds(t, page, `id="password_confirmation-error"`)
	if _, to := b.page(303, "/invite/register", "password", goodPassword, "password_confirmation", goodPassword, "time_zone", "Mars/Base"); to != "/profile?done=registered" {
		t.Error(to)
	}
	page, _ = b.page(200, "/profile?done=registered")
	holds(t, page, "Helena Prado")
	if b.cookies[invitationCookie] != "" {
		t.Error("the code stays in the browser")
	}
}

func TestEveryCodeThatOpensNothingIsAPageWithTheReasonAndTheNextStep(t *testing.T) {
	h, ada := inviting(t)
	handler := h.mounted()
	v, code := h.invited(ada, "a@meridional.example")
	if _, err := h.redeem(code); err != nil {
		t.Fatal(err)
	}
	page, _ := h.browser(handler).page(410, "/invite", "code", code)
	holds(t, page, "This invitation has been used", `href="/sign-in"`, `href="/reset"`)

	v, code = h.invited(ada, "b@meridional.example")
	if _, err := h.ResendInvitation(t.Context(), ada, v.ID); err != nil {
		t.Fatal(err)
	}
	page, _ = h.browser(handler).page(410, "/invite", "code", code)
	holds(t, page, "There is a newer invitation", `href="/invite"`, `href="/invite/request"`)

	v, code = h.invited(ada, "c@meridional.example")
	if err := h.RevokeInvitation(t.Context(), ada, v.ID); err != nil {
		t.Fatal(err)
	}
	page, _ = h.browser(handler).page(410, "/invite", "code", code)
	holds(t, page, "no longer valid", `href="/invite/request"`)

	page, _ = h.browser(handler).page(404, "/invite", "code", "7K3QD-M9XWT-2C5RB-8HNVF-04GJYE")
	holds(t, page, `value="7K3QD-M9XWT-2C5RB-8HNVF-04GJYE"`, `id="code-error"`, `href="/invite/request"`)
	page, _ = h.browser(handler).page(422, "/invite", "code", " ")
	holds(t, page, `id="code-error"`)

	_, code = h.invited(ada, "d@meridional.example")
	h.person("d@meridional.example", actor.Customer)
	b := h.browser(handler)
	b.page(303, "/invite", "code", code)
	page, _ = b.page(409, "/invite/register", "password", goodPassword, "password_confirmation", goodPassword)
	holds(t, page, "You have access already", `href="/sign-in"`)

	_, code = h.invited(ada, "e@meridional.example")
	h.advance(15 * 24 * time.Hour)
	b = h.browser(handler)
	page, _ = b.page(410, "/invite", "code", code)
	holds(t, page, "This invitation has expired", `action="/invite/renew"`)
	if _, to := b.page(303, "/invite/renew", "go", "1"); to != "/invite/request?sent=1" {
		t.Error(to)
	}
	page, _ = b.page(200, "/invite/request?sent=1")
	holds(t, page, "We have received your request")
	if list := h.requests(ada, AskedFilter{State: RequestOpen}); len(list) != 1 || list[0].Email != "e@meridional.example" {
		t.Errorf("%+v", list)
	}
	if _, to := h.browser(handler).page(303, "/invite/register"); to != "/invite" {
		t.Error(to)
	}
}

func TestWhoIsSignedInAsSomebodyElseLeavesFirst(t *testing.T) {
	h, ada := inviting(t)
	h.person("olga@acme.example", actor.Customer)
	_, code := h.invited(ada, "helena@meridional.example")
	b := h.browser(h.mounted())
	b.signIn("olga@acme.example", goodPassword)
	b.page(303, "/invite", "code", code)
	page, _ := b.page(409, "/invite/register")
	holds(t, page, "helena@meridional.example", "olga@acme.example", `name="leave"`)
	b.page(409, "/invite/register", "password", goodPassword, "password_confirmation", goodPassword)
	if _, to := b.page(303, "/invite", "leave", "1"); to != "/invite/register" {
		t.Error(to)
	}
	b.page(303, "/invite/register", "password", goodPassword, "password_confirmation", goodPassword)
	if me := b.call(200, "GET", "/api/v1/me", ""); me["email"] != "helena@meridional.example" {
		t.Error(me)
	}
}

func TestARefusedRequestKeepsAllThatWasTyped(t *testing.T) {
	h, ada := inviting(t)
	b := h.browser(h.mounted())
	form := []string{"name", `Rui "Bé" Lemos`, "company", "Litoral <b>", "job_title", "Gerente", "email", "rui@uol.com.br", "phone", "+55 11 5555-0100"}
	page, _ := b.page(422, "/invite/request", form...)
	holds(t, page, "Rui &#34;Bé&#34; Lemos", "Litoral &lt;b&gt;", "Gerente", "rui@uol.com.br", "&#43;55 11 5555-0100", `id="email-error"`, "personal mailbox")
	form[7] = "rui@litoral.example"
	if _, to := b.page(303, "/invite/request", form...); to != "/invite/request?sent=1" {
		t.Error(to)
	}
	if list := h.requests(ada, AskedFilter{}); len(list) != 1 || list[0].Company != "Litoral <b>" {
		t.Errorf("%+v", list)
	}
}

func TestAManagerKeepsTheCompanyWithoutScripts(t *testing.T) {
	h, _, lucia, bruno, rui := colleagues(t)
	handler := h.mounted()
	b := h.browser(handler)
	b.signIn(lucia.Email, goodPassword)
	page, _ := b.page(200, "/company")
	holds(t, page, "Meridional", bruno.Email, lucia.Email, `action="/company/people/`+bruno.ID+`"`)
	if strings.Contains(page, rui.Email) {
		t.Error("another company's people are shown")
	}
	b.page(303, "/company/people/"+bruno.ID, "access", "company_reply")
	page, _ = b.page(200, "/company?done=access")
	holds(t, page, `value="company_reply" selected`)
	b.page(404, "/company/people/"+rui.ID, "access", "own")
	b.page(404, "/company/people/"+rui.ID+"/end", "yes", "1")

	page, _ = b.page(422, "/company/invite", "name", "Davi Rocha", "job_title", "Auditor", "email", "davi@gmail.com", "phone", "")
	holds(t, page, "Davi Rocha", "davi@gmail.com", `id="email-error"`)
	page, _ = b.page(409, "/company/invite", "name", "Bruno", "job_title", "Auditor", "email", bruno.Email, "phone", "")
	holds(t, page, `id="email-error"`)
	b.page(303, "/company/invite", "name", "Davi Rocha", "job_title", "Auditor", "email", "davi@meridional.example", "phone", "")
	page, _ = b.page(200, "/company?done=asked")
	holds(t, page, "davi@meridional.example", "waiting for the team")

	b.page(303, "/company/people/"+bruno.ID+"/end", "yes", "1")
	page, _ = b.page(200, "/company?done=ended")
	if strings.Contains(page, bruno.Email) {
		t.Error("whose access ended is still there")
	}
	other := h.browser(handler)
	other.signIn(rui.Email, goodPassword)
	other.page(403, "/company")
	other.page(403, "/company/invite", "name", "X", "job_title", "Y", "email", "x@litoral.example")
	if _, to := h.browser(handler).page(303, "/company"); !strings.HasPrefix(to, "/sign-in") {
		t.Error(to)
	}
}
