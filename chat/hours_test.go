package chat

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"balcao/actor"
)

func at(t *testing.T, zone, clock string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	must(t, err)
	v, err := time.ParseInLocation("2006-01-02 15:04", clock, loc)
	must(t, err)
	return v
}

func TestHoursByTheWallClock(t *testing.T) {
	office := map[string][][2]string{"mon": {{"08:00", "12:00"}, {"13:00", "18:00"}}, "fri": {{"22:00", "06:00"}}, "sun": {{"00:00", "24:00"}}}
	for _, c := range []struct {
		zone, clock string
		want        bool
		next        string
	}{
		{"America/Sao_Paulo", "2026-11-23 07:59", false, "2026-11-23 08:00"}, // a Monday
		{"America/Sao_Paulo", "2026-11-23 08:00", true, "2026-11-23 13:00"},
		{"America/Sao_Paulo", "2026-11-23 12:00", false, "2026-11-23 13:00"},
		{"America/Sao_Paulo", "2026-11-23 17:59", true, "2026-11-27 22:00"},
		{"America/Sao_Paulo", "2026-11-23 18:00", false, "2026-11-27 22:00"},
		{"America/Sao_Paulo", "2026-11-27 23:30", true, "2026-11-29 00:00"}, // Friday night
		{"America/Sao_Paulo", "2026-11-28 05:59", true, "2026-11-29 00:00"},
		{"America/Sao_Paulo", "2026-11-28 06:00", false, "2026-11-29 00:00"},
		{"America/Sao_Paulo", "2026-11-29 23:59", true, "2026-11-30 08:00"},
		// Sunday 25 October 2026 has 25 hours in Berlin, 29 March 2026 has 23.
		{"Europe/Berlin", "2026-10-25 23:59", true, "2026-10-26 08:00"},
		{"Europe/Berlin", "2026-03-29 23:59", true, "2026-03-30 08:00"},
		{"Europe/Berlin", "2026-03-28 05:59", true, "2026-03-29 00:00"},
	} {
		h := Hours{TimeZone: c.zone, Week: office}
		now := at(t, c.zone, c.clock)
		if got := h.Open(now); got != c.want {
			t.Errorf("%s %s: open %v", c.zone, c.clock, got)
		}
		if got := h.Next(now); !got.Equal(at(t, c.zone, c.next)) {
			t.Errorf("%s %s: next opening %v, want %s", c.zone, c.clock, got.In(now.Location()), c.next)
		}
	}
}

func TestNightShiftAcrossTheClockChangeEndsByTheClock(t *testing.T) {
	h := Hours{TimeZone: "Europe/Berlin", Week: map[string][][2]string{"sat": {{"22:00", "06:00"}}}}
	for _, c := range []struct {
		clock string
		hours float64
	}{{"2026-10-24 22:00", 9}, {"2026-03-28 22:00", 7}, {"2026-06-06 22:00", 8}} {
		from := at(t, "Europe/Berlin", c.clock)
		to := from.Add(time.Duration(c.hours * float64(time.Hour)))
		if !h.Open(from) || !h.Open(to.Add(-time.Minute)) || h.Open(to) || h.Open(from.Add(-time.Minute)) {
			t.Errorf("the night of %s does not last %v hours", c.clock, c.hours)
		}
	}
}

func TestAlwaysOpenNeverOpensNext(t *testing.T) {
	h := Hours{Always: true}
	if !h.Open(epoch) || !h.Next(epoch).IsZero() {
		t.Error("always open is not")
	}
	if never := (Hours{TimeZone: "UTC"}); never.Open(epoch) || !never.Next(epoch).IsZero() {
		t.Error("no hours at all open")
	}
}

func TestHoursAreOpenFromTheirNextOpening(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Hours{TimeZone: rapid.SampledFrom([]string{"UTC", "America/Sao_Paulo", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu"}).Draw(t, "zone"), Week: map[string][][2]string{}}
		clock := rapid.SampledFrom([]string{"00:00", "01:30", "02:30", "08:00", "12:00", "23:00"})
		for _, day := range weekdays {
			if rapid.Bool().Draw(t, day) {
				h.Week[day] = [][2]string{{clock.Draw(t, "from"), clock.Draw(t, "to")}}
			}
		}
		now := epoch.Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minutes")) * time.Minute)
		next := h.Next(now)
		if next.IsZero() {
			if len(h.Week) > 0 {
				t.Fatal("never opens though it has hours")
			}
			return
		}
		if !next.After(now) || !h.Open(next) {
			t.Fatalf("%v is not an opening after %v", next, now)
		}
		if err := h.check(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestOutOfHoursTheMessageWaitsAndTheOpeningDrains(t *testing.T) {
	atCounter(t, func(c *counter) {
		boss, olga := c.staff("Boss", actor.Administrator), c.operator("Olga")
		// Bubbles begin on Saturday 1 January 2000, 00:00 UTC.
		hours := Hours{TimeZone: "UTC", Week: map[string][][2]string{"mon": {{"08:00", "18:00"}}}}
		_, err := c.ChangeDepartment(ctx(), boss, defaultDepartmentID, DepartmentChange{Hours: &hours})
		must(t, err)
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.is(conv, Queued)
		if !c.shown(olga, conv).LeftMessage {
			t.Error("not a left message")
		}
		info, err := c.SiteInfo(ctx(), DefaultSite)
		must(t, err)
		if info.Open || info.Online || info.NextOpenAt.Format(time.RFC3339) != "2000-01-03T08:00:00Z" || info.Hours == nil {
			t.Errorf("%+v", info)
		}
		time.Sleep(56*time.Hour + time.Minute)
		c.held(conv, olga)
	})
}

func TestBadHoursAreRefused(t *testing.T) {
	for _, h := range []Hours{
		{TimeZone: "Mars/Olympus"},
		{TimeZone: "UTC", Week: map[string][][2]string{"monday": {{"08:00", "18:00"}}}},
		{TimeZone: "UTC", Week: map[string][][2]string{"mon": {{"8:00", "18:00"}}}},
		{TimeZone: "UTC", Week: map[string][][2]string{"mon": {{"08:00", "18:60"}}}},
		{TimeZone: "UTC", Week: map[string][][2]string{"mon": {{"24:00", "18:00"}}}},
		{TimeZone: "UTC", Week: map[string][][2]string{"mon": {{"+8:00", "18:00"}}}},
	} {
		if h.check() == nil {
			t.Errorf("%+v is accepted", h)
		}
	}
}
