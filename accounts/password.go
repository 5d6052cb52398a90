package accounts

import (
	"crypto/rand"
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"balcao/fault"
)

const (
	passwordLeast = 8
	passwordMost  = 128
)

// common.txt holds the words and patterns that passwords are most often built
// on, one a line, as bare leaves them.
//
//go:embed common.txt
var commonText string

// normalPassword is the password as it is hashed: one form for what looks the
// same, so that another keyboard types the same password.
func normalPassword(s string) string { return norm.NFC.String(s) }

// CheckPassword tells whether the password may be used by somebody known by
// those words (name, e-mail, company): at least 8 and at most 128 characters
// from 3 of 4 classes, no common one, not made of what everybody knows.
func CheckPassword(field, password string, about ...string) error {
	p := normalPassword(password)
	switch n := utf8.RuneCountInString(p); {
	case p == "":
		return fault.Field(field, "required")
	case !utf8.ValidString(password):
		return fault.Field(field, "text_bad")
	case n < passwordLeast:
		return fault.Field(field, "password_short")
	case n > passwordMost:
		return fault.Field(field, "password_long")
	case classes(p) < 3:
		return fault.Field(field, "password_classes")
	case madeOf(p, about):
		return fault.Field(field, "password_personal")
	case common(p):
		return fault.Field(field, "password_common")
	}
	return nil
}

// classes counts upper, lower, digit and other.
func classes(p string) int {
	var upper, lower, digit, other int
	for _, r := range p {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}

// disguises are the signs people write for letters.
var disguises = strings.NewReplacer("@", "a", "4", "a", "3", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t", "+", "t")

// plain takes accents and case off, a character for a character.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
		return unicode.ToLower(base)
	}, s)
}

// common tells whether the password is a common word or pattern under the
// usual disguises: capitals, signs for letters, digits and signs around it.
func common(p string) bool {
	p = plain(p)
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	core := strings.TrimFunc(p, notLetter)
	cores := []string{
		p, core, disguises.Replace(core),
		strings.TrimFunc(disguises.Replace(strings.TrimRightFunc(p, notLetter)), notLetter),
		strings.TrimFunc(disguises.Replace(strings.TrimRight(p, "0123456789")), notLetter),
		strings.TrimFunc(disguises.Replace(p), notLetter),
	}
	for word := range strings.FieldsSeq(commonText) {
		for _, c := range cores {
			if c == word || repeated(c, word) {
				return true
			}
		}
	}
	return uniform(core)
}

// repeated tells whether s is the word over and over.
func repeated(s, word string) bool {
	return len(s) > len(word) && len(s)%len(word) == 0 && strings.Repeat(word, len(s)/len(word)) == s
}

// uniform tells whether s is one letter again and again, or nothing at all.
func uniform(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	return strings.Trim(s[size:], string(first)) == ""
}

// madeOf tells whether little is left of the password once the words of what
// is known about the person are taken out.
func madeOf(p string, about []string) bool {
	letters := []rune(plain(p))
	undisguised := []rune(disguises.Replace(string(letters)))
	left := make([]bool, len(letters))
	for i := range left {
		left[i] = true
	}
	found := false
	for _, text := range about {
		words := strings.FieldsFunc(plain(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, w := range words {
			if utf8.RuneCountInString(w) < 3 {
				continue
			}
			for _, form := range [][]rune{letters, undisguised} {
				found = strike(form, []rune(w), left) || found
			}
		}
	}
	if !found {
		return false
	}
	rest := 0
	for i, r := range letters {
		if left[i] && unicode.IsLetter(r) {
			rest++
		}
	}
	return rest < 4
}

// strike marks every place where the word stands as not left.
func strike(text, word []rune, left []bool) (found bool) {
	for i := 0; i+len(word) <= len(text); i++ {
		if string(text[i:i+len(word)]) == string(word) {
			found = true
			for j := range word {
				left[i+j] = false
			}
		}
	}
	return found
}

// RandomPassword returns a first password that CheckPassword takes, easy to
// read out.
func RandomPassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	b := make([]byte, 20)
	rand.Read(b) // never fails since Go 1.24
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return "B-" + string(b[:5]) + "-" + string(b[5:10]) + "-" + string(b[10:15]) + "-" + string(b[15:])
}
