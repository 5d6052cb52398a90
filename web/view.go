package web

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"
	"time"
	"unicode/utf8"

	"balcao/actor"
	"balcao/static"
)

// View is what every page template sees as its dot.
type View struct {
	Lang      string
	Assets    string // base path of assets, with a slash at both ends
	Brand     Branding
	Actor     actor.Actor
	Path      string
	Address   string // path and query of the page to come back to
	RequestID string
	Data      any
	texts     *static.Catalogue
	tally     func() Tally
	bell      func() *Bell
	typed     func() string
}

// Has tells whether there is a text of that key.
func (v View) Has(key string) bool { return v.texts.Has(key) }

// Typed is what was written in the form that this page refuses.
func (v View) Typed() string { return v.typed() }

// T is the text of the key; args are name, value pairs.
func (v View) T(key string, args ...any) string {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return v.texts.T(v.Lang, key, m)
}

// Icon is the drawing of that name from the sprite, hidden from readers.
func (v View) Icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" aria-hidden="true"><use href="` + v.Assets + `shared/icons.svg#` + template.HTMLEscapeString(name) + `"></use></svg>`) //nolint:gosec // escaped
}

// Avatar is a person's mark, the same as shared/avatar.js makes.
func (v View) Avatar(id, name string, size int) template.HTML {
	return template.HTML(fmt.Sprintf(`<span class="avatar avatar-%d hue-%d" aria-hidden="true">%s</span>`, size, hue(id), template.HTMLEscapeString(initials(name)))) //nolint:gosec // escaped
}

// Face is the reader's own mark: the picture, or initials.
func (v View) Face(size int) template.HTML {
	if v.Actor.Picture == "" {
		return v.Avatar(v.Actor.ID, v.Actor.Name, size)
	}
	return template.HTML(fmt.Sprintf(`<span class="avatar avatar-%d" aria-hidden="true"><img src="%s" alt=""></span>`, size, template.HTMLEscapeString(v.Actor.Picture))) //nolint:gosec // escaped
}

// When is a moment as <time>, in the reader's zone and language; scripts make
// it relative.
func (v View) When(at time.Time) template.HTML {
	if at.IsZero() {
		return ""
	}
	local := at.In(v.zone())
	text := fmt.Sprintf("%d %s %d, %s", local.Day(), v.texts.T(v.Lang, fmt.Sprintf("common.month.%d", local.Month()), nil), local.Year(), local.Format("15:04"))
	return template.HTML(fmt.Sprintf(`<time datetime="%s">%s</time>`, at.UTC().Format(time.RFC3339), template.HTMLEscapeString(text))) //nolint:gosec // escaped
}

// Zone is the time zone that somebody signed in reads times in; empty = the
// browser's own.
func (v View) Zone() string {
	if !v.SignedIn() {
		return ""
	}
	return cmp.Or(v.Actor.Zone, v.Brand.Zone)
}

func (v View) zone() *time.Location {
	for _, name := range []string{v.Actor.Zone, v.Brand.Zone} {
		if zone, err := time.LoadLocation(name); err == nil && name != "" {
			return zone
		}
	}
	return time.UTC
}

// Day is a date, written 2026-12-31, as people say it.
func (v View) Day(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return fmt.Sprintf("%d %s %d", day.Day(), v.texts.T(v.Lang, fmt.Sprintf("common.month.%d", day.Month()), nil), day.Year())
}

// Size is a number of bytes for people.
func (v View) Size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%d KB", (n+500)/1000)
	}
	s := fmt.Sprintf("%.1f MB", float64(n)/1e6)
	if v.Lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	out := string(first)
	if len(words) > 1 {
		last, _ := utf8.DecodeRuneInString(words[len(words)-1])
		out += string(last)
	}
	return strings.ToUpper(out)
}

func hue(id string) uint32 {
	n := uint32(7)
	for _, c := range id {
		n = n*31 + uint32(c)
	}
	return n % 12
}

// SignedIn tells whether an account reads the page.
func (v View) SignedIn() bool { return v.Actor.Staff() || v.Actor.Role == actor.Customer }

// Barred tells whether the reader has to do something about the own account
// before anything else works.
func (v View) Barred() bool { return v.Actor.MustChange || v.Actor.NeedsTOTP }

// Customer tells whether a customer who may do everything reads the page.
func (v View) Customer() bool { return v.Actor.Role == actor.Customer && !v.Actor.MustChange }

// Under tells whether the page lies at or below one of the paths.
func (v View) Under(paths ...string) bool {
	for _, p := range paths {
		if v.Path == p || strings.HasPrefix(v.Path, p+"/") {
			return true
		}
	}
	return false
}

// Quiet tells whether the page has a filled button of its own, so that the
// strip below it shows none: one filled button a zone.
func (v View) Quiet() bool {
	return v.Under("/company", "/invite", "/profile", "/email", "/reset", "/sign-in") || strings.HasPrefix(v.Path, "/tickets/") || strings.HasPrefix(v.Path, "/chats/") || v.Under("/requests")
}

// Initial is the letter of the support centre's mark.
func (v View) Initial() string { return initials(v.Brand.Name)[:firstLen(initials(v.Brand.Name))] }

func firstLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// Languages are the ones a reader may choose.
func (v View) Languages() []string { return static.Languages }

// Online is how many people answer at this moment.
func (v View) Online() int { return v.Brand.Online }
