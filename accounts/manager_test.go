package accounts

import (
	"slices"
	"strings"
	"testing"

	"balcao/actor"
	"balcao/store"
)

// colleagues are two companies: the first with a manager and a colleague, the
// second with one person.
func colleagues(t *testing.T) (h *house, ada actor.Actor, manager, colleague, stranger Account) {
	t.Helper()
	h, ada = inviting(t)
	own, other := h.company(ada, "Meridional", "meridional.example"), h.company(ada, "Litoral", "litoral.example")
	in := func(email, company string, manages bool) Account {
		a, err := h.CreateAccount(t.Context(), system, NewAccount{
			Email: email, Name: strings.ToUpper(email[:3]) + " Prado", Password: goodPassword, Role: actor.Customer, Company: company, Manager: manages,
		})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	return h, ada, in("lucia@meridional.example", own.ID, true), in("bruno@meridional.example", own.ID, false), in("rui@litoral.example", other.ID, false)
}

func access(s string) AccountChange { return AccountChange{Access: &s} }

func TestAManagerSetsWhatAColleagueSeesAndSocketsLearnItAtOnce(t *testing.T) {
	h, _, lucia, bruno, rui := colleagues(t)
	for _, s := range []string{"company_read", "company_reply", "none", "own"} {
		a, err := h.ChangeAccount(t.Context(), lucia.Actor(), bruno.ID, access(s))
		if err != nil || a.Access.String() != s {
			t.Errorf("%s: %+v %v", s, a, err)
		}
	}
	var told int
	h.view(func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if e.Kind == store.KindTopics && slices.Contains(e.Topics, "account/"+bruno.ID) {
				told++
			}
		}
		return nil
	})
	if told != 4 {
		t.Errorf("sockets were told %d times", told)
	}
	_, err := h.ChangeAccount(t.Context(), lucia.Actor(), bruno.ID, access("all"))
	wantFault(t, err, "access_bad", "access")
	_, err = h.ChangeAccount(t.Context(), lucia.Actor(), rui.ID, access("own"))
	wantFault(t, err, "not_found", "")
	_, err = h.ChangeAccount(t.Context(), lucia.Actor(), lucia.ID, access("none"))
	wantFault(t, err, "forbidden", "")
	_, err = h.ChangeAccount(t.Context(), bruno.Actor(), bruno.ID, access("company_read"))
	wantFault(t, err, "forbidden", "")
	_, err = h.ChangeAccount(t.Context(), bruno.Actor(), lucia.ID, access("none"))
	wantFault(t, err, "not_found", "")
}

func TestAManagerChangesNothingElseOfAColleague(t *testing.T) {
	h, _, lucia, bruno, _ := colleagues(t)
	yes, text, role, email, password := true, "Other", "administrator", "evil@meridional.example", "An0ther-word"
	for name, in := range map[string]AccountChange{
		"manager": {Manager: &yes}, "name": {Profile: Profile{Name: &text}}, "role": {Role: &role}, "email": {Email: &email},
		"password": {Password: &password}, "company": {Company: &text}, "rights": {Rights: &[]string{}}, "must change": {MustChange: &yes},
	} {
		if _, err := h.ChangeAccount(t.Context(), lucia.Actor(), bruno.ID, in); err == nil {
			t.Errorf("%s was changed", name)
		}
	}
	h.view(func(r store.Reader) error {
		a, err := AccountOf(r, bruno.ID)
		if a != bruno {
			t.Errorf("%+v was %+v", a, bruno)
		}
		return err
	})
}

func TestAManagerEndsTheAccessOfColleaguesOnly(t *testing.T) {
	h, ada, lucia, bruno, rui := colleagues(t)
	if _, _, err := h.signIn(bruno.Email, goodPassword); err != nil {
		t.Fatal(err)
	}
	_, err := h.SetDisabled(t.Context(), lucia.Actor(), rui.ID, true)
	wantFault(t, err, "not_found", "")
	_, err = h.SetDisabled(t.Context(), lucia.Actor(), lucia.ID, true)
	wantFault(t, err, "forbidden", "")
	_, err = h.SetDisabled(t.Context(), bruno.Actor(), bruno.ID, true)
	wantFault(t, err, "forbidden", "")
	a, err := h.SetDisabled(t.Context(), lucia.Actor(), bruno.ID, true)
	if err != nil || a.State != Disabled || len(h.sessions(bruno.ID)) != 0 {
		t.Fatalf("%+v %v", a, err)
	}
	_, err = h.SetDisabled(t.Context(), lucia.Actor(), bruno.ID, false)
	wantFault(t, err, "forbidden", "")
	if _, err := h.SetDisabled(t.Context(), ada, bruno.ID, false); err != nil {
		t.Error(err)
	}
}

func TestStaffWhoKeepCustomersChangeThemButNeverSignInAsOne(t *testing.T) {
	h, ada, lucia, bruno, _ := colleagues(t)
	keeper := h.person("op@acme.example", actor.Operator).Actor()
	yes, email, password, role := true, "evil@meridional.example", "An0ther-word", "operator"
	if _, err := h.ChangeAccount(t.Context(), keeper, bruno.ID, AccountChange{Manager: &yes}); err == nil {
		t.Error("an operator without the right made a manager")
	}
	keeper.Rights = actor.KeepCustomers
	if a, err := h.ChangeAccount(t.Context(), keeper, bruno.ID, AccountChange{Manager: &yes}); err != nil || !a.Manager {
		t.Error(err)
	}
	for name, in := range map[string]AccountChange{"email": {Email: &email}, "password": {Password: &password}, "role": {Role: &role}} {
		_, err := h.ChangeAccount(t.Context(), keeper, lucia.ID, in)
		wantFault(t, err, "forbidden", "")
		if err == nil {
			t.Error(name)
		}
	}
	_, err := h.ChangeAccount(t.Context(), keeper, ada.ID, access("own"))
	wantFault(t, err, "forbidden", "")
	_, err = h.SetDisabled(t.Context(), keeper, ada.ID, true)
	wantFault(t, err, "forbidden", "")
	rights := []string{"customers", "reports"}
	a, err := h.ChangeAccount(t.Context(), ada, keeper.ID, AccountChange{Rights: &rights})
	if err != nil || a.Rights != actor.KeepCustomers|actor.ReadReports {
		t.Errorf("%+v %v", a, err)
	}
	_, err = h.ChangeAccount(t.Context(), ada, keeper.ID, AccountChange{Rights: &[]string{"everything"}})
	wantFault(t, err, "rights_bad", "rights")
}

func TestAManagerSeesTheCompanysInvitationsAndRequestsAndNobodyElses(t *testing.T) {
	h, ada, lucia, bruno, rui := colleagues(t)
	for _, c := range []string{lucia.Company, rui.Company, ""} {
		if _, err := h.CreateInvitation(t.Context(), ada, Invite{Email: "new" + c + "@x.example", Name: "New", Company: c}); err != nil {
			t.Fatal(err)
		}
	}
	h.ask(lucia.Actor(), "nova@meridional.example")
	h.ask(actor.Actor{}, "outra@litoral.example")
	list := h.invitations(lucia.Actor(), InvitationFilter{Company: rui.Company})
	if len(list) != 1 || list[0].Company != lucia.Company || list[0].Link != "" || list[0].By != nil {
		t.Errorf("%+v", list)
	}
	if list := h.requests(lucia.Actor(), AskedFilter{}); len(list) != 1 || list[0].Email != "nova@meridional.example" || list[0].AnsweredBy != nil {
		t.Errorf("%+v", list)
	}
	for _, who := range []Account{bruno, rui} {
		h.view(func(r store.Reader) error {
			_, _, err := h.InvitationsPage(r, who.Actor(), InvitationFilter{}, "", 50)
			wantFault(t, err, "forbidden", "")
			_, _, err = h.AskedPage(r, who.Actor(), AskedFilter{}, "", 50)
			wantFault(t, err, "forbidden", "")
			return nil
		})
	}
	lost := lucia.Actor()
	lost.Company = ""
	if len(h.invitations(lost, InvitationFilter{})) != 0 || len(h.requests(lost, AskedFilter{})) != 0 {
		t.Error("a manager of no company sees everybody's")
	}
	h.view(func(r store.Reader) error {
		people, _, err := AccountsPage(r, AccountFilter{}.listed(lost), "", 50)
		if len(people) != 0 {
			t.Error("a manager of no company sees all people")
		}
		return err
	})
}

func TestTheManagerWhoAskedIsToldOfARefusalAndTheColleagueIsNot(t *testing.T) {
	h, ada, lucia, _, _ := colleagues(t)
	h.ask(lucia.Actor(), "nova@meridional.example")
	if _, err := h.Reject(t.Context(), ada, h.requests(ada, AskedFilter{})[0].ID, "No seats left."); err != nil {
		t.Fatal(err)
	}
	if n := h.notices("invitation.declined"); len(n) != 1 || len(n[0].To) != 1 || n[0].To[0] != "account/"+lucia.ID || n[0].URL != "/company" {
		t.Errorf("%+v", n)
	}
	if n := h.notices("invitation.rejected"); len(n) != 0 {
		t.Errorf("%+v", n)
	}
}

func TestTheHistoryOfACustomerIsForWhoKeepsCustomersAndThatOfAColleagueForAdministrators(t *testing.T) {
	h, _, lucia, bruno, _ := colleagues(t)
	staff := func(email string) Account {
		a, err := h.CreateAccount(t.Context(), system, NewAccount{Email: email, Name: "Team Seven", Password: goodPassword, Role: actor.Operator})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	keeper, other := staff("keeper@house.example"), staff("other@house.example")
	if _, err := h.ChangeAccount(t.Context(), system, keeper.ID, AccountChange{Rights: &[]string{"customers"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.ChangeAccount(t.Context(), lucia.Actor(), bruno.ID, access("company_read")); err != nil {
		t.Fatal(err)
	}
	server := h.mounted()
	as := func(email string) *browser {
		b := h.browser(server)
		b.signIn(email, goodPassword)
		return b
	}
	b := as(keeper.Email)
	lines := b.call(200, "GET", "/api/v1/accounts/"+bruno.ID+"/history", "")["items"].([]any)
	if len(lines) != 2 {
		t.Fatalf("%d lines: %v", len(lines), lines)
	}
	want(t, lines[0].(map[string]any), "verb", "account.change", "object", "account/"+bruno.ID)
	want(t, lines[1].(map[string]any), "verb", "account.create")
	b.call(403, "GET", "/api/v1/accounts/"+other.ID+"/history", "")
	b.call(404, "GET", "/api/v1/accounts/nobody/history", "")
	as(other.Email).call(403, "GET", "/api/v1/accounts/"+bruno.ID+"/history", "")
	as(lucia.Email).call(403, "GET", "/api/v1/accounts/"+bruno.ID+"/history", "")
}
