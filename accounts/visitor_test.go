package accounts

import (
	"net/http/httptest"
	"strings"
	"testing"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func (h *house) bearer(token string) (actor.Actor, error) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return h.Authenticate(h.t.Context(), r)
}

func TestAVisitorIsKnownByItsTokenUntilBlocked(t *testing.T) {
	h := newHouse(t)
	v, token, err := h.NewVisitor(t.Context(), Visitor{Site: "default", Name: " Ana ", Email: "ana@acme.example", Locale: "pt", Page: "https://x.example/" + strings.Repeat("p", 900)})
	if err != nil {
		t.Fatal(err)
	}
	who, err := h.bearer(token)
	if err != nil || who.Role != actor.Visitor || who.ID != v.ID || who.Site != "default" || who.Locale != "pt-BR" || who.Name != "Ana" || who.Session == "" {
		t.Fatalf("%+v, %v", who, err)
	}
	h.view(func(r store.Reader) error {
		kept, err := VisitorOf(r, v.ID)
		if kept.Hash == token || len(kept.Page) != 500 {
			t.Errorf("kept %+v", kept)
		}
		return err
	})
	block := func(blocked bool) {
		t.Helper()
		if err := h.Store.Update(t.Context(), func(tx store.Tx) error { return BlockVisitor(tx, h.clock(), v.ID, blocked) }); err != nil {
			t.Fatal(err)
		}
	}
	block(true)
	_, err = h.bearer(token)
	wantFault(t, err, "blocked", "")
	told := 0
	h.view(func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if e.Kind == store.KindBlocked && e.Topics[0] == "visitor/"+v.ID {
				told++
			}
		}
		return nil
	})
	if told != 1 {
		t.Errorf("sockets told %d times", told)
	}
	block(false)
	if who, err = h.bearer(token); err != nil || who.ID != v.ID {
		t.Errorf("after unblocking %+v, %v", who, err)
	}
}

func TestBadBearersAreRefusedAndNobodyIsAnonymous(t *testing.T) {
	h := newHouse(t)
	_, token, err := h.NewVisitor(t.Context(), Visitor{Site: "default"})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "x", "bv_", token[:len(token)-1], token + "x", "bv_" + token} {
		if _, err := h.bearer(bad); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	who, err := h.Authenticate(t.Context(), httptest.NewRequest("GET", "/", nil))
	if err != nil || who.Role != actor.Anonymous {
		t.Errorf("%+v, %v", who, err)
	}
	if who := h.whoHas(token); who.ID != "" {
		t.Error("a visitor token works as a session cookie")
	}
}

func TestAVisitorUpdatesWhatItSaidButNeverItsToken(t *testing.T) {
	h := newHouse(t)
	v, token, err := h.NewVisitor(t.Context(), Visitor{Site: "default"})
	if err != nil {
		t.Fatal(err)
	}
	v.Name, v.Hash, v.Blocked = "Bia", "another", true
	if err := h.Store.Update(t.Context(), func(tx store.Tx) error { return UpdateVisitor(tx, v) }); err != nil {
		t.Fatal(err)
	}
	if who, err := h.bearer(token); err != nil || who.Name != "Bia" {
		t.Errorf("%+v, %v", who, err)
	}
	v.Email = "no address"
	err = h.Store.Update(t.Context(), func(tx store.Tx) error { return UpdateVisitor(tx, v) })
	wantFault(t, err, "email_bad", "email")
}

func TestPersonsAreShownWithoutEMailToCustomers(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	v, _, err := h.NewVisitor(t.Context(), Visitor{Site: "default", Name: "Ana", Email: "ana@acme.example"})
	if err != nil {
		t.Fatal(err)
	}
	h.view(func(r store.Reader) error {
		for topic, want := range map[string]Person{
			"account/" + a.ID: {Kind: "operator", ID: a.ID, Name: "Olga Prado", Email: a.Email},
			"visitor/" + v.ID: {Kind: "visitor", ID: v.ID, Name: "Ana", Email: v.Email},
			"account/gone":    {Kind: "customer", ID: "gone"},
			"visitor/gone":    {Kind: "visitor", ID: "gone"},
			"":                {Kind: "system"},
		} {
			got, err := PersonOf(r, topic)
			if err != nil || got != want {
				t.Errorf("%q: %+v, %v", topic, got, err)
			}
			if got.ForCustomer().Email != "" {
				t.Errorf("%q shows the e-mail", topic)
			}
		}
		return nil
	})
}
