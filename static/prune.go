package static

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strconv"
)

var (
	property    = regexp.MustCompile(`[{;](--[\w-]+):[^;{}]*`)
	tight       = regexp.MustCompile(`([:,]) +`) // the minifier leaves their values alone
	anyProperty = regexp.MustCompile(`--[a-zA-Z][\w-]*`)
	reference   = regexp.MustCompile(`var\((--[\w-]+)`)
)

// pruned leaves out of a style sheet the custom properties that nothing refers
// to: every surface imports all the tokens and pays for its own only. More are
// the other sheets of the surface, which stand on this one.
func pruned(sheet []byte, more ...[]byte) []byte {
	for {
		used := map[string]bool{}
		for _, text := range append(more, sheet) {
			for _, m := range reference.FindAllSubmatch(text, -1) {
				used[string(m[1])] = true
			}
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

// shortened gives short names to a style sheet's custom properties, all but
// those that a script sets: they are the longest words of it.
func shortened(sheet []byte, kept ...string) []byte {
	names := map[string]string{}
	for _, name := range kept {
		names[name] = name
	}
	return anyProperty.ReplaceAllFunc(sheet, func(m []byte) []byte {
		name := string(m)
		if names[name] == "" {
			names[name] = "--" + strconv.FormatInt(int64(len(names)+10), 36)
		}
		return []byte(names[name])
	})
}

// beside reads the other style sheets in the folder of an entry.
func beside(files fs.FS, entry string) (all [][]byte) {
	names, _ := fs.Glob(files, path.Dir(entry)+"/*.css")
	for _, name := range names {
		if b, err := fs.ReadFile(files, name); err == nil && name != entry {
			all = append(all, b)
		}
	}
	return all
}
