package static

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Languages are the ones every text exists in; the first is the fallback.
var Languages = []string{"en", "pt-BR", "es"}

// Catalogue holds the texts people see, by language and key. Placeholders are
// written {name}; a text with plural forms chooses by {count}.
type Catalogue struct {
	texts map[string]map[string]message
}

type message struct{ one, other string }

func (m *message) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &m.other)
	}
	var forms struct{ One, Other string }
	err := json.Unmarshal(b, &forms)
	m.one, m.other = forms.One, forms.Other
	return err
}

// LoadCatalogue reads locales/<language>/<area>.json.
func LoadCatalogue(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[string]message{}}
	for _, lang := range Languages {
		c.texts[lang] = map[string]message{}
		names, err := fs.Glob(files, path.Join("locales", lang, "*.json"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			b, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, err
			}
			if err := json.Unmarshal(b, ptr(c.texts[lang])); err != nil {
				return nil, fmt.Errorf("static: %s: %w", name, err)
			}
		}
	}
	return c, nil
}

func ptr[T any](v T) *T { return &v }

// T is the text of the key in that language, else in English, else the key.
func (c *Catalogue) T(lang, key string, args map[string]any) string {
	m, ok := c.texts[lang][key]
	if !ok {
		if m, ok = c.texts[Languages[0]][key]; !ok {
			return key
		}
	}
	text := m.other
	if count, has := args["count"]; has && m.one != "" && isOne(lang, count) {
		text = m.one
	}
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", fmt.Sprint(value))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Has tells whether any language has the key.
func (c *Catalogue) Has(key string) bool { _, ok := c.texts[Languages[0]][key]; return ok }

// isOne follows CLDR for our languages: Portuguese counts 0 as one; the form
// "many" of Portuguese and Spanish (1,000,000) falls back to other.
func isOne(lang string, count any) bool {
	n := fmt.Sprint(count)
	return n == "1" || n == "0" && strings.HasPrefix(lang, "pt")
}
