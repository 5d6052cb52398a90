package static

import (
	"net/http/httptest"
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

// TestTheWidgetsAssetsForAFirstChatStayLight holds, gzipped, the loader and the
// assets that open a chat. It counts neither the page that names them (0.6 KB)
// nor the parts that come with their first use, with which quality.md's 20 KB
// for the whole widget are not reached yet.
func TestTheWidgetsAssetsForAFirstChatStayLight(t *testing.T) {
	a, err := NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	weigh := func(path string) int { return get(t, a, path, "Accept-Encoding", "gzip").Body.Len() }
	loader := weigh("widget/loader.js")
	if loader > 4<<10 {
		t.Errorf("the loader weighs %d bytes", loader)
	}
	for _, lang := range Languages {
		total := loader + weigh("widget/app.js") + weigh("widget/widget.css") + weigh("locales/"+lang+"/widget.json")
		if total > 20<<10 {
			t.Errorf("the assets of a first chat in %s weigh %d bytes", lang, total)
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

func TestTemplatesAndSourcesOutsideAreNotServed(t *testing.T) {
	a, _ := NewAssets()
	for _, path := range []string{"portal/_layout.html", "widget/index.html", "../go.mod", "embed.go", "nothing.js", ""} {
		w := httptest.NewRecorder()
		if a.Serve(w, httptest.NewRequest("GET", "/", nil), "x", path) {
			t.Errorf("%s is served", path)
		}
	}
}
