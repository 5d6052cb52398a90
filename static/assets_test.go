package static

import (
	"io/fs"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, a *Assets, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	if !a.Serve(w, r, strings.Split(a.Base(), "/")[2], path) {
		t.Fatalf("%s is not served", path)
	}
	return w
}

func TestAssetsComeInTheCodingThatIsAsked(t *testing.T) {
	a, err := NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]string{"": "", "gzip": "gzip", "gzip, deflate, br": "br", "br;q=0, gzip": "gzip", "identity": ""} {
		w := get(t, a, "shared/tokens.css", "Accept-Encoding", asked)
		if got := w.Header().Get("Content-Encoding"); got != want || w.Header().Get("Vary") != "Accept-Encoding" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%q: %q, want %q; %v", asked, got, want, w.Header())
		}
	}
}

// TestTheWidgetOpensWithin20KB adds up what opening the widget and chatting
// cost: the loader, the page without the few values that a site puts in, the
// style, and the script with its texts. The late part comes with its first use.
func TestTheWidgetOpensWithin20KB(t *testing.T) {
	weigh(t, func(lang, coding string, sizes map[string]int) {
		opening := 0
		for path, size := range sizes {
			if !isLate(path) {
				opening += size
			}
		}
		t.Logf("%s %s: %d bytes", lang, coding, opening)
		if limit := 20 << 10; opening > limit {
			t.Errorf("opening the widget in %s takes %d bytes in %s, at most %d", lang, opening, coding, limit)
		}
		if size := sizes["widget/loader.js"]; size > 4<<10 {
			t.Errorf("the loader weighs %d bytes in %s", size, coding)
		}
	})
}

// TestTheWholeWidgetIsLight adds up all that a visitor can ever load: what it
// opens with and its one late part.
func TestTheWholeWidgetIsLight(t *testing.T) {
	weigh(t, func(lang, coding string, sizes map[string]int) {
		total, late := 0, 0
		for path, size := range sizes {
			if total += size; isLate(path) {
				late++
			}
		}
		t.Logf("%s %s: %d bytes", lang, coding, total)
		if limit := map[string]int{"gzip": 27 << 10, "br": 24 << 10}[coding]; total > limit || late != 1 {
			t.Errorf("the widget in %s takes %d bytes in %s, at most %d, with %d late parts", lang, total, coding, limit, late)
		}
	})
}

func isLate(path string) bool { return strings.HasPrefix(path, "widget/late-") }

// weigh tells the compressed sizes of all that the widget is made of.
func weigh(t *testing.T, told func(lang, coding string, sizes map[string]int)) {
	page, err := fs.ReadFile(embedded, "widget/index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		a, err := NewAssets()
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"widget/loader.js", "widget/start." + lang + ".js", "widget/widget.css"} {
			get(t, a, path)
		}
		a.ready["the page"] = ready(".html", regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAll(page, nil))
		gzip, br := map[string]int{}, map[string]int{}
		for path, made := range a.ready { // parts that the bundler made come along
			gzip[path], br[path] = len(made.gzip), len(made.brotli)
		}
		told(lang, "gzip", gzip)
		told(lang, "br", br)
	}
}

func TestPartsOfABundleAreServedAfterARestart(t *testing.T) {
	for _, entry := range []string{"console/app.js", "widget/start.en.js", "widget/start.es.js"} {
		first, _ := NewAssets()
		get(t, first, entry)
		later, _ := NewAssets()
		parts := 0
		for name := range first.ready {
			if name != entry {
				get(t, later, name)
				parts++
			}
		}
		if parts == 0 {
			t.Errorf("%s has no parts", entry)
		}
	}
}

var (
	latePart    = regexp.MustCompile(`late-\w+\.js`)
	otherScript = regexp.MustCompile(`["'](\.+/[^"']*)["']`)
)

func TestTheWidgetSpeaksEachLanguageWithoutItsCatalogue(t *testing.T) {
	a, _ := NewAssets()
	for lang, wants := range map[string][2]string{
		"en":    {`"Write a message…"`, `"Leave the queue"`},
		"pt-BR": {`"Escreva uma mensagem…"`, `"Sair da fila"`},
		"es":    {`"{name} está escribiendo"`, `"Salir de la cola"`},
	} {
		first := get(t, a, "widget/start."+lang+".js").Body.String()
		late := latePart.FindString(first)
		for i, script := range []string{first, get(t, a, "widget/"+late).Body.String()} {
			if !strings.Contains(script, wants[i]) || strings.Contains(script, "widget.") {
				t.Errorf("%s, script %d: has no %s, or keys", lang, i+1, wants[i])
			}
			for _, m := range otherScript.FindAllStringSubmatch(script, -1) {
				if m[1] != "./"+late && m[1] != "./start."+lang+".js" {
					t.Errorf("%s, script %d asks for %s", lang, i+1, m[1])
				}
			}
		}
	}
	live := NewLiveAssets(embedded)
	if got := get(t, live, "widget/start.es.js").Body.String(); !strings.Contains(got, "loadCatalogue('es', ['widget'])") || !strings.Contains(got, "import('./start.js')") {
		t.Errorf("served as it is written: %s", got)
	}
	if a.Serve(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), "x", "widget/start.fr.js") {
		t.Error("a language that does not exist is served")
	}
}

func TestTemplatesAndSourcesOutsideAreNotServed(t *testing.T) {
	a, _ := NewAssets()
	for _, path := range []string{"portal/_layout.html", "widget/index.html", "../go.mod", "embed.go", "nothing.js", ""} {
		w := httptest.NewRecorder()
		if a.Serve(w, httptest.NewRequest("GET", "/", nil), "x", path) {
			t.Errorf("%s is served", path)
		}
	}
}
