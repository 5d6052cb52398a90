package chat

import (
	"context"
	"slices"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// SiteInfo is what the widget shows before anybody has said a word.
type SiteInfo struct {
	Site          string           `json:"site"`
	Name          string           `json:"name"`
	Locale        string           `json:"locale"`
	Side          string           `json:"side"`
	Hue           int              `json:"hue"`
	Greeting      string           `json:"greeting"`
	Open          bool             `json:"open"`
	Online        bool             `json:"online"`
	Operators     []OnlineOperator `json:"operators"`
	OnlineCount   int              `json:"online_count"`
	NextOpenAt    time.Time        `json:"next_open_at,omitzero"`
	TimeZone      string           `json:"time_zone"`
	Hours         *Hours           `json:"hours,omitempty"`
	AwayText      string           `json:"away_text,omitempty"`
	AnswerMinutes int              `json:"answer_minutes,omitempty"`
	Announcement  *Announcement    `json:"announcement,omitempty"`
	Form          []FormField      `json:"form"`
	Departments   []Named          `json:"departments"`
	MaxFileBytes  int64            `json:"max_file_bytes"`
	Sound         bool             `json:"sound"`
	TypingPreview bool             `json:"typing_preview"`
	Audience      string           `json:"audience"`
}

// OnlineOperator is a face on the widget's home.
type OnlineOperator struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Named is a department as a customer may choose it.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// facesShown is how many operators the widget's home shows.
const facesShown = 3

// SiteInfo tells the widget about a site; one that is unknown or switched off
// is missing.
func (d *Desk) SiteInfo(ctx context.Context, site string) (SiteInfo, error) {
	var v SiteInfo
	err := d.Store.View(ctx, func(r store.Reader) error {
		s, err := siteOf(r, site)
		if err != nil {
			return err
		}
		settings, err := accounts.SettingsOf(r)
		if err != nil {
			return err
		}
		v = SiteInfo{
			Site: s.ID, Name: s.Name, Locale: s.Locale, Side: s.Side, Hue: s.Hue, Greeting: s.Greeting, Announcement: s.Announcement,
			Form: s.shown().Form, Operators: []OnlineOperator{}, Departments: []Named{}, MaxFileBytes: d.MaxFile, Sound: s.Sound,
			TimeZone: settings.TimeZone, TypingPreview: s.TypingPreview, Audience: s.audience(),
		}
		if v.Name == "" || s.ID == DefaultSite && settings.SetUp {
			v.Name = settings.Name
		}
		if v.Locale == "" {
			v.Locale = settings.Locale
		}
		if v.Hue == 0 {
			v.Hue = settings.Hue
		}
		return v.counter(r, s, d.now())
	})
	return v, err
}

// counter tells who is at the counter: over all departments of the site.
func (v *SiteInfo) counter(r store.Reader, s Site, now time.Time) error {
	ids := s.Departments
	first, err := departmentFor(r, s, "")
	if fault.Is(err, fault.Invalid) {
		return nil // no department yet: nobody is here
	}
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		ids = []string{first.ID}
	}
	crews, err := crewsOf(r, now, ids)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, c := range crews {
		v.Open = v.Open || c.open
		if len(ids) > 1 {
			v.Departments = append(v.Departments, Named{c.department.ID, c.department.Name})
		}
		for _, o := range c.candidates {
			if !o.Online || !c.open || seen[o.Account] {
				continue
			}
			answers, err := c.roster.answer(o.Account)
			if err != nil {
				return err
			}
			if !answers {
				continue
			}
			seen[o.Account] = true
			v.OnlineCount++
			if len(v.Operators) < facesShown {
				p, err := accounts.PersonOf(r, topicOf(o.Account))
				if err != nil {
					return err
				}
				v.Operators = append(v.Operators, OnlineOperator{p.ID, p.Name})
			}
		}
		if next := c.department.Hours.Next(now); !next.IsZero() && (v.NextOpenAt.IsZero() || next.Before(v.NextOpenAt)) {
			v.NextOpenAt = next
		}
	}
	v.Online = v.OnlineCount > 0
	if v.Open {
		v.NextOpenAt = time.Time{}
	}
	v.AwayText = first.AwayText
	if !first.Hours.Always {
		hours := first.Hours
		v.Hours, v.TimeZone = &hours, hours.TimeZone
	}
	wait, err := expectedWait(r, first.ID, 1)
	v.AnswerMinutes = (wait + 59) / 60
	return err
}

// Arrive makes a visitor of the site and returns its token.
func (d *Desk) Arrive(ctx context.Context, v accounts.Visitor) (accounts.Visitor, string, error) {
	if err := d.siteExists(ctx, v.Site); err != nil {
		return v, "", err
	}
	return d.Visitors.NewVisitor(ctx, v)
}

// ArriveVouched is Arrive for whom a product's signed identity names.
func (d *Desk) ArriveVouched(ctx context.Context, identity string, v accounts.Visitor) (accounts.Person, string, error) {
	if err := d.siteExists(ctx, v.Site); err != nil {
		return accounts.Person{}, "", err
	}
	return d.Visitors.Vouch(ctx, identity, v)
}

func (d *Desk) siteExists(ctx context.Context, site string) error {
	return d.Store.View(ctx, func(r store.Reader) error {
		_, err := siteOf(r, site)
		return err
	})
}

// VisitorChange holds what a visitor says of himself; nil leaves it as it is.
type VisitorChange struct {
	Name   *string `json:"name"`
	Email  *string `json:"email"`
	Locale *string `json:"locale"`
	Page   *string `json:"page"`
}

// ChangeVisitor writes down what the visitor says of himself; staff in his
// open conversations see it.
func (d *Desk) ChangeVisitor(ctx context.Context, a actor.Actor, change VisitorChange) (accounts.Visitor, error) {
	var v accounts.Visitor
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		before, err := accounts.VisitorOf(tx, a.ID)
		if err != nil {
			return known(err)
		}
		v = before
		set(&v.Name, change.Name)
		set(&v.Email, change.Email)
		set(&v.Locale, change.Locale)
		set(&v.Page, change.Page)
		if err := accounts.UpdateVisitor(tx, v); err != nil {
			return err
		}
		if v, err = accounts.VisitorOf(tx, a.ID); err != nil {
			return err
		}
		return d.visitorMoved(tx, d.now(), v, v.Name != before.Name || v.Email != before.Email)
	})
	return v, err
}

// MayEmbed tells whether a page of that origin may embed the site's widget;
// own is the server's own origin.
func MayEmbed(r store.Reader, site, origin, own string) (bool, error) {
	list, selfToo, err := Origins(r, site)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	origin = strings.ToLower(origin)
	return slices.Contains(list, origin) || selfToo && origin == own, err
}
