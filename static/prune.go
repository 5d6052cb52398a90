package static

import (
	"bytes"
	"regexp"
)

var (
	property  = regexp.MustCompile(`[{;](--[\w-]+):[^;{}]*`)
	tight     = regexp.MustCompile(`([:,]) +`) // the minifier leaves their values alone
	reference = regexp.MustCompile(`var\((--[\w-]+)`)
)

// pruned leaves out of a style sheet the custom properties that nothing refers
// to: every surface imports all the tokens and pays for its own only.
func pruned(sheet []byte) []byte {
	for {
		used := map[string]bool{}
		for _, m := range reference.FindAllSubmatch(sheet, -1) {
			used[string(m[1])] = true
		}
		kept := property.ReplaceAllFunc(sheet, func(m []byte) []byte {
			if used[string(property.FindSubmatch(m)[1])] {
				return tight.ReplaceAll(m, []byte("$1"))
			}
			return bytes.TrimRight(m[:1], ";")
		})
		if len(kept) == len(sheet) {
			return sheet
		}
		sheet = kept // what only a dropped one referred to goes next
	}
}
