package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Calendar says which hours count: of the week, by the clock of its zone, but
// for holidays.
type Calendar struct {
	ID       string                 `json:"id"`
	Name     string                 `json:"name"`
	TimeZone string                 `json:"time_zone"` // empty = the house's
	Week     map[string][][2]string `json:"week"`      // "mon" → [["08:00", "12:00"], …]; 24:00 ends a day
	Holidays []Holiday              `json:"holidays"`
}

// Holiday is a day on which no hour counts.
type Holiday struct {
	Date string `json:"date"`
	Name string `json:"name"`
	// Repeats says that it comes back: yearly on the same date, or with easter,
	// as far from Easter Sunday as in the year of Date.
	Repeats string `json:"repeats,omitempty"`
}

// How holidays come back.
const (
	Yearly = "yearly"
	Easter = "easter"
)

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// CalendarOf returns the calendar of that id or name, or store.ErrNotFound.
func CalendarOf(r store.Reader, idOrName string) (Calendar, error) {
	return called(r, calendars, idOrName)
}

// CalendarsPage returns calendars by name.
func CalendarsPage(r store.Reader, query, cursor string, limit int) ([]Calendar, string, error) {
	query = plain(strings.TrimSpace(query))
	return sift(r, calendars, "name", cursor, limit, func(c Calendar) (bool, error) { return strings.Contains(plain(c.Name), query), nil })
}

// CalendarChange is what is said of a calendar; nil stays.
type CalendarChange struct {
	Name     *string                 `json:"name"`
	TimeZone *string                 `json:"time_zone"`
	Week     *map[string][][2]string `json:"week"`
	Holidays *[]Holiday              `json:"holidays"`
}

// AddCalendar adds a calendar.
func (g *Registry) AddCalendar(ctx context.Context, who actor.Actor, in CalendarChange) (Calendar, error) {
	fresh := Calendar{ID: g.NewID(), Week: map[string][][2]string{}, Holidays: []Holiday{}}
	return g.keepCalendar(ctx, who, "calendar.create", in, func(store.Tx) (Calendar, error) { return fresh, nil })
}

// ChangeCalendar changes what in says of a calendar.
func (g *Registry) ChangeCalendar(ctx context.Context, who actor.Actor, id string, in CalendarChange) (Calendar, error) {
	return g.keepCalendar(ctx, who, "calendar.change", in, func(tx store.Tx) (Calendar, error) {
		c, err := calendars.Get(tx, id)
		return c, missing(err)
	})
}

func (g *Registry) keepCalendar(ctx context.Context, who actor.Actor, verb string, in CalendarChange, load func(store.Tx) (Calendar, error)) (Calendar, error) {
	var c Calendar
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if err := May(tx, who, verb, Object{}); err != nil {
			return err
		}
		if c, err = load(tx); err != nil {
			return err
		}
		if err := in.apply(&c); err != nil {
			return err
		}
		if err := nameTaken(calendars.Put(tx, c)); err != nil {
			return err
		}
		return Audit(tx, g.Clock(), who, verb, "calendar/"+c.ID, nil)
	})
	return c, err
}

func (in CalendarChange) apply(c *Calendar) (err error) {
	name := c.Name
	if in.Name != nil {
		name = *in.Name
	}
	if c.Name, err = said("name", name, 100); err != nil {
		return err
	}
	if in.TimeZone != nil {
		if c.TimeZone, err = zone("time_zone", *in.TimeZone); err != nil {
			return err
		}
	}
	if in.Week != nil {
		if c.Week, err = weekOf(*in.Week); err != nil {
			return err
		}
	}
	if in.Holidays != nil {
		c.Holidays, err = holidaysOf(*in.Holidays)
	}
	return err
}

// weekOf checks the hours of a week and puts those of each day in their order.
// They lie within their day and do not overlap.
func weekOf(week map[string][][2]string) (map[string][][2]string, error) {
	clean := map[string][][2]string{}
	for name, list := range week {
		if !slices.Contains(weekdays[:], name) || len(list) > 12 {
			return nil, fault.Field("week", "week_bad")
		}
		list = slices.SortedFunc(slices.Values(list), func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
		last := 0
		for _, pair := range list {
			from, err := minuteOf(pair[0])
			to, err2 := minuteOf(pair[1])
			if err != nil || err2 != nil || to <= from || from < last {
				return nil, fault.Field("week", "week_bad")
			}
			last = to
		}
		if len(list) > 0 {
			clean[name] = list
		}
	}
	return clean, nil
}

func holidaysOf(list []Holiday) ([]Holiday, error) {
	if len(list) > 1_000 {
		return nil, fault.Field("holidays", "too_many")
	}
	clean := []Holiday{}
	for _, h := range list {
		if _, ok := parseDay(h.Date); !ok {
			return nil, fault.Field("holidays", "date_bad")
		}
		var err error
		if h.Name, err = line("holidays", h.Name, 100); err != nil {
			return nil, err
		}
		if h.Repeats != "" && h.Repeats != Yearly && h.Repeats != Easter {
			return nil, fault.Field("holidays", "repeats_bad")
		}
		clean = append(clean, h)
	}
	slices.SortStableFunc(clean, func(a, b Holiday) int { return strings.Compare(a.Date, b.Date) })
	return clean, nil
}

var errMinute = errors.New("not a time of day")

// minuteOf is the minute of the day of HH:MM, up to 24:00.
func minuteOf(clock string) (int, error) {
	if len(clock) != 5 || clock[2] != ':' {
		return 0, errMinute
	}
	hour, err := strconv.ParseUint(clock[:2], 10, 8)
	minute, err2 := strconv.ParseUint(clock[3:], 10, 8)
	if err != nil || err2 != nil || minute > 59 || hour > 24 || hour == 24 && minute > 0 {
		return 0, fmt.Errorf("%q: %w", clock, errMinute)
	}
	return int(hour*60 + minute), nil
}
