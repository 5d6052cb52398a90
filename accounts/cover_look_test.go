package accounts

import (
	"testing"
	"time"

	"balcao/actor"
)

func TestCoverThatBeginsAndEndsIsToldAtTheDayInTheCompanysZone(t *testing.T) {
	h := newHouse(t) // 20 November 2026, noon UTC
	o := h.outfit()
	o.licence("Risk Manager", "2026-11-01", "2027-12-31")
	if o.contract("standard", "2026-11-22", "2026-11-24"); o.coverEvents() != 1 {
		t.Fatalf("%d events before it begins: the licence alone is one", o.coverEvents())
	}
	for _, step := range []struct {
		to     string
		state  string
		events int
	}{
		{"2026-11-22T02:59:59Z", Licensed, 1},
		{"2026-11-22T03:00:00Z", Covered, 2},
		{"2026-11-25T02:59:59Z", Covered, 2},
		{"2026-11-25T03:00:00Z", Licensed, 3},
		{"2027-12-31T12:00:00Z", Licensed, 3},
		{"2028-01-01T03:00:00Z", Unlicensed, 4},
	} {
		at, err := time.Parse(time.RFC3339, step.to)
		if err != nil {
			t.Fatal(err)
		}
		h.now.Store(at.UnixNano())
		h.due()
		if got := h.cover(o.company.ID, "").State; got != step.state || o.coverEvents() != step.events {
			t.Errorf("%s: %s after %d events, want %s after %d", step.to, got, o.coverEvents(), step.state, step.events)
		}
	}
	if got := h.notices("cover.ended"); len(got) != 0 {
		t.Errorf("told nobody, yet %+v", got)
	}
}

func TestARenewedContractEndsWithoutAWord(t *testing.T) {
	h := newHouse(t)
	h.person("ada@balcao.example", actor.Administrator)
	o := h.outfit()
	o.licence("Risk Manager", "2026-01-01", "2029-12-31")
	o.contract("standard", "2026-11-01", "2026-12-31", "Risk Manager")
	o.contract("premium", "2027-01-01", "2028-12-31")
	for range 60 {
		h.advance(24 * time.Hour)
		h.due()
	}
	if got := append(h.notices("cover.ending"), h.notices("cover.ended")...); len(got) > 0 {
		t.Errorf("told %+v", got)
	}
}

func TestAContractThatIsShortFromTheStartIsAnnouncedOnlyAsItsEndComesNearer(t *testing.T) {
	h := newHouse(t)
	h.person("ada@balcao.example", actor.Administrator)
	o := h.outfit()
	o.contract("standard", "2026-11-21", "2026-12-10")
	for range 15 {
		h.advance(24 * time.Hour)
		h.due()
	}
	if got := h.notices("cover.ending"); len(got) != 1 || got[0].Args["days"] != "7" {
		t.Errorf("told %+v", got)
	}
}

func TestACompanyThatMovesIsCoveredByItsNewClock(t *testing.T) {
	h := newHouse(t)
	o := h.outfit()
	o.contract("standard", "2026-11-21", "2026-12-31")
	h.now.Store(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).UnixNano())
	if got := h.cover(o.company.ID, "").State; got != Unlicensed {
		t.Fatalf("in São Paulo already %s", got)
	}
	if _, err := h.ChangeCompany(t.Context(), system, o.company.ID, CompanyChange{TimeZone: said1("Pacific/Kiritimati")}); err != nil {
		t.Fatal(err)
	}
	if got := h.cover(o.company.ID, "").State; got != Covered || o.coverEvents() != 1 {
		t.Errorf("on Kiritimati, where it is the 21st: %s after %d events", got, o.coverEvents())
	}
}
