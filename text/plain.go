package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unmarked tells whether s is one line in which nothing can be Markdown, a link
// or markup: most of what people chat. It may say no of a text that is.
func unmarked(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 || !unicode.IsLetter(first) && !number(s) || s[len(s)-1] == ' ' || strings.ContainsAny(s, marks) || !utf8.ValidString(s) {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return false
		}
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return !unicode.IsSpace(last) && !strings.Contains(s, "//") && !strings.Contains(strings.ToLower(s), "www.")
}

// number tells whether s begins with digits that do not number a list.
func number(s string) bool {
	rest := strings.TrimLeft(s, "0123456789")
	return len(rest) < len(s) && !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, ")")
}

// marks are what Markdown, links to mail and HTML need.
const marks = "*_`[]<>&\"'\\@~|"
