package static

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The widget is weighed by the byte: its bundle has short names for what only
// its own script and style say to each other. Sources keep the long ones.

var (
	customProperty = regexp.MustCompile(`([^\w-])(--[a-zA-Z][\w-]*)`)
	class          = regexp.MustCompile(`\.([a-zA-Z][\w-]*)`)
	element        = regexp.MustCompile(`\bh\(\s*'\w+((?:\.[\w-]+)*)'`) // h('p.line.muted'
	imported       = regexp.MustCompile(`from '[^']+'`)
	loose          = regexp.MustCompile("'[^'\n]*'|`[^`]*`")
	word           = regexp.MustCompile(`[\w-]+`)
)

// shortened gives short names to a style sheet's custom properties, all but
// those that the scripts speak of.
func shortened(sheet, scripts []byte) []byte {
	names, taken, n := map[string]string{}, map[string]bool{}, int64(9)
	for _, m := range customProperty.FindAllSubmatch(scripts, -1) {
		names[string(m[2])], taken[string(m[2])] = string(m[2]), true
	}
	return customProperty.ReplaceAllFunc(sheet, func(m []byte) []byte {
		name := string(m[1:])
		for names[name] == "" {
			n++
			if short := "--" + strconv.FormatInt(n, 36); !taken[short] {
				names[name] = short
			}
		}
		return append(m[:1:1], names[name]...)
	})
}

// classes finds short names for the classes of the style sheets in a folder,
// for all that its scripts only ever say in the name of an element: one that
// stands anywhere else, or may be made of parts, keeps its own.
func classes(files fs.FS, folder string) map[string]string {
	said, own := map[string]bool{}, map[string]bool{}
	for _, source := range scripts(files, folder) {
		rest := element.ReplaceAllFunc(source, func(m []byte) []byte {
			for _, c := range class.FindAllSubmatch(element.FindSubmatch(m)[1], -1) {
				own[string(c[1])] = true
			}
			return nil
		})
		for _, text := range loose.FindAll(imported.ReplaceAll(rest, nil), -1) {
			for _, w := range word.FindAll(text, -1) {
				said[string(w)] = true
			}
		}
	}
	names, n := map[string]string{}, int64(9)
	for _, sheet := range read(files, folder+"/*.css") {
		for _, c := range class.FindAllSubmatch(sheet, -1) {
			said[string(c[1])] = said[string(c[1])] || !own[string(c[1])]
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if said[name] {
			continue
		}
		for n++; said[strconv.FormatInt(n, 36)] || strconv.FormatInt(n, 36)[0] < 'a'; {
			n++
		}
		names[name] = strconv.FormatInt(n, 36)
	}
	return names
}

// renamed puts the short names into a script's elements or a style sheet.
func renamed(ext string, source []byte, names map[string]string) []byte {
	short := func(m []byte) []byte {
		if name := names[string(m[1:])]; name != "" {
			return []byte("." + name)
		}
		return m
	}
	if ext == ".css" {
		return class.ReplaceAllFunc(source, short)
	}
	return element.ReplaceAllFunc(source, func(m []byte) []byte { return class.ReplaceAllFunc(m, short) })
}

// scripts are what may run in a page of that folder.
func scripts(files fs.FS, folder string) [][]byte { return read(files, folder+"/*.js", "shared/*.js") }

// read returns what the files of these patterns hold.
func read(files fs.FS, patterns ...string) (all [][]byte) {
	for _, pattern := range patterns {
		names, _ := fs.Glob(files, path.Clean(pattern))
		for _, name := range names {
			if b, err := fs.ReadFile(files, name); err == nil && !strings.HasSuffix(name, "/loader.js") {
				all = append(all, b)
			}
		}
	}
	return all
}
