package accounts

import (
	"time"

	"balcao/fault"
)

// day is a civil day, counted from 1 January 1970: what contracts are written
// in. Which instants it holds depends on a time zone.
type day int

// parseDay reads YYYY-MM-DD.
func parseDay(s string) (day, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Format(time.DateOnly) != s {
		return 0, false
	}
	return dayOfDate(t), true
}

// dayOfDate is the day that t shows in its own zone.
func dayOfDate(t time.Time) day {
	y, m, d := t.Date()
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

func (d day) utc() time.Time { return time.Unix(int64(d)*86_400, 0).UTC() }

// String is the day as it is written: YYYY-MM-DD.
func (d day) String() string { return d.utc().Format(time.DateOnly) }

// begins is the first instant at which a clock in that zone shows the day or a
// later one: where midnight is left out or a whole day is, the instant of the
// change; where midnight comes twice, the first.
func (d day) begins(loc *time.Location) time.Time {
	midnight := d.utc()
	at := midnight.Add(-15 * time.Hour).In(loc) // no zone is further ahead than 14 hours
	for {
		from, to := at.ZoneBounds()
		_, offset := at.Zone()
		t := midnight.Add(-time.Duration(offset) * time.Second)
		if !from.IsZero() && t.Before(from) {
			t = from
		}
		if to.IsZero() || t.Before(to) {
			return t.UTC()
		}
		at = to
	}
}

// dayAt is the day it is at that instant: the last that has begun.
func dayAt(at time.Time, loc *time.Location) day {
	d := dayOfDate(at.In(loc))
	for !at.Before((d + 1).begins(loc)) { // the clock was turned back over midnight
		d++
	}
	return d
}

// span is a time from one day to another, both counted. Until the end, which
// is the last day or later, grace is given.
type span struct{ from, to, end day }

func (s span) holds(d day) bool { return s.from <= d && d <= s.end }

// dates checks the two days of a licence or contract.
func dates(from, to string) error {
	a, err := date("valid_from", from)
	if err != nil {
		return err
	}
	b, err := date("valid_to", to)
	if err == nil && b < a {
		err = fault.Field("valid_to", "dates_swapped")
	}
	return err
}

func date(field, s string) (day, error) {
	if s == "" {
		return 0, fault.Field(field, "required")
	}
	d, ok := parseDay(s)
	if !ok {
		return 0, fault.Field(field, "date_bad")
	}
	return d, nil
}

// placeOf is the time zone of that name, UTC when there is none.
func placeOf(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}
