package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
)

func TestLocalLeadsNowhereButHere(t *testing.T) {
	for to, want := range map[string]string{
		"/": "/", "/tickets/3?a=b#c": "/tickets/3?a=b#c", "": "/x", "tickets": "/x", "//evil.example": "/x", `/\evil.example`: "/x", "https://evil.example": "/x",
		"/a\nb": "/x", "/a\\b": "/x", "javascript:alert(1)": "/x",
	} {
		if got := Local(to, "/x"); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
	}
}

func TestARefusedFormShowsWhatWasTypedAndTheWayBack(t *testing.T) {
	r := newRouter(t, io.Discard)
	r.Handle("POST", "/chats/1/messages", Allow(actor.Accounts, "x.write").Page(), func(*gin.Context) error { return fault.New(fault.Busy, "") })
	form := func(role, referer string) string {
		w := call(r, "POST", "/chats/1/messages", "text=Not+%3Cb%3Elost%3C%2Fb%3E", "X-Role", role, "Content-Type", "application/x-www-form-urlencoded", "Referer", referer)
		if ct := w.Header().Get("Content-Type"); !strings.HasPrefix(ct, "text/html") {
			t.Fatalf("%d %s", w.Code, ct)
		}
		return w.Body.String()
	}
	for _, role := range []string{"", "customer"} {
		if page := form(role, ""); !strings.Contains(page, "Not &lt;b&gt;lost&lt;/b&gt;</textarea>") {
			t.Errorf("%q lost it: %s", role, page)
		}
	}
	if page := form("", "http://example.com/chats/1?x=1"); !strings.Contains(page, `href="/sign-in?return=%2fchats%2f1%3fx%3d1"`) {
		t.Error("signing in does not lead back to the chat")
	}
	if page := form("", "http://evil.example/chats/1"); !strings.Contains(page, `href="/sign-in?return=%2f"`) {
		t.Error("a stranger's page is led back to")
	}
}

func TestPagesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	r := newRouter(t, io.Discard)
	plain := call(r, "GET", "/nowhere", "", "Accept", "text/html")
	packed := call(r, "GET", "/nowhere", "", "Accept", "text/html", "Accept-Encoding", "br, gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("Vary") != "Accept-Encoding" || plain.Header().Get("Content-Encoding") != "" {
		t.Fatalf("%v, %v", packed.Header(), plain.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Errorf("another page came out: %v", err)
	}
}

func TestAFormNobodyAskedToBeLargeIsNotRead(t *testing.T) {
	r := newRouter(t, io.Discard)
	var got string
	r.Handle("POST", "/form", Allow(actor.Everybody, "x.write").Page(), func(c *gin.Context) error {
		got = c.PostForm("text")
		return Redirect(c, "/")
	})
	big := "text=" + strings.Repeat("x", mostForm)
	if w := call(r, "POST", "/form", big, "Content-Type", "application/x-www-form-urlencoded"); got != "" {
		t.Errorf("%d, read %d bytes", w.Code, len(got))
	}
}

func TestAFormLargerThanAllowedIsRefusedBeforeItIsRead(t *testing.T) {
	r := newRouter(t, io.Discard)
	r.Handle("POST", "/form", Allow(actor.Everybody, "x.write"), func(c *gin.Context) error {
		if err := ReadForm(c, 100); err != nil {
			return err
		}
		return JSON(c, 200, c.PostForm("text"))
	})
	kind := []string{"Content-Type", "application/x-www-form-urlencoded"}
	if w := call(r, "POST", "/form", "text=short", kind...); w.Code != 200 || strings.TrimSpace(w.Body.String()) != `"short"` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := call(r, "POST", "/form", "text="+strings.Repeat("x", 200), kind...); w.Code != 413 {
		t.Errorf("told size: %d %s", w.Code, w.Body)
	}
	req := httptest.NewRequest(http.MethodPost, "/form", io.MultiReader(strings.NewReader("text="), strings.NewReader(strings.Repeat("x", 200))))
	req.Header.Set("Content-Type", kind[1])
	req.ContentLength = -1
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	if w.Code != 413 {
		t.Errorf("size not told: %d %s", w.Code, w.Body)
	}
}
