package accounts

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func aCalendar(t *rapid.T) Business {
	c := Calendar{TimeZone: rapid.SampledFrom(oddZones).Draw(t, "zone"), Week: map[string][][2]string{}}
	for _, name := range weekdays {
		edges := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"00:00", "00:30", "01:30", "08:00", "12:00", "13:15", "18:00", "23:30", "24:00"}), 0, 6, rapid.ID).Draw(t, name)
		slices.Sort(edges)
		for i := 0; i+1 < len(edges); i += 2 {
			c.Week[name] = append(c.Week[name], [2]string{edges[i], edges[i+1]})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "holidays") {
		c.Holidays = append(c.Holidays, Holiday{Date: aDay(t, "holiday").String(), Repeats: rapid.SampledFrom([]string{"", Yearly, Easter}).Draw(t, "repeats")})
	}
	return c.Business()
}

// Minute by minute, by what the clock on the wall shows.
func TestTimeThatCountsIsTimeAtWhichTheClockShowsItsHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := aCalendar(t)
		from := aDay(t, "day").begins(b.zone).Add(time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minute")) * time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 50*60).Draw(t, "long")) * time.Minute)
		var want time.Duration
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			wall := at.In(b.zone)
			minute, today := wall.Hour()*60+wall.Minute(), dayOfDate(wall)
			if dayAt(at, b.zone) == today && !b.off(today) &&
				slices.ContainsFunc(b.week[wall.Weekday()], func(h hours) bool { return h.from <= minute && minute < h.to }) {
				want += time.Minute
			}
		}
		// An hour that comes twice makes an interval longer than the minutes it
		// shows only when the clock is set back out of it.
		if got := b.Between(from, to); got < want || got > want+time.Hour {
			t.Fatalf("%v between %s and %s in %s, the wall says %v", got, from, to, b.zone, want)
		}
	})
}

func TestAddingTimeAndMeasuringItAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := aCalendar(t)
		from := aDay(t, "day").begins(b.zone).Add(time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "into")))
		d := time.Duration(rapid.Int64Range(1, int64(200*time.Hour)).Draw(t, "d"))
		end := b.Add(from, d)
		if end.IsZero() {
			for _, list := range b.week {
				if len(list) > 0 {
					t.Fatalf("%v from %s never comes", d, from)
				}
			}
			return
		}
		if got := b.Between(from, end); got != d {
			t.Fatalf("%v from %s ends at %s, which is %v later", d, from, end, got)
		}
		if b.Between(from, end.Add(-time.Nanosecond)) >= d {
			t.Fatalf("%s is not the first such instant", end)
		}
		if half := b.Add(from, d/2); d > 1 && !b.Add(half, d-d/2).Equal(end) {
			t.Fatalf("half and half is not the whole")
		}
		next := b.Next(from)
		if !b.Open(next) || b.Between(from, next) != 0 {
			t.Fatalf("from %s the next that counts is %s", from, next)
		}
	})
}

func TestKnownStretchesOfTheBrazilianCalendar(t *testing.T) {
	b := brazil().Business()
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, b.zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		from  string
		hours float64
		to    string
	}{
		{"2026-11-18 17:00", 4, "2026-11-19 11:00"},
		{"2026-11-19 11:30", 1, "2026-11-19 13:30"},  // over lunch
		{"2026-11-19 17:00", 2, "2026-11-23 09:00"},  // the 20th is a holiday, then the weekend
		{"2027-02-05 17:00", 2, "2027-02-10 09:00"},  // Carnaval moved with Easter
		{"2026-12-24 18:00", 9, "2026-12-28 18:00"},  // Natal is a Friday
		{"2018-11-02 17:00", 10, "2018-11-06 09:00"}, // Finados, and summer time begins that Sunday
	} {
		got := b.Add(at(c.from), time.Duration(c.hours*float64(time.Hour)))
		if c.from == "2018-11-02 17:00" {
			if got.In(b.zone).Format("2006-01-02 15:04") != c.to {
				t.Errorf("%v hours from %s: %s", c.hours, c.from, got.In(b.zone))
			}
			continue
		}
		if !got.Equal(at(c.to)) {
			t.Errorf("%v hours from %s: %s, want %s", c.hours, c.from, got.In(b.zone), c.to)
		}
	}
}

func TestEasterFallsOnItsKnownDays(t *testing.T) {
	for year, want := range map[int]string{1995: "1995-04-16", 2000: "2000-04-23", 2008: "2008-03-23", 2024: "2024-03-31", 2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25"} {
		if got := easter(year); got.String() != want {
			t.Errorf("%d: %s", year, got)
		}
	}
}

func TestWithoutACalendarAllHoursCount(t *testing.T) {
	var b Business
	from := time.Date(2026, 12, 25, 3, 0, 0, 0, time.UTC)
	if !b.Open(from) || !b.Add(from, time.Hour).Equal(from.Add(time.Hour)) || b.Between(from, from.Add(time.Hour)) != time.Hour {
		t.Error("not at Christmas")
	}
}
