package accounts

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balcao/actor"
	"balcao/store"
)

// told lists the days that were left at each warning, for one recipient.
func (o *outfit) told(kind, arg, to string) (list []string) {
	for _, n := range o.notices(kind) {
		if slices.Contains(n.To, to) {
			list = append(list, n.Args[arg])
		}
	}
	return list
}

func (o *outfit) at(civil string, off time.Duration) {
	o.now.Store(mustDay(civil).begins(placeOf(o.company.TimeZone)).Add(off).UnixNano())
}

func TestTheEndOfAContractIsAnnouncedThreeTimesToManagersAndAdministrators(t *testing.T) {
	o := newHouse(t).outfit()
	admin := o.person("ada@balcao.example", actor.Administrator)
	o.person("olga@balcao.example", actor.Operator)
	manager, plain := o.customer("ana@acme.example", true), o.customer("bia@acme.example", false)
	o.licence("Risk Manager", "2026-01-01", "2027-12-31")
	o.contract("premium", "2026-01-01", "2027-03-31")
	if got := o.coverEvents(); got != 2 { // licensed, covered
		t.Fatalf("%d events at the start", got)
	}
	for _, step := range []struct {
		day    string
		ending []string
		ended  []string
	}{
		{"2027-01-29", nil, nil},
		{"2027-01-30", []string{"60"}, nil},
		{"2027-02-28", []string{"60"}, nil},
		{"2027-03-01", []string{"60", "30"}, nil},
		{"2027-03-24", []string{"60", "30", "7"}, nil},
		{"2027-03-31", []string{"60", "30", "7"}, nil},
		{"2027-04-01", []string{"60", "30", "7"}, []string{"2027-03-31"}},
		{"2027-12-30", []string{"60", "30", "7"}, []string{"2027-03-31"}},
	} {
		o.at(step.day, 0)
		o.due()
		for _, to := range []string{"account/" + admin.ID, "account/" + manager.ID} {
			if got := o.told("cover.ending", "days", to); !slices.Equal(got, step.ending) {
				t.Errorf("on %s %s was told %v, want %v", step.day, to, got, step.ending)
			}
			if got := o.told("cover.ended", "until", to); !slices.Equal(got, step.ended) {
				t.Errorf("on %s %s was told of the end %v, want %v", step.day, to, got, step.ended)
			}
		}
	}
	if got := o.told("cover.ending", "days", "account/"+plain.ID); got != nil {
		t.Errorf("somebody who is no manager was told %v", got)
	}
	for _, n := range o.notices("cover.ending") {
		want := map[string]string{"account/" + manager.ID: "/company", "account/" + admin.ID: "/console/customers/companies/" + o.company.ID}
		if len(n.To) != 1 || n.URL != want[n.To[0]] || n.Args["until"] != "2027-03-31" || n.Args["company"] != "Acme" {
			t.Errorf("%+v", n)
		}
	}
}

func TestCoverBeginsAndEndsWithAnEventAtMidnightOfTheCompany(t *testing.T) {
	o := newHouse(t).outfit()
	o.at("2026-11-20", 0)
	k := o.contract("standard", "2026-12-01", "2026-12-10", "Risk Manager")
	grace := 3
	if _, err := o.ChangeContract(t.Context(), system, o.company.ID, k.ID, ContractChange{GraceDays: &grace}); err != nil {
		t.Fatal(err)
	}
	before := o.coverEvents()
	o.at("2026-12-01", -time.Nanosecond)
	o.due()
	if n := o.coverEvents() - before; n != 0 {
		t.Errorf("%d events before it begins", n)
	}
	o.at("2026-12-01", 0)
	o.due()
	if n := o.coverEvents() - before; n != 1 {
		t.Errorf("%d events when it has begun", n)
	}
	o.at("2026-12-14", -time.Nanosecond) // the last instant of grace
	o.due()
	if got := o.notices("cover.ended"); len(got) != 0 {
		t.Errorf("ended in its days of grace: %+v", got)
	}
	before = o.coverEvents()
	admin := o.person("ada@balcao.example", actor.Administrator)
	o.at("2026-12-14", 0)
	o.due()
	if got := o.told("cover.ended", "until", "account/"+admin.ID); o.coverEvents()-before != 1 || !slices.Equal(got, []string{"2026-12-10"}) {
		t.Errorf("told %v, %d events", got, o.coverEvents()-before)
	}
}

func TestTheEndOfALicenceEndsTheCoverThatHangsOnIt(t *testing.T) {
	o := newHouse(t).outfit()
	admin := o.person("ada@balcao.example", actor.Administrator)
	o.licence("Risk Manager", "2026-01-01", "2026-12-24")
	o.contract("standard", "2026-01-01", "2027-12-31")
	before := o.coverEvents()
	o.at("2026-12-25", 0)
	o.due()
	if got := o.told("cover.ended", "until", "account/"+admin.ID); o.coverEvents()-before != 1 || !slices.Equal(got, []string{"2026-12-24"}) {
		t.Errorf("told %v, %d events", got, o.coverEvents()-before)
	}
}

func TestARenewedContractIsNotAnnouncedToEnd(t *testing.T) {
	o := newHouse(t).outfit()
	o.person("ada@balcao.example", actor.Administrator)
	o.contract("standard", "2026-01-01", "2027-03-31", "Risk Manager")
	next := o.contract("standard", "2027-04-01", "2028-03-31", "Risk Manager")
	o.at("2027-02-10", 0)
	o.due()
	if got := o.notices("cover.ending"); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	if err := o.DropContract(t.Context(), system, o.company.ID, next.ID); err != nil {
		t.Fatal(err)
	}
	if got := o.notices("cover.ending"); len(got) != 1 || got[0].Args["days"] != "49" {
		t.Errorf("its renewal is taken back: %+v", got)
	}
}

func TestACompanyWhoseContractIsTakenAwayIsToldAtOnce(t *testing.T) {
	o := newHouse(t).outfit()
	admin := o.person("ada@balcao.example", actor.Administrator)
	k := o.contract("standard", "2026-01-01", "2027-12-31", "Risk Manager")
	if err := o.DropContract(t.Context(), system, o.company.ID, k.ID); err != nil {
		t.Fatal(err)
	}
	if got := o.told("cover.ended", "until", "account/"+admin.ID); !slices.Equal(got, []string{"2026-11-20"}) {
		t.Errorf("told %v", got)
	}
}

// Whatever way the clock takes and however often the program looks, everything
// is told once, and what was not missed altogether is told.
func TestNobodyIsToldTwiceHoweverTheClockJumps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newHouse(t).outfit()
		admin := o.person("ada@balcao.example", actor.Administrator)
		o.contract("standard", "2026-01-01", "2027-03-31", "Risk Manager")
		first := mustDay("2026-11-21")
		for range rapid.IntRange(1, 12).Draw(rt, "jumps") {
			o.at((first + day(rapid.IntRange(0, 160).Draw(rt, "day"))).String(), time.Duration(rapid.IntRange(0, 86_399).Draw(rt, "second"))*time.Second)
			o.due()
			if rapid.Bool().Draw(rt, "touched") {
				if _, err := o.ChangeCompany(t.Context(), system, o.company.ID, CompanyChange{Notes: said1("seen")}); err != nil {
					rt.Fatal(err)
				}
			}
		}
		if got := o.notices("cover.ending"); len(got) > len(warnings) {
			rt.Fatalf("%d warnings: %+v", len(got), got)
		}
		o.at("2027-04-01", 0)
		if _, err := o.ChangeCompany(t.Context(), system, o.company.ID, CompanyChange{Notes: said1("last")}); err != nil {
			rt.Fatal(err)
		}
		if got := o.told("cover.ended", "until", "account/"+admin.ID); !slices.Equal(got, []string{"2027-03-31"}) {
			rt.Fatalf("told of the end %v", got)
		}
	})
}

func TestALateSchedulerTellsWhatIsTrueThen(t *testing.T) {
	o := newHouse(t).outfit()
	admin := o.person("ada@balcao.example", actor.Administrator)
	o.contract("standard", "2026-01-01", "2027-03-31", "Risk Manager")
	o.at("2027-03-10", 0) // the program was off when 60 and 30 days were left
	o.due()
	if got := o.told("cover.ending", "days", "account/"+admin.ID); !slices.Equal(got, []string{"21"}) {
		t.Errorf("told %v", got)
	}
	o.view(func(r store.Reader) error {
		seen, err := coversSeen.Get(r, o.company.ID)
		if err != nil || len(seen.Warned) != 1 || seen.States[""] != Covered {
			t.Errorf("%+v %v", seen, err)
		}
		return err
	})
}
