package accounts

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/seal"
	"balcao/store"
)

// inviting is a house with its administrator.
func inviting(t *testing.T, change ...func(*Options)) (*house, actor.Actor) {
	t.Helper()
	h := newHouse(t, append([]func(*Options){func(o *Options) { o.Key = seal.Key{7} }}, change...)...)
	return h, h.person("ada@acme.example", actor.Administrator).Actor()
}

func (h *house) invited(who actor.Actor, email string) (InvitationView, string) {
	h.t.Helper()
	v, err := h.CreateInvitation(h.t.Context(), who, Invite{Email: email, Name: "Helena Prado", Role: "customer"})
	if err != nil {
		h.t.Fatal(err)
	}
	return v, v.Link[strings.Index(v.Link, "#")+1:]
}

func (h *house) redeem(code string) (Account, error) {
	a, _, err := h.Redeem(h.t.Context(), Redemption{Code: code, Password: goodPassword, Confirmation: goodPassword})
	return a, err
}

func (h *house) inspect(code string) (v Invited, err error) {
	err = h.Store.View(h.t.Context(), func(r store.Reader) error { v, err = h.Inspect(r, code); return err })
	return v, err
}

// notices lists all notices of that kind so far.
func (h *house) notices(kind string) (all []store.Notice) {
	h.view(func(r store.Reader) error {
		all = nil
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			for _, n := range e.Notices {
				if n.Kind == kind {
					all = append(all, n)
				}
			}
		}
		return nil
	})
	return all
}

func TestAnInvitationBecomesAnAccountThatIsSignedIn(t *testing.T) {
	h, ada := inviting(t)
	v, code := h.invited(ada, "Helena@Meridional.example")
	if v.State != Pending || !v.ExpiresAt.Equal(h.clock().Add(14*24*time.Hour)) || v.By.Name != ada.Name {
		t.Fatalf("%+v", v)
	}
	n := h.notices("invitation")
	if len(n) != 1 || n[0].To[0] != "invitation/"+v.ID || n[0].Args["name"] != "Helena Prado" || n[0].Link != "invitation/"+v.ID {
		t.Fatalf("%+v", n)
	}
	h.view(func(r store.Reader) error {
		to, err := RecipientOf(r, n[0].To[0])
		if err != nil || to.Email != "Helena@meridional.example" || to.Account != "" {
			t.Errorf("%+v %v", to, err)
		}
		link, err := h.LinkOf(r, n[0].Link)
		if err != nil || "http://127.0.0.1:8080"+link != v.Link {
			t.Errorf("%q %v, shown %q", link, err, v.Link)
		}
		return nil
	})
	told, err := h.inspect(strings.ToLower(code))
	if err != nil || told.Email != "Helena@meridional.example" || told.By != ada.Name {
		t.Fatalf("%+v %v", told, err)
	}
	a, grant, err := h.Redeem(t.Context(), Redemption{Code: code, Password: goodPassword, Confirmation: goodPassword, Locale: "pt-BR", TimeZone: "America/Sao_Paulo"})
	if err != nil || a.Email != told.Email || a.Role != actor.Customer || a.Locale != "pt-BR" || a.TimeZone != "America/Sao_Paulo" {
		t.Fatalf("%+v %v", a, err)
	}
	if grant.Session == "" || len(h.sessions(a.ID)) != 1 {
		t.Error("nobody is signed in")
	}
	if _, _, err := h.signIn("helena@meridional.example", goodPassword); err != nil {
		t.Error(err)
	}
	_, err = h.inspect(code)
	wantFault(t, err, "used", "")
	h.view(func(r store.Reader) error {
		if _, err := h.LinkOf(r, "invitation/"+v.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a redeemed invitation has a link: %v", err)
		}
		return nil
	})
}

func TestOfAHundredParallelRedemptionsOneSucceedsAndTheRestFindTheCodeUsed(t *testing.T) {
	h, ada := inviting(t)
	_, code := h.invited(ada, "helena@meridional.example")
	handler := h.mounted()
	body := fmt.Sprintf(`{"code":%q,"password":%q,"password_confirmation":%q}`, code, goodPassword, goodPassword)
	counts := make([]int, 600)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			w := h.browser(handler).raw("POST", "/api/v1/invitations/redeem", body)
			mu.Lock()
			counts[w.Code]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if counts[201] != 1 || counts[410] != 99 {
		t.Errorf("%d × 201, %d × 410", counts[201], counts[410])
	}
	h.view(func(r store.Reader) error {
		if n, err := accounts.Count(r, ""); err != nil || n != 2 {
			t.Errorf("%d accounts, %v", n, err)
		}
		return nil
	})
}

func TestARefusedFieldLeavesTheCodeGood(t *testing.T) {
	h, ada := inviting(t)
	_, code := h.invited(ada, "helena@meridional.example")
	for _, c := range []struct{ password, confirmation, code, field string }{
		{"", "", "required", "password"},
		{"short1A", "short1A", "password_short", "password"},
		{"alllowercase", "alllowercase", "password_classes", "password"},
		{"Helena-Prado-1", "Helena-Prado-1", "password_personal", "password"},
		{goodPassword, "Other-passw0rd", "password_confirmation", "password_confirmation"},
	} {
		_, _, err := h.Redeem(t.Context(), Redemption{Code: code, Password: c.password, Confirmation: c.confirmation})
		wantFault(t, err, c.code, c.field)
	}
	if _, err := h.redeem(code); err != nil {
		t.Error(err)
	}
}

func TestSendingAgainMakesANewCodeAndEndsTheOld(t *testing.T) {
	h, ada := inviting(t)
	v, old := h.invited(ada, "helena@meridional.example")
	h.advance(10 * 24 * time.Hour)
	again, err := h.ResendInvitation(t.Context(), ada, v.ID)
	if err != nil || again.Link == v.Link || !again.ExpiresAt.Equal(h.clock().Add(14*24*time.Hour)) {
		t.Fatalf("%+v %v", again, err)
	}
	_, err = h.redeem(old)
	wantFault(t, err, "revoked", "")
	var f *fault.Error
	if errors.As(err, &f); f.Kind != fault.Gone || f.Text != "faults.invitation_replaced" {
		t.Errorf("%+v", f)
	}
	if len(h.notices("invitation")) != 2 {
		t.Error("no second mail")
	}
	h.advance(13 * 24 * time.Hour)
	if _, err := h.redeem(again.Link); err != nil {
		t.Error(err)
	}
	_, err = h.ResendInvitation(t.Context(), ada, v.ID)
	wantFault(t, err, "used", "")
	wantFault(t, h.RevokeInvitation(t.Context(), ada, v.ID), "used", "")
}

func TestAnInvitationEndsAfterItsDaysAndCanBeSentAgainThen(t *testing.T) {
	h, ada := inviting(t)
	v, code := h.invited(ada, "helena@meridional.example")
	h.advance(14*24*time.Hour - time.Second)
	if _, err := h.inspect(code); err != nil {
		t.Fatal(err)
	}
	h.advance(time.Second)
	_, err := h.redeem(code)
	wantFault(t, err, "expired", "")
	if list := h.invitations(ada, InvitationFilter{State: Expired}); len(list) != 1 || list[0].Link != "" {
		t.Errorf("%+v", list)
	}
	again, err := h.ResendInvitation(t.Context(), ada, v.ID)
	if err != nil || again.State != Pending {
		t.Fatalf("%+v %v", again, err)
	}
	if _, err := h.redeem(again.Link); err != nil {
		t.Error(err)
	}
}

func TestARevokedInvitationOpensNothing(t *testing.T) {
	h, ada := inviting(t)
	v, code := h.invited(ada, "helena@meridional.example")
	for range 2 {
		if err := h.RevokeInvitation(t.Context(), ada, v.ID); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.redeem(code)
	wantFault(t, err, "revoked", "")
	_, err = h.ResendInvitation(t.Context(), ada, v.ID)
	wantFault(t, err, "revoked", "")
	wantFault(t, h.RevokeInvitation(t.Context(), ada, "nobody"), "not_found", "")
}

func TestANewInvitationToTheSameAddressEndsTheEarlierOne(t *testing.T) {
	h, ada := inviting(t)
	_, first := h.invited(ada, "helena@meridional.example")
	_, second := h.invited(ada, "HELENA@meridional.example")
	_, err := h.redeem(first)
	wantFault(t, err, "revoked", "")
	if _, err := h.redeem(second); err != nil {
		t.Error(err)
	}
	_, err = h.CreateInvitation(t.Context(), ada, Invite{Email: "helena@meridional.example", Name: "H"})
	wantFault(t, err, "email_taken", "email")
}

func TestACodeThatWasNeverGivenOpensNothing(t *testing.T) {
	h, ada := inviting(t)
	h.invited(ada, "helena@meridional.example")
	for _, code := range []string{"", "x", "7K3QDM9XWT2C5RB8HNVF04GJYE", strings.Repeat("0", 26), strings.Repeat("#", 10_000)} {
		_, err := h.inspect(code)
		wantFault(t, err, "not_found", "code")
		_, err = h.redeem(code)
		wantFault(t, err, "not_found", "code")
	}
}

func TestNoCodeLiesInTheFile(t *testing.T) {
	h, ada := inviting(t)
	_, code := h.invited(ada, "helena@meridional.example")
	code, _ = readCode(code)
	h.view(func(r store.Reader) error {
		for k, v := range r.Ascend(store.Range{}) {
			if text := strings.ToUpper(string(k) + string(v)); strings.Contains(text, code) || strings.Contains(text, codeGroups(code)) {
				t.Errorf("%q holds the code", k)
			}
		}
		return nil
	})
}

func TestOnlyThoseWhoKeepCustomersInviteAndOnlyAdministratorsInviteColleagues(t *testing.T) {
	h, ada := inviting(t)
	plain := h.person("op@acme.example", actor.Operator).Actor()
	keeper := plain
	keeper.Rights = actor.KeepCustomers
	boss := plain
	boss.Role = actor.Supervisor
	for _, who := range []actor.Actor{plain, boss, h.person("c@x.example", actor.Customer).Actor(), {}} {
		if _, err := h.CreateInvitation(t.Context(), who, Invite{Email: "new@x.example", Name: "New"}); err == nil {
			t.Errorf("%s invites", who.Role)
		}
	}
	if _, err := h.CreateInvitation(t.Context(), keeper, Invite{Email: "new@x.example", Name: "New"}); err != nil {
		t.Error(err)
	}
	_, err := h.CreateInvitation(t.Context(), keeper, Invite{Email: "boss@x.example", Name: "New", Role: "administrator"})
	wantFault(t, err, "forbidden", "")
	v, err := h.CreateInvitation(t.Context(), ada, Invite{Email: "boss@x.example", Name: "New", Role: "operator"})
	if err != nil {
		t.Fatal(err)
	}
	wantFault(t, h.RevokeInvitation(t.Context(), keeper, v.ID), "forbidden", "")
	_, err = h.CreateInvitation(t.Context(), keeper, Invite{Email: "boss@x.example", Name: "New"})
	wantFault(t, err, "forbidden", "")
	for _, i := range h.invitations(keeper, InvitationFilter{}) {
		if i.Role != "customer" && i.Link != "" {
			t.Error("a keeper of customers sees how to become staff")
		}
	}
	a, err := h.redeem(v.Link)
	if _, joined := h.joined.Load(a.ID); err != nil || a.Role != actor.Operator || !joined {
		t.Errorf("%+v, joined %v, %v", a, joined, err)
	}
}

func TestTheLinkIsShownOnlyWhileNoMailCanBeSent(t *testing.T) {
	ready := false
	h, ada := inviting(t, func(o *Options) { o.MailReady = func(store.Reader) (bool, error) { return ready, nil } })
	if v, _ := h.invited(ada, "helena@meridional.example"); !strings.HasPrefix(v.Link, "http://127.0.0.1:8080/invite#") {
		t.Error(v.Link)
	}
	ready = true
	for _, v := range h.invitations(ada, InvitationFilter{}) {
		if v.Link != "" {
			t.Error(v.Link)
		}
	}
}

func (h *house) invitations(who actor.Actor, f InvitationFilter) (all []InvitationView) {
	h.t.Helper()
	h.view(func(r store.Reader) (err error) { all, _, err = h.InvitationsPage(r, who, f, "", 50); return err })
	return all
}

func TestInvitationsAreListedNewestFirstByStateAndName(t *testing.T) {
	h, ada := inviting(t)
	for i := range 5 {
		h.advance(time.Minute)
		h.invited(ada, fmt.Sprintf("p%d@meridional.example", i))
	}
	var emails []string
	cursor := ""
	h.view(func(r store.Reader) error {
		for {
			items, next, err := h.InvitationsPage(r, ada, InvitationFilter{State: Pending, Query: "MERIDIONAL"}, cursor, 2)
			if err != nil {
				return err
			}
			for _, v := range items {
				emails = append(emails, v.Email[:2])
			}
			if cursor = next; next == "" {
				return nil
			}
		}
	})
	if fmt.Sprint(emails) != "[p4 p3 p2 p1 p0]" {
		t.Error(emails)
	}
	if list := h.invitations(ada, InvitationFilter{Query: "nobody"}); len(list) != 0 {
		t.Error(list)
	}
}
