package accounts

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balcao/actor"
	"balcao/store"
)

// zones are places whose clocks do odd things: midnight left out or met twice,
// half hours, a day that never was.
var oddZones = []string{
	"UTC", "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Kathmandu", "Asia/Beirut", "Pacific/Apia", "Pacific/Kiritimati",
	"Pacific/Marquesas", "Australia/Lord_Howe", "Europe/Lisbon", "America/St_Johns", "America/Godthab", "Asia/Gaza",
}

func aDay(t *rapid.T, name string) day {
	return day(rapid.IntRange(int(mustDay("1995-01-01")), int(mustDay("2035-12-31"))).Draw(t, name))
}

func mustDay(s string) day {
	d, ok := parseDay(s)
	if !ok {
		panic(s)
	}
	return d
}

func TestADayBeginsWhenTheClockFirstShowsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := placeOf(rapid.SampledFrom(oddZones).Draw(t, "zone"))
		d := aDay(t, "day")
		begin := d.begins(loc)
		if shown := dayOfDate(begin.In(loc)); shown < d {
			t.Fatalf("%s in %s begins at %s, which is still %s", d, loc, begin, shown)
		}
		if shown := dayOfDate(begin.Add(-time.Nanosecond).In(loc)); shown >= d {
			t.Fatalf("%s in %s had begun before %s", d, loc, begin)
		}
		if next := (d + 1).begins(loc); next.Before(begin) {
			t.Fatalf("the day after %s in %s begins before it", d, loc)
		}
		at := begin.Add(time.Duration(rapid.Int64Range(-int64(72*time.Hour), int64(72*time.Hour)).Draw(t, "off")))
		if (dayAt(at, loc) >= d) != !at.Before(begin) {
			t.Fatalf("at %s it is %s, but %s begins at %s", at, dayAt(at, loc), d, begin)
		}
	})
}

func TestADayBeginsAtKnownInstants(t *testing.T) {
	for _, c := range []struct{ zone, day, begins string }{
		{"UTC", "2026-01-01", "2026-01-01T00:00:00Z"},
		{"America/Sao_Paulo", "2026-01-01", "2026-01-01T03:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"}, // its midnight was left out: the clock went to one
		{"America/Sao_Paulo", "2019-02-17", "2019-02-17T03:00:00Z"}, // the hour before midnight came twice
		{"America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"},    // the hour after midnight comes twice: the first counts
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"},      // never was: begins with the day after it
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"},
	} {
		if got := mustDay(c.day).begins(placeOf(c.zone)).Format(time.RFC3339); got != c.begins {
			t.Errorf("%s in %s begins at %s, want %s", c.day, c.zone, got, c.begins)
		}
	}
}

func TestBothDaysCountInTheCompanysZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := placeOf(rapid.SampledFrom(oddZones).Draw(t, "zone"))
		from := aDay(t, "from")
		to := from + day(rapid.IntRange(0, 400).Draw(t, "long"))
		grace := rapid.IntRange(0, 30).Draw(t, "grace")
		e := entitlements{zone: loc, plans: map[string]Plan{"n": {ID: "n", Rank: 2}}, contracts: []Contract{
			{ID: "k", Plan: "n", Products: []string{"p"}, ValidFrom: from.String(), ValidTo: to.String(), GraceDays: grace},
		}}
		begin, end := from.begins(loc), (to + day(grace) + 1).begins(loc)
		edge := rapid.SampledFrom([]time.Time{begin, end, (to + 1).begins(loc)}).Draw(t, "edge")
		at := edge.Add(time.Duration(rapid.SampledFrom([]int64{0, 1, -1, int64(time.Hour), -int64(time.Hour), int64(25 * time.Hour), -int64(25 * time.Hour)}).Draw(t, "off")))
		want := Unlicensed
		if !at.Before(begin) && at.Before(end) {
			want = Covered
		}
		for _, product := range []string{"", "p"} {
			c := e.at(at, product)
			if c.State != want {
				t.Fatalf("%q at %s: %s, want %s (%s to %s in %s)", product, at, c.State, want, from, to, loc)
			}
			if graced := want == Covered && !at.Before((to + 1).begins(loc)); c.Grace != graced {
				t.Fatalf("grace %v at %s", c.Grace, at)
			}
		}
		if c := e.at(at, "q"); c.State != Unlicensed {
			t.Fatalf("another product is %s", c.State)
		}
	})
}

// The rule said plainly, day by day: what at() answers for any licences and
// contracts.
func TestCoverFollowsFromWhatRunsThatDay(t *testing.T) {
	product := rapid.SampledFrom([]string{"p", "q", "r"})
	base := mustDay("2026-02-01")
	rapid.Check(t, func(t *rapid.T) {
		e := entitlements{zone: placeOf(rapid.SampledFrom(oddZones).Draw(t, "zone")), plans: map[string]Plan{"a": {ID: "a", Rank: 1}, "b": {ID: "b", Rank: 2}}}
		for range rapid.IntRange(0, 3).Draw(t, "licences") {
			from := base + day(rapid.IntRange(0, 30).Draw(t, "from"))
			to := from + day(rapid.IntRange(0, 20).Draw(t, "long"))
			e.licences = append(e.licences, Licence{Product: product.Draw(t, "licensed"), ValidFrom: from.String(), ValidTo: to.String()})
		}
		for range rapid.IntRange(0, 3).Draw(t, "contracts") {
			from := base + day(rapid.IntRange(0, 30).Draw(t, "from"))
			to := from + day(rapid.IntRange(0, 20).Draw(t, "long"))
			e.contracts = append(e.contracts, Contract{
				Plan: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "plan"), ValidFrom: from.String(), ValidTo: to.String(),
				Products: rapid.SliceOfNDistinct(product, 0, 2, rapid.ID).Draw(t, "products"),
			})
		}
		asked := rapid.SampledFrom([]string{"", "p", "q", "r"}).Draw(t, "asked")
		today := base + day(rapid.IntRange(-2, 55).Draw(t, "today"))
		runs := func(from, to string, d day) bool { return from <= d.String() && d.String() <= to }
		state := func(d day) (string, int) {
			licensed, rank := false, 0
			for _, l := range e.licences {
				licensed = licensed || (asked == "" || l.Product == asked) && runs(l.ValidFrom, l.ValidTo, d)
			}
			for _, c := range e.contracts {
				if runs(c.ValidFrom, c.ValidTo, d) && (asked == "" || slices.Contains(c.Products, asked) || len(c.Products) == 0 && licensed) {
					rank = max(rank, e.plans[c.Plan].Rank)
				}
			}
			switch {
			case rank > 0:
				return Covered, rank
			case licensed:
				return Licensed, 0
			}
			return Unlicensed, 0
		}
		got := e.at(today.begins(e.zone), asked)
		want, rank := state(today)
		if got.State != want || got.Rank != rank {
			t.Fatalf("%q on %s: %s of rank %d, want %s of rank %d\n%+v\n%+v", asked, today, got.State, got.Rank, want, rank, e.licences, e.contracts)
		}
		if want == Unlicensed {
			return
		}
		last := today // every day up to the last one told is as good, and the one after it is not
		for ; last.String() < got.Until; last++ {
			if s, _ := state(last); s != want && s != Covered {
				t.Fatalf("until %s, but %s on %s", got.Until, s, last)
			}
		}
		if s, _ := state(last + 1); s == Covered && want == Covered {
			t.Fatalf("until %s, but covered on the day after", got.Until)
		}
	})
}

func TestOfTwoContractsTheBetterPlanIsTheOneThatCounts(t *testing.T) {
	e := entitlements{zone: time.UTC, plans: map[string]Plan{"a": {ID: "a", Rank: 1, Calendar: "c"}, "b": {ID: "b", Rank: 2}}, contracts: []Contract{
		{ID: "1", Plan: "a", ValidFrom: "2026-01-01", ValidTo: "2026-12-31"},
		{ID: "2", Plan: "b", ValidFrom: "2026-03-01", ValidTo: "2026-03-31", Calendar: "own"},
	}}
	at := func(s string) Cover { return e.at(mustDay(s).begins(time.UTC), "") }
	if c := at("2026-02-01"); c.Plan != "a" || c.Calendar != "c" || c.Until != "2026-12-31" {
		t.Errorf("in February %+v", c)
	}
	if c := at("2026-03-31"); c.Plan != "b" || c.Rank != 2 || c.Calendar != "own" || c.Contract != "2" || c.Until != "2026-12-31" {
		t.Errorf("in March %+v", c)
	}
}

func TestCoverGoesOnThroughARenewalAndItsDaysOfGrace(t *testing.T) {
	e := entitlements{zone: time.UTC, plans: map[string]Plan{"a": {ID: "a", Rank: 1}}, contracts: []Contract{
		{ID: "1", Plan: "a", ValidFrom: "2026-01-01", ValidTo: "2026-06-30", GraceDays: 3},
		{ID: "2", Plan: "a", ValidFrom: "2026-07-04", ValidTo: "2027-06-30"},
	}}
	if c := e.at(mustDay("2026-07-02").begins(time.UTC), ""); c.State != Covered || c.Until != "2027-06-30" || c.Grace {
		t.Errorf("between %+v", c)
	}
	e.contracts[1].ValidFrom = "2026-07-05"
	if c := e.at(mustDay("2026-07-02").begins(time.UTC), ""); c.State != Covered || c.Until != "2026-07-03" || !c.Grace {
		t.Errorf("with a gap %+v", c)
	}
	if c := e.at(mustDay("2026-07-04").begins(time.UTC), ""); c.State != Unlicensed {
		t.Errorf("in the gap %+v", c)
	}
}

func TestPeopleAreCoveredAsTheirCompanyIs(t *testing.T) {
	h := newHouse(t)
	o := h.outfit()
	person := o.customer("ana@acme.example", false)
	o.licence("Risk Manager", "2026-01-01", "2026-12-31")
	o.contract("premium", "2026-01-01", "2026-12-31")
	for _, subject := range []string{"account/" + person.ID, o.company.ID, "company/" + o.company.ID} {
		if c := h.cover(subject, "risk manager"); c.State != Covered || c.PlanName != "Premium" || c.Until != "2026-12-31" || c.Rank != 2 {
			t.Errorf("%s: %+v", subject, c)
		}
		if c := h.cover(subject, "Chapel Manager"); c.State != Covered {
			t.Errorf("%s, of what nobody sells: %+v", subject, c)
		}
		if c := h.cover(subject, o.product("Policy Manager")); c.State != Unlicensed {
			t.Errorf("%s, of what is not licensed: %+v", subject, c)
		}
	}
	for _, subject := range []string{"", "account/none", "visitor/none", "company/none", "none", "account/"} {
		if c := h.cover(subject, ""); c.State != Unlicensed || c.Until != "" {
			t.Errorf("%q: %+v", subject, c)
		}
	}
}

// The columns of the table in product.md, for a person of each company and two
// products: what is asked of one is not answered by the other.
func TestTheThreeStatesWithTwoProducts(t *testing.T) {
	h := newHouse(t)
	const risk, policy = "Risk Manager", "Policy Manager"
	for _, c := range []struct {
		name             string
		licences         []string
		contract         []string // nil = none; [""] = one that names no product
		risk, policy, no string
	}{
		{"nothing", nil, nil, Unlicensed, Unlicensed, Unlicensed},
		{"one licence", []string{risk}, nil, Licensed, Unlicensed, Licensed},
		{"two licences", []string{risk, policy}, nil, Licensed, Licensed, Licensed},
		{"contract of one", []string{risk, policy}, []string{risk}, Covered, Licensed, Covered},
		{"contract of all, one licence", []string{policy}, []string{""}, Unlicensed, Covered, Covered},
		{"contract of all, no licence", nil, []string{""}, Unlicensed, Unlicensed, Covered},
		{"contract without licence", nil, []string{policy}, Unlicensed, Covered, Covered},
		{"contract of both", []string{risk}, []string{risk, policy}, Covered, Covered, Covered},
	} {
		o := h.outfit()
		for _, p := range c.licences {
			o.licence(p, "2026-01-01", "2026-12-31")
		}
		if c.contract != nil {
			o.contract("standard", "2026-01-01", "2026-12-31", slices.DeleteFunc(c.contract, func(s string) bool { return s == "" })...)
		}
		for product, want := range map[string]string{o.product(risk): c.risk, o.product(policy): c.policy, "": c.no} {
			if got := h.cover(o.company.ID, product); got.State != want {
				t.Errorf("%s, of %q: %s, want %s", c.name, product, got.State, want)
			}
		}
	}
}

func TestCoverIsRequiredFromTheFirstContractOnUnlessSettingsDecide(t *testing.T) {
	h := newHouse(t)
	admin := h.person("ada@balcao.example", actor.Administrator)
	required := func() (yes bool) {
		h.view(func(r store.Reader) (err error) { yes, err = CoverRequired(r); return err })
		return yes
	}
	o := h.outfit()
	o.licence("Risk Manager", "2026-01-01", "2026-12-31")
	if required() {
		t.Error("required by a licence")
	}
	k := o.contract("standard", "2030-01-01", "2030-12-31")
	if !required() {
		t.Error("not required with a contract")
	}
	if got := h.notices("cover.required"); len(got) != 1 || !slices.Equal(got[0].To, []string{"account/" + admin.ID}) || got[0].Args["company"] != o.company.Name {
		t.Errorf("told %+v", got)
	}
	o.contract("standard", "2030-01-01", "2030-12-31")
	if got := h.notices("cover.required"); len(got) != 1 {
		t.Errorf("told again: %+v", got)
	}
	if err := h.DropContract(t.Context(), system, o.company.ID, k.ID); err != nil || !required() {
		t.Errorf("no longer required: %v", err)
	}
	off := false
	change := SettingsChange{RequireCover: Choice{Said: true, Value: &off}}
	if _, err := h.ChangeSettings(t.Context(), system, change, func(Settings) error { return nil }); err != nil || required() {
		t.Errorf("required though the settings say no: %v", err)
	}
}
