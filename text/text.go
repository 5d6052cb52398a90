// Package text turns what people write into clean text and clean HTML. A leaf.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits in code points of what people may write.
const (
	MaxMessage = 16_000
	MaxTitle   = 200
)

// Clean returns s as valid UTF-8 with line ends as \n, without control
// characters (but tab and newline), without characters that turn the direction
// of the surrounding text, and without white space at either end.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || turns(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// Line is Clean for text of one line: every run of white space is one space.
func Line(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Runes is the length in code points.
func Runes(s string) int { return utf8.RuneCountInString(s) }

// Excerpt returns s as one line of at most n code points, cut at a word where
// that is possible and ended with … when something was cut.
func Excerpt(s string, n int) string {
	s = Line(s)
	end, runes := 0, 0
	for at := range s {
		if runes == n-1 {
			end = at
		}
		if runes++; runes > n {
			break
		}
	}
	if runes <= n {
		return s
	}
	cut := s[:end]
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)*2/3 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,.;:–-") + "…"
}

// turns tells the bidirectional controls that can make text read as another
// text (Unicode TR36; the isolates and marks included).
func turns(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\u200E' || r == '\u200F' || r == '\u061C'
}
