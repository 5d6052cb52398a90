package chat

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"balcao/fault"
)

// Hours are the weekly hours of a department, in its own time zone. An interval
// whose end is not after its beginning runs into the next day; 24:00 is the
// end of a day.
type Hours struct {
	Always   bool                   `json:"open_always"`
	TimeZone string                 `json:"time_zone"`
	Week     map[string][][2]string `json:"week"`
}

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Open tells whether the department is open at t.
func (h Hours) Open(t time.Time) bool {
	if h.Always {
		return true
	}
	day := h.day(t)
	for _, d := range []time.Time{day.AddDate(0, 0, -1), day} {
		for _, span := range h.spans(d) {
			if !t.Before(span.from) && t.Before(span.to) {
				return true
			}
		}
	}
	return false
}

// Next is the next time after t at which the department opens; zero when it
// never does or is always open.
func (h Hours) Next(t time.Time) time.Time {
	if h.Always {
		return time.Time{}
	}
	day := h.day(t)
	for ahead := range 9 {
		var next time.Time
		for _, span := range h.spans(day.AddDate(0, 0, ahead)) {
			if span.from.After(t) && (next.IsZero() || span.from.Before(next)) {
				next = span.from
			}
		}
		if !next.IsZero() {
			return next.UTC()
		}
	}
	return time.Time{}
}

type span struct{ from, to time.Time }

// spans are the intervals that begin on the civil day of d, as instants: a day
// of a clock change has them at their times by the clock.
func (h Hours) spans(d time.Time) []span {
	var list []span
	y, m, n := d.Date()
	for _, pair := range h.Week[weekdays[d.Weekday()]] {
		from, err := minutes(pair[0])
		to, err2 := minutes(pair[1])
		if err != nil || err2 != nil {
			continue // refused when it was set
		}
		days := 0
		if to <= from {
			days = 1
		}
		list = append(list, span{
			time.Date(y, m, n, from/60, from%60, 0, 0, d.Location()),
			time.Date(y, m, n+days, to/60, to%60, 0, 0, d.Location()),
		})
	}
	return list
}

// day is noon of the civil day of t: adding days to it never meets a gap.
func (h Hours) day(t time.Time) time.Time {
	y, m, d := t.In(h.zone()).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, h.zone())
}

func (h Hours) zone() *time.Location {
	loc, err := time.LoadLocation(h.TimeZone)
	if err != nil {
		return time.UTC
	}
	return loc
}

func minutes(clock string) (int, error) {
	if len(clock) != 5 || clock[2] != ':' {
		return 0, fmt.Errorf("time of day %q", clock)
	}
	hour, err := strconv.ParseUint(clock[:2], 10, 8)
	if err != nil {
		return 0, err
	}
	minute, err := strconv.ParseUint(clock[3:], 10, 8)
	if err != nil || minute > 59 || hour > 24 || hour == 24 && minute > 0 {
		return 0, fmt.Errorf("time of day %q", clock)
	}
	return int(hour*60 + minute), nil
}

// check refuses hours that cannot be meant.
func (h Hours) check() error {
	if _, err := time.LoadLocation(h.TimeZone); err != nil {
		return fault.Field("hours.time_zone", "time_zone_bad")
	}
	for day, list := range h.Week {
		if !slices.Contains(weekdays[:], day) || len(list) > 12 {
			return fault.Field("hours.week", "bad_hours")
		}
		for _, pair := range list {
			from, err := minutes(pair[0])
			_, err2 := minutes(pair[1])
			if err != nil || err2 != nil || from == 24*60 {
				return fault.Field("hours.week", "bad_hours")
			}
		}
	}
	return nil
}
