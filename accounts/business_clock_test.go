package accounts

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"balcao/store"
)

// aTidyCalendar has hours by day, or whole days, so that what the clock does at
// night is in no hours or within them.
func aTidyCalendar(t *rapid.T) Calendar {
	c := Calendar{TimeZone: rapid.SampledFrom(oddZones).Draw(t, "zone"), Week: map[string][][2]string{}}
	days := [][][2]string{nil, {{"08:00", "12:00"}, {"13:00", "18:00"}}, {{"09:00", "21:30"}}, {{"00:00", "24:00"}}}
	for _, name := range weekdays {
		if list := rapid.SampledFrom(days).Draw(t, name); list != nil {
			c.Week[name] = list
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "holidays") {
		c.Holidays = append(c.Holidays, Holiday{
			Date: aDay(t, "holiday").String(), Repeats: rapid.SampledFrom([]string{"", Yearly, Easter}).Draw(t, "repeats"),
		})
	}
	return c
}

func anInstant(t *rapid.T, c Calendar) time.Time {
	return aDay(t, "day").begins(placeOf(c.TimeZone)).Add(time.Duration(rapid.IntRange(-3000, 3000).Draw(t, "minutes")) * time.Minute)
}

// counts is the rule said plainly, for one instant: the clock on the wall and
// the calendar under it.
func counts(c Calendar, at time.Time) bool {
	local := at.In(placeOf(c.TimeZone))
	for _, h := range c.Holidays {
		if h.on(dayOfDate(local)) {
			return false
		}
	}
	clock := local.Format("15:04")
	for _, pair := range c.Week[weekdays[local.Weekday()]] {
		if pair[0] <= clock && clock < pair[1] {
			return true
		}
	}
	return false
}

func TestTimeBetweenIsWhatTheClockOnTheWallCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := aTidyCalendar(t)
		b := c.Business()
		from := anInstant(t, c)
		to := from.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "long")) * time.Minute)
		var want time.Duration
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			if counts(c, at) {
				want += time.Minute
			}
			if b.Open(at) != counts(c, at) {
				t.Fatalf("open at %s: %v", at.In(placeOf(c.TimeZone)), b.Open(at))
			}
		}
		if got := b.Between(from, to); got != want {
			t.Fatalf("%s counted from %s to %s, want %s", got, from, to, want)
		}
		if got := b.Between(to, from); got != 0 {
			t.Fatalf("%s backwards", got)
		}
	})
}

func TestAWeekWithoutHoursNeverEnds(t *testing.T) {
	b := Calendar{TimeZone: "America/Sao_Paulo"}.Business()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	if !b.Add(now, time.Minute).IsZero() || !b.Next(now).IsZero() || b.Open(now) || b.Between(now, now.AddDate(1, 0, 0)) != 0 {
		t.Error("time went by")
	}
}

func TestBrazilsHolidaysComeBackEachYear(t *testing.T) {
	b := brazil().Business()
	zone := placeOf("America/Sao_Paulo")
	for date, open := range map[string]bool{
		"2026-12-25": false, "2027-02-08": false, "2027-02-09": false, "2027-02-10": true, "2027-03-26": false, "2027-04-21": false,
		"2027-05-27": false, "2028-02-29": false, "2028-03-01": true, "2028-06-15": false, "2030-11-20": false, "2030-11-21": true,
	} {
		noon := mustDay(date).begins(zone).Add(10 * time.Hour)
		if b.Open(noon) != open {
			t.Errorf("on %s at ten open is %v", date, b.Open(noon))
		}
	}
}

func TestHoursOfTheDayOnWhichTheClockChanges(t *testing.T) {
	whole := map[string][][2]string{}
	for _, name := range weekdays {
		whole[name] = [][2]string{{"00:00", "24:00"}}
	}
	for _, c := range []struct {
		zone, day string
		hours     time.Duration
	}{
		{"America/Sao_Paulo", "2018-11-04", 23 * time.Hour}, // begins at one
		{"America/Sao_Paulo", "2019-02-16", 25 * time.Hour},
		{"Europe/Lisbon", "2026-03-29", 23 * time.Hour},
		{"Europe/Lisbon", "2026-10-25", 25 * time.Hour},
		{"Australia/Lord_Howe", "2026-04-05", 24*time.Hour + 30*time.Minute},
		{"Pacific/Apia", "2011-12-30", 0},
		{"America/Sao_Paulo", "2026-11-20", 24 * time.Hour},
	} {
		b := Calendar{TimeZone: c.zone, Week: whole}.Business()
		d := mustDay(c.day)
		if got := b.Between(d.begins(placeOf(c.zone)), (d + 1).begins(placeOf(c.zone))); got != c.hours {
			t.Errorf("%s in %s has %s", c.day, c.zone, got)
		}
	}
}

func TestACalendarWithoutZoneCountsByTheHouses(t *testing.T) {
	o := newHouse(t).outfit()
	zone := "America/Sao_Paulo"
	if _, err := o.ChangeSettings(t.Context(), system, SettingsChange{TimeZone: &zone}, func(Settings) error { return nil }); err != nil {
		t.Fatal(err)
	}
	o.view(func(r store.Reader) error {
		b, err := BusinessOf(r, workdaysID)
		if err != nil {
			return err
		}
		friday := time.Date(2026, 11, 20, 20, 30, 0, 0, time.UTC) // half past five there
		if got, want := b.Add(friday, time.Hour), time.Date(2026, 11, 23, 12, 30, 0, 0, time.UTC); !got.Equal(want) {
			t.Errorf("an hour of work after %s is %s", friday, got)
		}
		for _, calendar := range []string{"", "gone"} {
			if b, err := BusinessOf(r, calendar); err != nil || !b.Add(friday, time.Hour).Equal(friday.Add(time.Hour)) {
				t.Errorf("%q counts otherwise than all hours: %v", calendar, err)
			}
		}
		return nil
	})
}
