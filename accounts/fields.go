package accounts

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"balcao/fault"
)

// Locales are the languages spoken here.
var Locales = [...]string{"en", "pt-BR", "es"}

// LocaleFor returns the language spoken here that is nearest to the tag, or
// "" when none is.
func LocaleFor(tag string) string {
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	for _, l := range Locales {
		if own, _, _ := strings.Cut(l, "-"); own == language {
			return l
		}
	}
	return ""
}

// line checks one line of text: trimmed, without control characters, at most
// most characters.
func line(field, s string, most int) (string, error) {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > most {
		return "", fault.Field(field, "too_long")
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unprintable) {
		return "", fault.Field(field, "text_bad")
	}
	return s, nil
}

// unprintable tells control characters and the signs that turn the direction
// of the text around them.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}

// said is line for a field that may not be empty.
func said(field, s string, most int) (string, error) {
	s, err := line(field, s, most)
	if err == nil && s == "" {
		err = fault.Field(field, "required")
	}
	return s, err
}

// phone checks a telephone number as people write it.
func phone(field, s string) (string, error) {
	s, err := line(field, s, 40)
	if err == nil && strings.Trim(s, "+0123456789 ()-./extramlEXTRAML#") != "" {
		err = fault.Field(field, "phone_bad")
	}
	return s, err
}

// locale checks a language; empty = undecided.
func locale(field, s string) (string, error) {
	for _, l := range Locales {
		if s == l || s == "" {
			return s, nil
		}
	}
	return "", fault.Field(field, "locale_bad")
}

// zone checks the name of a time zone; empty = undecided.
func zone(field, s string) (string, error) {
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		return "", fault.Field(field, "time_zone_bad")
	}
	return s, nil
}

// cut keeps the first most characters of text that came from a machine.
func cut(s string, most int) string {
	s = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unprintable(r) {
			return ' '
		}
		return r
	}, s), "")
	for i, n := 0, 0; i < len(s); n++ {
		if n == most {
			return s[:i]
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s
}
