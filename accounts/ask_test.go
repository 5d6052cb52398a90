package accounts

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func someAsked(email string) Asked {
	return Asked{Name: "Rui Lemos", Company: "Litoral", JobTitle: "Gerente", Email: email, Phone: "+55 11 5555-0100", Locale: "pt-BR"}
}

func (h *house) ask(who actor.Actor, email string) {
	h.t.Helper()
	if err := h.Ask(h.t.Context(), who, someAsked(email)); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) requests(who actor.Actor, f AskedFilter) (all []AskedView) {
	h.t.Helper()
	h.view(func(r store.Reader) (err error) { all, _, err = h.AskedPage(r, who, f, "", 50); return err })
	return all
}

func (h *house) company(who actor.Actor, name string, domains ...string) Company {
	h.t.Helper()
	c, err := h.AddCompany(h.t.Context(), who, CompanyChange{Name: &name, Domains: &domains})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func TestARequestNeedsAllFiveFieldsAndACorporateAddress(t *testing.T) {
	h, _ := inviting(t)
	for field, change := range map[string]func(*Asked){
		"name": func(n *Asked) { n.Name = " " }, "company": func(n *Asked) { n.Company = "" }, "job_title": func(n *Asked) { n.JobTitle = "" },
		"phone": func(n *Asked) { n.Phone = "" }, "email": func(n *Asked) { n.Email = "" },
	} {
		n := someAsked("rui@litoral.example")
		change(&n)
		wantFault(t, h.Ask(t.Context(), actor.Actor{}, n), "required", field)
	}
	wantFault(t, h.Ask(t.Context(), actor.Actor{}, someAsked("rui@bol.com.br")), "email_personal", "email")
	wantFault(t, h.Ask(t.Context(), actor.Actor{}, someAsked("rui@mailinator.com")), "email_throw_away", "email")
	wantFault(t, h.Ask(t.Context(), actor.Actor{}, someAsked("rui")), "email_bad", "email")
}

func TestRequestsOfOneAddressAreOneAndStaffAreToldOnce(t *testing.T) {
	h, ada := inviting(t)
	for i, email := range []string{"rui@litoral.example", "RUI@litoral.example", "rui@Litoral.example"} {
		h.advance(time.Hour)
		n := someAsked(email)
		n.JobTitle = fmt.Sprint("Title ", i)
		if err := h.Ask(t.Context(), actor.Actor{}, n); err != nil {
			t.Fatal(err)
		}
	}
	list := h.requests(ada, AskedFilter{State: RequestOpen})
	if len(list) != 1 || list[0].Times != 3 || list[0].JobTitle != "Title 2" || list[0].LastAt.Sub(list[0].At) != 2*time.Hour {
		t.Fatalf("%+v", list)
	}
	n := h.notices("invitation.requested")
	if len(n) != 1 || !reflect.DeepEqual(n[0].To, []string{ada.Topic()}) || n[0].Args["email"] != "rui@litoral.example" {
		t.Errorf("%+v", n)
	}
}

func TestAKnownAddressGetsTheSameAnswerAndOneMailADay(t *testing.T) {
	h, ada := inviting(t)
	olga := h.person("olga@litoral.example", actor.Customer)
	handler := h.mounted()
	answers := map[string]string{}
	for _, email := range []string{"olga@litoral.example", "nobody@litoral.example"} {
		w := h.browser(handler).raw("POST", "/api/v1/invitation-requests", fmt.Sprintf(`{"name":"X Y","company":"Litoral","job_title":"G","email":%q,"phone":"1"}`, email))
		w.Header().Del("X-Request-Id")
		answers[email] = fmt.Sprint(w.Code, w.Header(), w.Body)
		page, to := h.browser(handler).page(303, "/invite/request", "name", "X Y", "company", "Litoral", "job_title", "G", "email", email, "phone", "1")
		answers[email] += page + to
	}
	if answers["olga@litoral.example"] != answers["nobody@litoral.example"] || !strings.HasPrefix(answers["olga@litoral.example"], "202") {
		t.Errorf("told apart:\n%s\n%s", answers["olga@litoral.example"], answers["nobody@litoral.example"])
	}
	for range 5 {
		h.ask(actor.Actor{}, "olga@litoral.example")
	}
	if n := h.notices("access.exists"); len(n) != 1 || n[0].To[0] != "account/"+olga.ID {
		t.Errorf("%+v", n)
	}
	h.advance(24 * time.Hour)
	h.ask(actor.Actor{}, "olga@litoral.example")
	if n := h.notices("access.exists"); len(n) != 2 {
		t.Errorf("%d mails", len(n))
	}
	if list := h.requests(ada, AskedFilter{}); len(list) != 1 || list[0].Email != "nobody@litoral.example" {
		t.Errorf("%+v", list)
	}
}

func TestApprovingInvitesIntoTheCompanyOfTheDomain(t *testing.T) {
	h, ada := inviting(t)
	c := h.company(ada, "Litoral Seguros", "litoral.example")
	h.ask(actor.Actor{}, "rui@mail.litoral.example")
	q := h.requests(ada, AskedFilter{})[0]
	if q.Suggested == nil || q.Suggested.ID != c.ID || q.Suggested.Name != "Litoral Seguros" {
		t.Fatalf("%+v", q.Suggested)
	}
	v, err := h.Approve(t.Context(), ada, q.ID, Approval{Company: &c.ID, Manager: true})
	if err != nil || v.State != RequestApproved || v.Invitation == nil || v.Invitation.Company != c.ID || v.Invitation.Locale != "pt-BR" || !v.Invitation.Manager {
		t.Fatalf("%+v %v", v, err)
	}
	a, err := h.redeem(v.Invitation.Link)
	if err != nil || a.Company != c.ID || !a.Manager || a.JobTitle != "Gerente" || a.Phone != "+55 11 5555-0100" {
		t.Fatalf("%+v %v", a, err)
	}
	_, err = h.Approve(t.Context(), ada, q.ID, Approval{})
	wantFault(t, err, "request_answered", "")
}

func TestApprovingMakesACompanyThatIsNotKnownOrNothingAtAll(t *testing.T) {
	h, ada := inviting(t)
	h.ask(actor.Actor{}, "rui@litoral.example")
	q := h.requests(ada, AskedFilter{})[0]
	if q.Suggested != nil {
		t.Fatal(q.Suggested)
	}
	_, err := h.Approve(t.Context(), ada, q.ID, Approval{NewCompany: &NewCompany{Name: ""}})
	wantFault(t, err, "required", "new_company.name")
	unknown := "nowhere"
	_, err = h.Approve(t.Context(), ada, q.ID, Approval{Company: &unknown})
	wantFault(t, err, "company_unknown", "company")
	if list := h.requests(ada, AskedFilter{State: RequestOpen}); len(list) != 1 {
		t.Fatal("a refused approval answered the request")
	}
	v, err := h.Approve(t.Context(), ada, q.ID, Approval{NewCompany: &NewCompany{Name: "Litoral", Domains: []string{"litoral.example"}}})
	if err != nil || v.Invitation.CompanyName != "Litoral" {
		t.Fatalf("%+v %v", v, err)
	}
	h.view(func(r store.Reader) error {
		c, ok, err := CompanyByDomain(r, "x@litoral.example")
		if !ok || c.ID != v.Invitation.Company {
			t.Errorf("%+v %v", c, err)
		}
		return err
	})
}

func TestRejectingSendsTheReasonAndTheAddressMayAskAgain(t *testing.T) {
	h, ada := inviting(t)
	h.ask(actor.Actor{}, "rui@litoral.example")
	q := h.requests(ada, AskedFilter{})[0]
	_, err := h.Reject(t.Context(), ada, q.ID, " ")
	wantFault(t, err, "required", "reason")
	v, err := h.Reject(t.Context(), ada, q.ID, "Your company is no customer of ours.")
	if err != nil || v.State != RequestRejected {
		t.Fatalf("%+v %v", v, err)
	}
	n := h.notices("invitation.rejected")
	if len(n) != 1 {
		t.Fatal(n)
	}
	h.view(func(r store.Reader) error {
		to, err := RecipientOf(r, n[0].To[0])
		if err != nil || to.Email != "rui@litoral.example" || to.Locale != "pt-BR" {
			t.Errorf("%+v %v", to, err)
		}
		quote, err := QuoteOf(r, n[0].Quote)
		if err != nil || quote.Text != "Your company is no customer of ours." || quote.Author != ada.Name {
			t.Errorf("%+v %v", quote, err)
		}
		return nil
	})
	h.ask(actor.Actor{}, "rui@litoral.example")
	if list := h.requests(ada, AskedFilter{State: RequestOpen}); len(list) != 1 || list[0].ID == q.ID {
		t.Errorf("%+v", list)
	}
}

func TestWhoeverGotAnAccountMeanwhileIsToldAndAClosedOneOpensAgain(t *testing.T) {
	h, ada := inviting(t)
	h.ask(actor.Actor{}, "rui@litoral.example")
	rui := h.person("rui@litoral.example", actor.Customer)
	v, err := h.Approve(t.Context(), ada, h.requests(ada, AskedFilter{})[0].ID, Approval{})
	if err != nil || v.Invitation != nil || v.Account != rui.ID || len(h.notices("access.exists")) != 1 {
		t.Fatalf("%+v %v", v, err)
	}
	if _, err := h.SetDisabled(t.Context(), ada, rui.ID, true); err != nil {
		t.Fatal(err)
	}
	h.ask(actor.Actor{}, "rui@litoral.example")
	list := h.requests(ada, AskedFilter{State: RequestOpen})
	if len(list) != 1 || !list[0].Closed {
		t.Fatalf("%+v", list)
	}
	if _, err := h.Approve(t.Context(), ada, list[0].ID, Approval{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.signIn("rui@litoral.example", goodPassword); err != nil {
		t.Error(err)
	}
}

func TestAStrangerChangesNothingOfWhatAManagerAskedFor(t *testing.T) {
	h, ada := inviting(t)
	c := h.company(ada, "Litoral", "litoral.example")
	manager := actor.Actor{Role: actor.Customer, ID: "m", Company: c.ID, Manager: true}
	n := someAsked("nova@litoral.example")
	n.Company, n.Phone = "", ""
	if err := h.Ask(t.Context(), manager, n); err != nil {
		t.Fatal(err)
	}
	n = someAsked("nova@litoral.example")
	n.Name = "Somebody else"
	if err := h.Ask(t.Context(), actor.Actor{}, n); err != nil {
		t.Fatal(err)
	}
	q := h.requests(ada, AskedFilter{})[0]
	if q.Name != "Rui Lemos" || q.Company != "Litoral" || q.Times != 2 || q.Suggested.ID != c.ID {
		t.Errorf("%+v", q)
	}
	if v, err := h.Approve(t.Context(), ada, q.ID, Approval{}); err != nil || v.Invitation.Company != c.ID {
		t.Errorf("%+v %v", v, err)
	}
}

func TestAnExpiredInvitationIsAskedForAnewByItsCode(t *testing.T) {
	h, ada := inviting(t)
	_, code := h.invited(ada, "helena@meridional.example")
	wantFault(t, h.AskAnew(t.Context(), code, "es"), "invitation_good", "")
	h.advance(15 * 24 * time.Hour)
	if err := h.AskAnew(t.Context(), code, "es"); err != nil {
		t.Fatal(err)
	}
	q := h.requests(ada, AskedFilter{State: RequestOpen})
	if len(q) != 1 || q[0].Email != "helena@meridional.example" || q[0].Locale != "es" {
		t.Fatalf("%+v", q)
	}
	wantFault(t, h.AskAnew(t.Context(), "7K3QDM9XWT2C5RB8HNVF04GJYE", "es"), "not_found", "code")
}

func TestOnlyThoseWhoKeepCustomersAnswerRequests(t *testing.T) {
	h, ada := inviting(t)
	h.ask(actor.Actor{}, "rui@litoral.example")
	q := h.requests(ada, AskedFilter{})[0]
	plain := h.person("op@acme.example", actor.Operator).Actor()
	_, err := h.Approve(t.Context(), plain, q.ID, Approval{})
	wantFault(t, err, "forbidden", "")
	_, err = h.Reject(t.Context(), plain, q.ID, "no")
	wantFault(t, err, "forbidden", "")
	h.view(func(r store.Reader) error {
		_, _, err := h.AskedPage(r, plain, AskedFilter{}, "", 50)
		wantFault(t, err, "forbidden", "")
		return nil
	})
	plain.Rights = actor.KeepCustomers
	if _, err := h.Approve(t.Context(), plain, q.ID, Approval{Role: "administrator"}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := h.Approve(t.Context(), plain, q.ID, Approval{}); err != nil {
		t.Error(err)
	}
}

func TestAnAddressMayAskThirtyTimesAndRefusedFieldsDoNotCount(t *testing.T) {
	h, _ := inviting(t)
	b := h.browser(h.mounted())
	body := `{"name":"X Y","company":"C","job_title":"G","email":"p%d@litoral.example","phone":"1"}`
	for range 50 {
		b.call(422, "POST", "/api/v1/invitation-requests", `{"name":"X Y","company":"C","job_title":"G","email":"p@gmail.com","phone":"1"}`)
	}
	for i := range asksAtOnce {
		b.call(202, "POST", "/api/v1/invitation-requests", fmt.Sprintf(body, i))
	}
	b.call(429, "POST", "/api/v1/invitation-requests", fmt.Sprintf(body, 99))
}

func TestTheQueueOfRequestsIsBounded(t *testing.T) {
	h, _ := inviting(t)
	err := h.Store.Update(t.Context(), func(tx store.Tx) error {
		for i := range openRequestsAtMost {
			q := InvitationRequest{ID: fmt.Sprint(i), Email: fmt.Sprintf("p%d@x.example", i), State: RequestOpen, At: h.clock()}
			if err := asked.Put(tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = h.Ask(t.Context(), actor.Actor{}, someAsked("one@more.example"))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.RateLimited || f.Retry == 0 {
		t.Error(err)
	}
}
