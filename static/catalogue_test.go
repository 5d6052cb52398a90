package static

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryTextExistsInEveryLanguage(t *testing.T) {
	c, err := LoadCatalogue(embedded)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.texts["en"]) == 0 {
		t.Fatal("the catalogue is empty")
	}
	for _, lang := range Languages {
		for key := range c.texts["en"] {
			if _, ok := c.texts[lang][key]; !ok {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for key := range c.texts[lang] {
			if _, ok := c.texts["en"][key]; !ok {
				t.Errorf("only %s has %s", lang, key)
			}
		}
	}
}

var holes = regexp.MustCompile(`\{[a-z_]+\}`)

func TestTranslationsKeepTheirPlaceholders(t *testing.T) {
	c, _ := LoadCatalogue(embedded)
	find := func(lang, key string) []string {
		found := holes.FindAllString(c.texts[lang][key].other, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	for key := range c.texts["en"] {
		for _, lang := range Languages[1:] {
			if en, other := find("en", key), find(lang, key); !slices.Equal(en, other) {
				t.Errorf("%s %s: %v, English has %v", lang, key, other, en)
			}
		}
	}
}

func TestKeysUsedInTemplatesExist(t *testing.T) {
	c, _ := LoadCatalogue(embedded)
	used := regexp.MustCompile(`\.T "([a-z][a-zA-Z0-9_.-]+)"`)
	err := fs.WalkDir(embedded, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		b, err := fs.ReadFile(embedded, name)
		for _, m := range used.FindAllStringSubmatch(string(b), -1) {
			if !c.Has(m[1]) {
				t.Errorf("%s uses %s, which no catalogue has", name, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPluralFormsFollowTheLanguage(t *testing.T) {
	c := &Catalogue{texts: map[string]map[string]message{
		"en":    {"k": {one: "{count} chat", other: "{count} chats"}},
		"pt-BR": {"k": {one: "{count} conversa", other: "{count} conversas"}},
	}}
	for _, row := range []struct {
		lang  string
		count int
		want  string
	}{{"en", 1, "1 chat"}, {"en", 0, "0 chats"}, {"pt-BR", 0, "0 conversa"}, {"pt-BR", 2, "2 conversas"}, {"es", 2, "2 chats"}} {
		if got := c.T(row.lang, "k", map[string]any{"count": row.count}); got != row.want {
			t.Errorf("%s %d: %q", row.lang, row.count, got)
		}
	}
}
