package files

import (
	"path"
	"strings"
	"unicode"

	"balcao/text"
)

const maxName = 120 // code points

// cleanName makes the name a client gave fit to be shown, saved and put into a
// header: no folders, no control, invisible or direction-turning characters,
// nothing a file system refuses, never empty.
func cleanName(name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = text.Line(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, name))
	name = strings.Trim(name, ". ")
	ext := path.Ext(name)
	stem := []rune(strings.TrimSuffix(name, ext))
	if len([]rune(ext)) > 16 {
		stem, ext = []rune(name), ""
	}
	if room := maxName - len([]rune(ext)); len(stem) > room {
		stem = stem[:room]
	}
	if len(stem) == 0 {
		stem = []rune("file")
	}
	return string(stem) + ext
}

// withExtension gives a picture that was made anew the ending of its type.
func withExtension(name, ext string) string {
	has := strings.ToLower(path.Ext(name))
	if has == ext || has == ".jpeg" && ext == ".jpg" {
		return name
	}
	return strings.TrimSuffix(name, path.Ext(name)) + ext
}

// disposition is the Content-Disposition of RFC 6266: an ASCII name for old
// clients, the real one in UTF-8.
func disposition(kind, name string) string {
	var ascii, utf8 strings.Builder
	for _, r := range name {
		if r < 0x20 || r > 0x7e || strings.ContainsRune(`"\%;`, r) {
			ascii.WriteByte('_')
			continue
		}
		ascii.WriteRune(r)
	}
	const hex = "0123456789ABCDEF"
	for i := range len(name) {
		b := name[i]
		if 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || strings.IndexByte("!#$&+-.^_`|~", b) >= 0 {
			utf8.WriteByte(b)
			continue
		}
		utf8.WriteByte('%')
		utf8.WriteByte(hex[b>>4])
		utf8.WriteByte(hex[b&15])
	}
	return kind + `; filename="` + ascii.String() + `"; filename*=UTF-8''` + utf8.String()
}
