package chat

import (
	"errors"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Site is one place that embeds the widget.
type Site struct {
	ID            string        `json:"id"` // the slug in the snippet
	Name          string        `json:"name"`
	Origins       []string      `json:"origins"`
	OwnOrigin     bool          `json:"own_origin"` // the server's own address may embed it
	Greeting      string        `json:"greeting"`
	Hue           int           `json:"hue"`
	Side          string        `json:"side"`
	Locale        string        `json:"locale,omitempty"`
	Departments   []string      `json:"departments"`
	Form          []FormField   `json:"form"`
	TypingPreview bool          `json:"typing_preview"`
	Sound         bool          `json:"sound"`
	Announcement  *Announcement `json:"announcement,omitempty"`
	Off           bool          `json:"off,omitempty"`
	Audience      string        `json:"audience,omitempty"` // who may begin a chat; empty = everybody
}

// FormField is asked before the chat.
type FormField struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Options  []string `json:"options,omitempty"`
}

// Announcement stands on the widget's home.
type Announcement struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// siteOf returns the site; one switched off does not exist.
func siteOf(r store.Reader, id string) (Site, error) {
	s, err := sites.Get(r, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && s.Off {
		return s, fault.Missing()
	}
	return s, err
}

// siteFor is the site a conversation of the actor belongs to: a visitor's own
// whatever he says, an account's the one named, else the default.
func siteFor(r store.Reader, a actor.Actor, asked string) (Site, error) {
	if a.Role == actor.Visitor && a.Site != "" {
		asked = a.Site
	}
	if asked == "" {
		asked = DefaultSite
	}
	s, err := siteOf(r, asked)
	if fault.Is(err, fault.NotFound) {
		return s, fault.Field("site", "no_such_site")
	}
	return s, err
}

// Origins are the addresses that may embed the site's widget, and whether the
// server's own may; fault.Missing for an unknown site.
func Origins(r store.Reader, site string) (origins []string, own bool, err error) {
	s, err := siteOf(r, site)
	return s.Origins, s.OwnOrigin, err
}

// AllOrigins are the addresses that may embed any site's widget.
func AllOrigins(r store.Reader) ([]string, error) {
	var all []string
	for s, err := range sites.All(r) {
		if err != nil {
			return nil, err
		}
		if !s.Off {
			all = append(all, s.Origins...)
		}
	}
	return all, nil
}
