package main

import (
	"testing"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/tickets"
	"balcao/web"
)

func TestACustomersPagesCountOnlyWhatIsTheirOwn(t *testing.T) {
	h := assembled(t)
	who := map[string]actor.Actor{}
	for name, role := range map[string]actor.Role{"anna": actor.Customer, "tom": actor.Customer, "olga": actor.Operator} {
		a, err := h.registry.CreateAccount(t.Context(), actor.Actor{Role: actor.System}, accounts.NewAccount{Email: name + "@acme.test", Name: name, Password: "Marble-Harbour-9", Role: role})
		if err != nil {
			t.Fatal(err)
		}
		who[name] = a.Actor()
	}
	for _, title := range []string{"First", "Second"} {
		if _, err := h.tracker.Open(t.Context(), who["anna"], tickets.Draft{Title: title}, ""); err != nil {
			t.Fatal(err)
		}
	}
	said, err := h.desk.Post(t.Context(), who["anna"], chat.Post{CMID: "a1", Text: "Hello", New: &chat.Opening{Site: chat.DefaultSite}})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Good morning", "Which line?"} {
		if _, err := h.desk.Post(t.Context(), who["olga"], chat.Post{CMID: "o" + text[:1], Conv: said.Conv, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]web.Tally{"anna": {Open: 2, Chats: 1, Unread: 2}, "tom": {}} {
		if got, err := h.tally(t.Context(), who[name]); got != want || err != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
