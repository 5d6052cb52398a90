package accounts

import (
	"time"

	"balcao/store"
)

// Business is time as a calendar counts it. The zero value counts all hours.
type Business struct {
	zone     *time.Location // nil = all hours
	week     [7][]hours     // by weekday
	holidays []Holiday
}

// hours are minutes of a day, from the first up to but without the second.
type hours struct{ from, to int }

// BusinessOf is time as the calendar of that id counts it; empty, or gone = all
// hours.
func BusinessOf(r store.Reader, calendar string) (Business, error) {
	if calendar == "" {
		return Business{}, nil
	}
	c, err := CalendarOf(r, calendar)
	if missing := missing(err); missing != nil {
		if missing == err {
			return Business{}, err
		}
		return Business{}, nil
	}
	if c.TimeZone == "" {
		s, err := SettingsOf(r)
		if err != nil {
			return Business{}, err
		}
		c.TimeZone = s.TimeZone
	}
	return c.Business(), nil
}

// Business is time as the calendar counts it.
func (c Calendar) Business() Business {
	b := Business{zone: placeOf(c.TimeZone), holidays: c.Holidays}
	for i, name := range weekdays {
		for _, pair := range c.Week[name] {
			from, err := minuteOf(pair[0])
			to, err2 := minuteOf(pair[1])
			if err == nil && err2 == nil && from < to {
				b.week[i] = append(b.week[i], hours{from, to})
			}
		}
	}
	return b
}

// patience is how many days without an hour that counts are looked through; a
// holiday list longer than that, or a week without hours, has no end.
const patience = 3 * 366

// Open tells whether t is in hours that count.
func (b Business) Open(t time.Time) bool {
	if b.zone == nil {
		return true
	}
	for _, s := range b.times(dayAt(t, b.zone)) {
		if !t.Before(s[0]) && t.Before(s[1]) {
			return true
		}
	}
	return false
}

// Add is the first instant by which d of time that counts has gone by since t;
// zero when that never comes.
func (b Business) Add(t time.Time, d time.Duration) time.Time {
	if b.zone == nil || d <= 0 {
		return t.Add(max(d, 0)).UTC()
	}
	today := dayAt(t, b.zone)
	for idle := 0; idle < patience; today++ {
		idle++
		for _, s := range b.times(today) {
			from := later(s[0], t)
			if left := s[1].Sub(from); left <= 0 {
				continue
			} else if d <= left {
				return from.Add(d).UTC()
			} else {
				d -= left
				idle = 0
			}
		}
	}
	return time.Time{}
}

// Between is how much time that counts lies between two instants; never
// negative.
func (b Business) Between(from, to time.Time) time.Duration {
	if !from.Before(to) {
		return 0
	}
	if b.zone == nil {
		return to.Sub(from)
	}
	var sum time.Duration
	last := dayAt(to, b.zone)
	for today := dayAt(from, b.zone); today <= last; today++ {
		for _, s := range b.times(today) {
			if begin, end := later(s[0], from), s[1]; end.After(begin) {
				if end.After(to) {
					end = to
				}
				sum += max(end.Sub(begin), 0)
			}
		}
	}
	return sum
}

// Next is the first instant from t on that counts; zero when none does.
func (b Business) Next(t time.Time) time.Time {
	if b.zone == nil {
		return t.UTC()
	}
	today := dayAt(t, b.zone)
	for range patience {
		for _, s := range b.times(today) {
			if s[1].After(t) {
				return later(s[0], t).UTC()
			}
		}
		today++
	}
	return time.Time{}
}

// times are the hours of a day as instants, by the clock: on the day of a clock
// change an hour that is left out does not count, one that comes twice counts
// twice.
func (b Business) times(d day) [][2]time.Time {
	list := b.week[d.utc().Weekday()]
	if len(list) == 0 || b.off(d) {
		return nil
	}
	spans := make([][2]time.Time, 0, len(list))
	end := (d + 1).begins(b.zone)
	for _, h := range list {
		s := [2]time.Time{b.clock(d, h.from, end), b.clock(d, h.to, end)}
		if s[0].Before(s[1]) {
			spans = append(spans, s)
		}
	}
	return spans
}

// clock is the first instant of the day at which the clock shows that minute or
// a later one.
func (b Business) clock(d day, minute int, end time.Time) time.Time {
	begin := d.begins(b.zone)
	want := d.utc().Add(time.Duration(minute) * time.Minute)
	for at := begin; at.Before(end); {
		_, to := at.In(b.zone).ZoneBounds()
		_, offset := at.In(b.zone).Zone()
		t := later(want.Add(-time.Duration(offset)*time.Second), at)
		if to.IsZero() || t.Before(to) {
			if t.Before(end) {
				return t
			}
			return end
		}
		at = to
	}
	return end
}

func (b Business) off(d day) bool {
	for _, h := range b.holidays {
		if h.on(d) {
			return true
		}
	}
	return false
}

// on tells whether the day is the holiday, or one of those as which it comes
// back.
func (h Holiday) on(d day) bool {
	first, ok := parseDay(h.Date)
	if !ok || d == first {
		return ok
	}
	date := d.utc()
	switch h.Repeats {
	case Yearly:
		_, m, n := first.utc().Date()
		return date.Month() == m && date.Day() == n
	case Easter:
		return d-easter(date.Year()) == first-easter(first.utc().Year())
	}
	return false
}

// easter is Easter Sunday of the year, after Meeus, Jones and Butcher.
func easter(y int) day {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return dayOfDate(time.Date(y, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC))
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
