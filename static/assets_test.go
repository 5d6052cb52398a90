package static

import (
	"io/fs"
	"net/http/httptest"
	"path"
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

// TestTheWidgetOpensWithin20KB holds quality.md's figure for what a visitor
// loads to chat, in both codings: the loader, the page without the few values
// that a site puts in, script, style and catalogue. What comes with its first
// use (ticket view, form, files, rating) is held by the test below.
func TestTheWidgetOpensWithin20KB(t *testing.T) {
	a, err := NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	page, err := fs.ReadFile(embedded, "widget/index.html")
	if err != nil {
		t.Fatal(err)
	}
	small := ready(".html", regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAll(page, nil))
	for coding, shell := range map[string]int{"gzip": len(small.gzip), "br": len(small.brotli)} {
		weigh := func(path string) int { return get(t, a, path, "Accept-Encoding", coding).Body.Len() }
		loader := weigh("widget/loader.js")
		if loader > 4<<10 {
			t.Errorf("the loader weighs %d bytes in %s", loader, coding)
		}
		for _, lang := range Languages {
			total := loader + shell + weigh("widget/app.js") + weigh("widget/widget.css") + weigh("locales/"+lang+"/widget.json")
			t.Logf("%s %s: %d bytes to open", lang, coding, total)
			if total > 20<<10 {
				t.Errorf("opening in %s takes %d bytes in %s", lang, total, coding)
			}
		}
	}
}

// TestTheWidgetsLaterPartsStayLight adds up everything that the widget may ever
// load after it has opened.
func TestTheWidgetsLaterPartsStayLight(t *testing.T) {
	a, err := NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	weigh := func(path string) int { return get(t, a, path, "Accept-Encoding", "br").Body.Len() }
	weigh("widget/app.js") // makes its parts
	total := weigh("widget/more.css") + weigh("locales/pt-BR/widget-more.json")
	for name := range a.ready {
		if strings.HasPrefix(name, "widget/") && path.Ext(name) == ".js" && name != "widget/app.js" && name != "widget/loader.js" {
			total += weigh(name)
		}
	}
	t.Logf("%d bytes", total)
	if total > 10<<10 {
		t.Errorf("the parts weigh %d bytes", total)
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

func TestTemplatesAndSourcesOutsideAreNotServed(t *testing.T) {
	a, _ := NewAssets()
	for _, path := range []string{"portal/_layout.html", "widget/index.html", "../go.mod", "embed.go", "nothing.js", ""} {
		w := httptest.NewRecorder()
		if a.Serve(w, httptest.NewRequest("GET", "/", nil), "x", path) {
			t.Errorf("%s is served", path)
		}
	}
}
