package accounts

import (
	"slices"
	"sync"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func TestSignInOpensASessionAndRenewsIt(t *testing.T) {
	h := newHouse(t)
	a := h.person("Olga@Acme.example", actor.Operator)
	got, first, err := h.signIn("olga@acme.EXAMPLE", goodPassword)
	if err != nil || got.ID != a.ID || first.Remember != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	who := h.whoHas(first.Session)
	if who.ID != a.ID || who.Role != actor.Operator {
		t.Errorf("actor %+v", who)
	}
	_, second, err := h.SignIn(t.Context(), SignIn{Email: a.Email, Password: goodPassword, Replaces: who.Session})
	if err != nil || second.Session == first.Session {
		t.Fatal(err)
	}
	if h.whoHas(first.Session).ID != "" || h.whoHas(second.Session).ID != a.ID {
		t.Error("signing in again left the old secret good")
	}
	if !slices.Contains(h.revoked(), "session/"+who.Session) {
		t.Error("sockets of the replaced session were not told")
	}
	for _, s := range h.sessions(a.ID) {
		if s.Hash == second.Session {
			t.Error("the secret itself is in the file")
		}
	}
}

func TestUnknownDisabledAndWrongGetOneAnswer(t *testing.T) {
	h := newHouse(t)
	h.person("ada@acme.example", actor.Administrator)
	a := h.person("olga@acme.example", actor.Operator)
	gone := h.person("gone@acme.example", actor.Operator)
	if _, err := h.SetDisabled(t.Context(), system, gone.ID, true); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, email := range []string{a.Email, "nobody@acme.example", gone.Email, "not an address"} {
		password := goodPassword
		if email == a.Email {
			password = "Wrong-guess-1"
		}
		_, _, err := h.signIn(email, password)
		wantFault(t, err, "bad_credentials", "")
		if !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", email, err)
		}
		texts = append(texts, err.Error())
	}
	if len(slices.Compact(texts)) != 1 {
		t.Errorf("answers differ: %q", texts)
	}
}

func TestAnUnknownAddressTakesAsLongAsAWrongPassword(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Cost = DefaultCost })
	var known, unknown []time.Duration
	for i := range 5 {
		a := h.person(string(rune('a'+i))+"@acme.example", actor.Operator)
		known = append(known, h.timed(a.Email))
		unknown = append(unknown, h.timed("no"+a.Email))
	}
	slices.Sort(known)
	slices.Sort(unknown)
	if k, u := known[2], unknown[2]; u < k/2 || u > 2*k {
		t.Errorf("known %v, unknown %v", k, u)
	}
}

func (h *house) timed(email string) time.Duration {
	begin := time.Now()
	_, _, err := h.signIn(email, "Wrong-guess-1")
	wantFault(h.t, err, "bad_credentials", "")
	return time.Since(begin)
}

func TestManySignInsAtOnceAllSucceed(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	var wait sync.WaitGroup
	for range 40 {
		wait.Go(func() {
			if _, _, err := h.signIn(a.Email, goodPassword); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := len(h.sessions(a.ID)); n != 40 {
		t.Errorf("%d sessions", n)
	}
}

func TestASessionEndsWhenNobodyUsesItForADay(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	_, grant, err := h.signIn(a.Email, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		h.advance(20 * time.Hour)
		if h.whoHas(grant.Session).ID == "" {
			t.Fatal("a session in use ended")
		}
		h.Close() // the last-seen write
	}
	h.advance(sessionIdle)
	if h.whoHas(grant.Session).ID != "" {
		t.Error("an idle session goes on")
	}
	if _, _, err := h.signIn(a.Email, goodPassword); err != nil || len(h.sessions(a.ID)) != 1 {
		t.Errorf("the one that is over was not dropped: %v", err)
	}
}

func TestLastSeenIsWrittenAtMostOnceAMinute(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	_, grant, err := h.signIn(a.Email, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	seen := func() time.Time {
		h.whoHas(grant.Session)
		h.Close()
		return h.sessions(a.ID)[0].SeenAt
	}
	first := seen()
	h.advance(59 * time.Second)
	if !seen().Equal(first) {
		t.Error("written again within the minute")
	}
	h.advance(time.Second)
	if !seen().Equal(h.clock()) {
		t.Error("not written after a minute")
	}
}

func TestEverythingEndsWithThePasswordTheRoleAndTheAccount(t *testing.T) {
	h := newHouse(t)
	h.person("ada@acme.example", actor.Administrator)
	role := "supervisor"
	password := "Outra-senh4-boa"
	for name, deed := range map[string]func(id string) error{
		"disabled": func(id string) error { _, err := h.SetDisabled(t.Context(), system, id, true); return err },
		"role": func(id string) error {
			_, err := h.ChangeAccount(t.Context(), system, id, AccountChange{Role: &role})
			return err
		},
		"password": func(id string) error {
			_, err := h.ChangeAccount(t.Context(), system, id, AccountChange{Password: &password})
			return err
		},
		"all": func(id string) error {
			return h.EndOwnSessions(t.Context(), actor.Actor{Role: actor.Operator, ID: id}, "")
		},
		"admin": func(string) error {
			_, err := h.FirstAdmin(t.Context(), NewAccount{Email: "admin@acme.example", Name: "Ada", Password: password})
			return err
		},
	} {
		a := h.person(name+"@acme.example", actor.Operator)
		_, one, _ := h.signIn(a.Email, goodPassword)
		_, two, _ := h.signIn(a.Email, goodPassword)
		if err := deed(a.ID); err != nil {
			t.Fatal(name, err)
		}
		if h.whoHas(one.Session).ID != "" || h.whoHas(two.Session).ID != "" {
			t.Errorf("%s: a session goes on", name)
		}
		if !slices.Contains(h.revoked(), "account/"+a.ID) {
			t.Errorf("%s: sockets were not told", name)
		}
	}
}

func TestChangingThePasswordKeepsOnlyTheSessionThatDidIt(t *testing.T) {
	h := newHouse(t)
	a, err := h.CreateAccount(t.Context(), system, NewAccount{Email: "olga@acme.example", Name: "Olga", Password: goodPassword, Role: actor.Operator, MustChange: true})
	if err != nil {
		t.Fatal(err)
	}
	_, here, _ := h.signIn(a.Email, goodPassword)
	_, there, _ := h.signIn(a.Email, goodPassword)
	who := h.whoHas(here.Session)
	if !who.MustChange {
		t.Error("a first password need not be changed")
	}
	for _, c := range []struct{ current, next, again, code, field string }{
		{"Wrong-guess-1", "Outra-senh4-boa", "Outra-senh4-boa", "wrong_password", "current"},
		{goodPassword, "Outra-senh4-boa", "Outra-senh4-bo", "password_confirmation", "password_confirmation"},
		{goodPassword, "short", "short", "password_short", "password"},
		{goodPassword, goodPassword, goodPassword, "password_same", "password"},
		{goodPassword, "Olga-2026!", "Olga-2026!", "password_personal", "password"},
	} {
		err := h.ChangePassword(t.Context(), who, PasswordChange{Current: c.current, Password: c.next, Confirmation: c.again})
		wantFault(t, err, c.code, c.field)
	}
	if err := h.ChangePassword(t.Context(), who, PasswordChange{Current: goodPassword, Password: "Outra-senh4-boa", Confirmation: "Outra-senh4-boa"}); err != nil {
		t.Fatal(err)
	}
	if now := h.whoHas(here.Session); now.ID != a.ID || now.MustChange {
		t.Errorf("the own session: %+v", now)
	}
	if h.whoHas(there.Session).ID != "" || !slices.Contains(h.revoked(), "session/"+h.sessionOf(there)) && len(h.sessions(a.ID)) != 1 {
		t.Error("another session goes on")
	}
	if _, _, err := h.signIn(a.Email, goodPassword); err == nil {
		t.Error("the old password still works")
	}
}

func (h *house) sessionOf(g Grant) (id string) {
	h.view(func(r store.Reader) error {
		s, _ := first(sessions.By(r, "hash", atRest(g.Session)))
		id = s.ID
		return nil
	})
	return id
}

func TestOfManyGuessesSentAtOnceALuckyOneIsNotToldApart(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	key := guessKey(a.Email)
	for range 12 { // guesses under way whose answers are still held back
		h.guesses.failed(key, "192.0.2.1")
	}
	_, _, err := h.signIn(a.Email, goodPassword)
	wantFault(t, err, "rate_limited", "")
	if fault.Of(err).Retry <= 0 {
		t.Error("without saying when to come back")
	}
	h.advance(time.Minute)
	if _, _, err := h.signIn(a.Email, goodPassword); err != nil {
		t.Error(err)
	}
}
