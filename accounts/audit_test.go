package accounts

import (
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
)

func TestTheAuditLogAndTheSessionItTellsOfBearTheSameTime(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	h.advance(90 * time.Minute)
	if _, _, err := h.signIn(a.Email, goodPassword); err != nil {
		t.Fatal(err)
	}
	want := map[string]time.Time{"account.create": a.CreatedAt, "session.open": h.sessions(a.ID)[0].CreatedAt}
	h.view(func(r store.Reader) error {
		page, _, err := AuditPage(r, "", "", 10)
		for _, e := range page {
			if !e.At.Equal(want[e.Verb]) {
				t.Errorf("%s: written down at %v, done at %v", e.Verb, e.At, want[e.Verb])
			}
			delete(want, e.Verb)
		}
		return err
	})
	if len(want) > 0 {
		t.Errorf("not written down: %v", want)
	}
}
