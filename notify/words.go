package notify

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"balcao/accounts"
	"balcao/static"
	"balcao/store"
	"balcao/text"
)

// words says things in one language with the names of one installation.
type words struct {
	texts *static.Catalogue
	lang  string
	brand accounts.Settings
	zone  *time.Location
	staff bool // the reader works here
}

// wordsTo speaks to the recipient.
func (p *Post) wordsTo(r store.Reader, to accounts.Recipient) (words, error) {
	w, err := p.wordsFor(r, to.Locale)
	w.staff = to.Staff
	return w, err
}

// wordsFor speaks the language if it is one of ours, else the installation's.
func (p *Post) wordsFor(r store.Reader, lang string) (words, error) {
	s, err := accounts.SettingsOf(r)
	if !slices.Contains(static.Languages, lang) {
		lang = s.Locale
	}
	zone, bad := time.LoadLocation(s.TimeZone)
	if bad != nil {
		zone = time.UTC
	}
	return words{texts: p.Texts, lang: lang, brand: s, zone: zone}, err
}

func (w words) t(key string, args map[string]any) string { return w.texts.T(w.lang, key, args) }

// optional is the text if there is one.
func (w words) optional(key string, args map[string]any) string {
	if !w.texts.Has(key) {
		return ""
	}
	return w.t(key, args)
}

// view is a feed row as its reader sees it.
func (w words) view(n Notice) NoticeView {
	return NoticeView{ID: n.ID, Kind: n.Kind, At: n.At, Title: w.t("notice."+n.Kind, w.args(n.Kind, n.Args)), URL: n.URL, Read: n.Read}
}

// args are the arguments of a notice as people read them: dates in words, codes
// translated, names that lead nowhere.
func (w words) args(kind string, given map[string]string) map[string]any {
	args := map[string]any{"installation": text.Line(w.brand.Name)}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value := text.Excerpt(text.Line(given[name]), 200)
		switch name {
		case "name", "company", "by", "device", "email":
			value = defused(value)
		case "from", "to":
			if value == "waiting_customer" && !w.staff {
				value = "waiting_you"
			}
			value = cmp.Or(w.optional("common.status."+value, nil), value)
		case "state":
			value = cmp.Or(w.optional("notice.state."+value, nil), value)
		case "until":
			value = w.day(value)
		case "at":
			value = w.moment(value)
		}
		args[name] = value
	}
	if count, err := strconv.Atoi(given[kinds[kind].count]); err == nil {
		args["count"] = count
	}
	return args
}

// day says a date such as 2026-12-31 in words.
func (w words) day(value string) string {
	at, err := time.Parse(time.DateOnly, value)
	if err != nil {
		if at, err = time.Parse(time.RFC3339, value); err != nil {
			return value
		}
		at = at.In(w.zone)
	}
	return w.t("notice.day", map[string]any{"day": at.Day(), "month": w.t("notice.month."+strconv.Itoa(int(at.Month())), nil), "year": at.Year()})
}

// moment says a time in words, in the installation's zone.
func (w words) moment(value string) string {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return value
	}
	at = at.In(w.zone)
	return w.day(at.Format(time.DateOnly)) + ", " + at.Format("15:04 MST")
}

// defused is what somebody calls himself, in such a way that no mail program
// makes a link of it: strangers may have mails sent to strangers, and theirs is
// not to say where a click leads. A word joiner shows nothing.
func defused(name string) string {
	var b strings.Builder
	runes := []rune(strings.ReplaceAll(name, "://", ":\u2060/\u2060/"))
	for i, r := range runes {
		b.WriteRune(r)
		if r == '.' && i+1 < len(runes) && (unicode.IsLetter(runes[i+1]) || unicode.IsDigit(runes[i+1])) {
			b.WriteRune('\u2060')
		}
	}
	return b.String()
}
