package chat

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Sites lists them.
func (d *Desk) Sites(ctx context.Context) ([]Site, error) {
	list, err := every(ctx, d.Store, sites)
	for i, s := range list {
		list[i] = s.shown()
	}
	return list, err
}

// shown has lists instead of nothing, for those who read the JSON.
func (s Site) shown() Site {
	s.Origins, s.Departments = some(s.Origins), some(s.Departments)
	if s.Form == nil {
		s.Form = []FormField{}
	}
	s.Audience = s.audience()
	return s
}

func some(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// SiteChange holds the fields to change; nil leaves one as it is.
type SiteChange struct {
	ID            *string       `json:"id"`
	Name          *string       `json:"name"`
	Origins       *[]string     `json:"origins"`
	OwnOrigin     *bool         `json:"own_origin"`
	Greeting      *string       `json:"greeting"`
	Hue           *int          `json:"hue"`
	Side          *string       `json:"side"`
	Locale        *string       `json:"locale"`
	Departments   *[]string     `json:"departments"`
	Form          *[]FormField  `json:"form"`
	TypingPreview *bool         `json:"typing_preview"`
	Sound         *bool         `json:"sound"`
	Announcement  *Announcement `json:"announcement"`
	Off           *bool         `json:"off"`
	Audience      *string       `json:"audience"`
}

var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// AddSite makes a site; its id, if none is given, comes from its name.
func (d *Desk) AddSite(ctx context.Context, a actor.Actor, change SiteChange) (Site, error) {
	s := Site{Side: "right", Sound: true}
	switch {
	case change.ID != nil:
		s.ID = *change.ID
	case change.Name != nil:
		s.ID = strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(*change.Name), "-"), "-")
		s.ID = s.ID[:min(len(s.ID), 63)]
	}
	if !slug.MatchString(s.ID) {
		return s, fault.Field("id", "bad_slug")
	}
	return d.keepSite(ctx, a, change, func(tx store.Tx) (Site, error) {
		if _, err := sites.Get(tx, s.ID); !errors.Is(err, store.ErrNotFound) {
			return s, errors.Join(fault.New(fault.Conflict, "site_exists"), err)
		}
		return s, nil
	})
}

// ChangeSite changes what change says of a site.
func (d *Desk) ChangeSite(ctx context.Context, a actor.Actor, id string, change SiteChange) (Site, error) {
	if change.ID != nil && *change.ID != id {
		return Site{}, fault.Field("id", "fixed") // it stands in the snippets of foreign pages
	}
	return d.keepSite(ctx, a, change, func(tx store.Tx) (Site, error) {
		s, err := sites.Get(tx, id)
		return s, known(err)
	})
}

func (d *Desk) keepSite(ctx context.Context, a actor.Actor, change SiteChange, load func(store.Tx) (Site, error)) (Site, error) {
	var s Site
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		before, err := load(tx)
		if err != nil {
			return err
		}
		if s, err = change.apply(before); err != nil {
			return err
		}
		for _, id := range s.Departments {
			if _, err := DepartmentIn(tx, "departments", id); err != nil {
				return err
			}
		}
		if err := sites.Put(tx, s); err != nil {
			return err
		}
		return accounts.Audit(tx, d.now(), a, "site.keep", s.ID, map[string]any{"origins": s.Origins})
	})
	return s.shown(), err
}

func (change SiteChange) apply(s Site) (Site, error) {
	var err error
	set(&s.OwnOrigin, change.OwnOrigin)
	set(&s.TypingPreview, change.TypingPreview)
	set(&s.Sound, change.Sound)
	set(&s.Off, change.Off)
	set(&s.Departments, change.Departments)
	if change.Name != nil {
		if s.Name, err = cleanLine("name", *change.Name, 100); err != nil {
			return s, err
		}
	}
	if s.Name == "" {
		return s, fault.Field("name", "required")
	}
	if change.Greeting != nil {
		if s.Greeting, err = cleanShort("greeting", *change.Greeting, 500); err != nil {
			return s, err
		}
	}
	if change.Hue != nil {
		if s.Hue = *change.Hue; s.Hue < 0 || s.Hue > 360 {
			return s, fault.Field("hue", "hue_bad")
		}
	}
	if change.Side != nil {
		if s.Side = *change.Side; s.Side != "left" && s.Side != "right" {
			return s, fault.Field("side", "bad_side")
		}
	}
	if change.Locale != nil {
		if s.Locale = *change.Locale; checkLocale(s.Locale) != nil {
			return s, checkLocale(s.Locale)
		}
	}
	if change.Audience != nil {
		if s.Audience = *change.Audience; !slices.Contains(audiences, s.Audience) {
			return s, fault.Field("audience", "bad_choice")
		}
	}
	if change.Origins != nil {
		if s.Origins, err = cleanOrigins(*change.Origins); err != nil {
			return s, err
		}
	}
	if change.Form != nil {
		if s.Form, err = cleanForm(*change.Form); err != nil {
			return s, err
		}
	}
	if change.Announcement != nil {
		s.Announcement, err = cleanAnnouncement(*change.Announcement)
	}
	return s, err
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// cleanOrigins writes each origin as a browser sends it.
func cleanOrigins(list []string) ([]string, error) {
	if len(list) > 100 {
		return nil, fault.Field("origins", "too_many_origins")
	}
	origins := []string{}
	for _, raw := range list {
		u, err := url.Parse(strings.ToLower(strings.TrimSpace(raw)))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || strings.ContainsAny(u.Host, "*;,' \"") {
			f := fault.Field("origins", "origin_bad")
			f.Args = map[string]any{"origin": raw}
			return nil, f
		}
		host := u.Host
		if u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80" {
			host = strings.TrimSuffix(host, ":"+u.Port())
		}
		origins = addTopic(origins, u.Scheme+"://"+host)
	}
	return origins, nil
}

func cleanForm(fields []FormField) ([]FormField, error) {
	if len(fields) > 12 {
		return nil, fault.Field("form", "too_many_fields")
	}
	clean := []FormField{}
	for _, f := range fields {
		var err error
		if f.Label, err = cleanLine("form", f.Label, 100); err != nil {
			return nil, err
		}
		if f.Name = strings.ToLower(f.Name); !slug.MatchString(strings.ReplaceAll(f.Name, "_", "-")) || f.Label == "" || !slices.Contains([]string{"text", "email", "select"}, f.Type) ||
			f.Type == "select" && len(f.Options) == 0 || len(f.Options) > 50 {
			return nil, fault.Field("form", "bad_form_field")
		}
		f.Options = slices.Clone(f.Options)
		for i, option := range f.Options {
			if f.Options[i], err = cleanLine("form", option, 100); err != nil {
				return nil, err
			}
		}
		clean = append(clean, f)
	}
	return clean, nil
}

// cleanAnnouncement without a text is none.
func cleanAnnouncement(a Announcement) (*Announcement, error) {
	var err error
	if a.Text, err = cleanShort("announcement", a.Text, 300); err != nil || a.Text == "" {
		return nil, err
	}
	if a.URL != "" {
		u, err := url.Parse(a.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, fault.Field("announcement", "bad_url")
		}
	}
	return &a, nil
}
