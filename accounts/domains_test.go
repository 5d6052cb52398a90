package accounts

import (
	"context"
	"strings"
	"testing"

	"balcao/actor"
	"balcao/store"
)

func TestPersonalAndThrowAwayMailboxesAreNoCorporateAddresses(t *testing.T) {
	h := newHouse(t)
	h.view(func(r store.Reader) error {
		for email, code := range map[string]string{
			"ana@gmail.com": "email_personal", "ANA@GMail.Com": "email_personal", "ana@uol.com.br": "email_personal", "ana@bol.com.br": "email_personal",
			"ana@terra.com.br": "email_personal", "ana@ig.com.br": "email_personal", "ana@hotmail.com": "email_personal", "ana@yahoo.com.br": "email_personal",
			"ana@outlook.com": "email_personal", "ana@icloud.com": "email_personal", "ana@proton.me": "email_personal", "ana@mailinator.com": "email_throw_away",
			"ana@anything.mailinator.com": "email_throw_away", "ana@yopmail.com": "email_throw_away", "ana@x.gmail.com": "email_personal",
			"": "required", "ana": "email_bad", "ana@": "email_bad", "ana@gmail.com\r\nBcc: x@y.zz": "email_bad",
		} {
			wantFault(t, CorporateEmail(r, "email", email), code, "email")
		}
		for _, email := range []string{"ana@meridional.example", "ana@notgmail.com", "ana@gmail.com.meridional.example", "ana@mail.meridional.com.br", " ana@acme.com "} {
			if err := CorporateEmail(r, "email", email); err != nil {
				t.Errorf("%q: %v", email, err)
			}
		}
		return nil
	})
}

func TestTheBuiltInListsHoldEachDomainOnceAsItIsCompared(t *testing.T) {
	for name, text := range map[string]string{"personal": personalText, "throw-away": throwAwayText} {
		all := domainsIn(text)
		lines := 0
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "#") {
				lines++
			}
		}
		if lines != len(all) || lines < 100 {
			t.Errorf("%s: %d lines, %d domains", name, lines, len(all))
		}
		for d := range all {
			if key, err := domainKey("x", d); err != nil || key != d {
				t.Errorf("%s: %q is compared as %q, %v", name, d, key, err)
			}
		}
	}
}

func TestAnAdministratorChangesTheListsAndExceptsAnAddress(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@acme.example", actor.Administrator).Actor()
	d, err := h.ChangeDomains(t.Context(), ada, DomainsChange{
		Personal:   &DomainListChange{Added: &[]string{"@Família.example", "mail.example", "mail.example"}, Removed: &[]string{"uol.com.br"}},
		Exceptions: &[]string{"Consultor@Gmail.com"},
	})
	if err != nil || len(d.Personal.Added) != 2 || d.Personal.BuiltIn < 100 {
		t.Fatalf("%+v %v", d, err)
	}
	h.view(func(r store.Reader) error {
		for email, fine := range map[string]bool{
			"a@família.example": false, "a@mail.example": false, "a@sub.mail.example": false, "a@uol.com.br": true, "consultor@gmail.com": true,
			"other@gmail.com": false,
		} {
			if err := CorporateEmail(r, "email", email); (err == nil) != fine {
				t.Errorf("%s: %v", email, err)
			}
		}
		entries, _, err := AuditPage(r, "domains.change", "", 10)
		if err != nil || len(entries) != 1 || entries[0].Actor != ada.Topic() {
			t.Errorf("%+v %v", entries, err)
		}
		return nil
	})
	_, err = h.ChangeDomains(t.Context(), ada, DomainsChange{ThrowAway: &DomainListChange{Added: &[]string{"fine.example", "not a domain"}}})
	wantFault(t, err, "domain_bad", "throw_away.added")
	_, err = h.ChangeDomains(t.Context(), ada, DomainsChange{Exceptions: &[]string{"nobody"}})
	wantFault(t, err, "email_bad", "exceptions")
	many := make([]string, domainsAtMost+1)
	_, err = h.ChangeDomains(t.Context(), ada, DomainsChange{Exceptions: &many})
	wantFault(t, err, "too_many", "exceptions")
	_, err = h.ChangeDomains(t.Context(), h.person("op@acme.example", actor.Operator).Actor(), DomainsChange{})
	wantFault(t, err, "forbidden", "")
}

func TestAnInvitationCanExceptOneAddressByAnAdministratorOnly(t *testing.T) {
	h, ada := inviting(t)
	n := Invite{Email: "consultora@gmail.com", Name: "Clara"}
	_, err := h.CreateInvitation(t.Context(), ada, n)
	wantFault(t, err, "email_personal", "email")
	n.Except = true
	keeper := h.person("op@acme.example", actor.Operator).Actor()
	keeper.Rights = actor.KeepCustomers
	_, err = h.CreateInvitation(t.Context(), keeper, n)
	wantFault(t, err, "forbidden", "")
	if _, err = h.CreateInvitation(t.Context(), ada, n); err != nil {
		t.Fatal(err)
	}
	err = h.Store.View(context.Background(), func(r store.Reader) error {
		if err := CorporateEmail(r, "email", "outra@gmail.com"); err == nil {
			t.Error("all of gmail is let in")
		}
		return CorporateEmail(r, "email", "Consultora@gmail.com")
	})
	if err != nil {
		t.Error(err)
	}
}
