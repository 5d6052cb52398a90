package files_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/static"
	"balcao/store"
	"balcao/store/disk"
	"balcao/store/storetest"
	"balcao/web"
)

// house is a cabinet behind a real router; a request acts as the visitor its
// header names.
type house struct {
	t     *testing.T
	c     *files.Cabinet
	store store.Store
	blobs *disk.Blobs
	http  *web.Router
	mu    sync.Mutex
	now   time.Time
}

const limit = 4 << 20

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, store: storetest.Open(t), now: time.Now()}
	var err error
	if h.blobs, err = disk.Open(filepath.Join(t.TempDir(), "files")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.blobs.Close() })
	h.c = files.New(files.Options{
		Store: h.store, Blobs: h.blobs, NewID: uuid.NewString, Log: slog.New(slog.DiscardHandler), MaxBytes: limit,
		Clock: func() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now },
		// A conversation is read by the visitor of the same name, and by Olga.
		MayRead: func(_ store.Reader, a actor.Actor, ref string) error {
			if a.ID == "olga" || ref == "conversation/"+a.ID+"/public" {
				return nil
			}
			return fault.Missing()
		},
	})
	assets, err := static.NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := static.LoadCatalogue(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	h.http, err = web.New(web.Options{
		Log: slog.New(slog.DiscardHandler), Assets: assets, Catalogue: texts, NewID: uuid.NewString,
		Branding: func(context.Context) web.Branding { return web.Branding{Name: "Balcão", Locale: "en"} },
		Authenticate: func(_ context.Context, r *http.Request) (actor.Actor, error) {
			return who(r.Header.Get("Authorization")), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.c.Mount(h.http)
	return h
}

func who(name string) actor.Actor {
	if name == "" {
		return actor.Actor{}
	}
	return actor.Actor{Role: actor.Visitor, ID: name, Session: name}
}

func (h *house) do(as, method, path string, headers map[string]string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	if as != "" {
		r.Header.Set("Authorization", as)
	}
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	return w
}

// send uploads under that very name, however it is written.
func (h *house) send(as, name string, content []byte) *httptest.ResponseRecorder {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	p, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = p.Write(content)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return h.do(as, http.MethodPost, "/api/v1/files", map[string]string{"Content-Type": m.FormDataContentType()}, &b)
}

func (h *house) sent(as, name string, content []byte) files.File {
	h.t.Helper()
	w := h.send(as, name, content)
	if w.Code != http.StatusCreated {
		h.t.Fatalf("upload of %q: %d %s", name, w.Code, w.Body)
	}
	var f files.File
	if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil {
		h.t.Fatal(err)
	}
	return f
}

func (h *house) attach(as, id, ref string) error {
	return h.store.Update(context.Background(), func(tx store.Tx) error {
		_, err := files.Attach(tx, who(as), id, ref)
		return err
	})
}

func (h *house) get(as string, f files.File) *httptest.ResponseRecorder {
	return h.do(as, http.MethodGet, f.URL, nil, nil)
}

func code(w *httptest.ResponseRecorder) string {
	var p struct{ Code string }
	_ = json.Unmarshal(w.Body.Bytes(), &p)
	return fmt.Sprint(w.Code, " ", p.Code)
}

func TestWhatWasSentComesBack(t *testing.T) {
	h := newHouse(t)
	content := []byte(strings.Repeat("Nota fiscal recusada.\n", 5000))
	f := h.sent("vera", "Relatório de erros.txt", content)
	if f.Name != "Relatório de erros.txt" || f.Size != int64(len(content)) || f.Type != "text/plain" || f.Thumb {
		t.Errorf("row: %+v", f)
	}
	w := h.get("vera", f)
	if !bytes.Equal(w.Body.Bytes(), content) {
		t.Error("other bytes came back")
	}
	want := `attachment; filename="Relat_rio de erros.txt"; filename*=UTF-8''Relat%C3%B3rio%20de%20erros.txt`
	for name, value := range map[string]string{
		"Content-Disposition": want, "X-Content-Type-Options": "nosniff", "ETag": `"` + f.SHA256 + `"`,
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
	} {
		if got := w.Header().Get(name); got != value {
			t.Errorf("%s: %s", name, got)
		}
	}
	if !strings.HasPrefix(w.Header().Get("Cache-Control"), "private") {
		t.Error("a file about people may be kept by shared caches")
	}
}

func TestPartsAndUnchangedFilesAreAnsweredShort(t *testing.T) {
	h := newHouse(t)
	f := h.sent("vera", "a.bin", []byte("0123456789"))
	w := h.do("vera", http.MethodGet, f.URL, map[string]string{"Range": "bytes=2-5"}, nil)
	if w.Code != http.StatusPartialContent || w.Body.String() != "2345" || w.Header().Get("Content-Range") != "bytes 2-5/10" {
		t.Errorf("range: %d %q %s", w.Code, w.Body, w.Header().Get("Content-Range"))
	}
	w = h.do("vera", http.MethodGet, f.URL, map[string]string{"Range": "bytes=20-"}, nil)
	if w.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("range beyond the end: %d", w.Code)
	}
	w = h.do("vera", http.MethodGet, f.URL, map[string]string{"If-None-Match": `"` + f.SHA256 + `"`}, nil)
	if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("unchanged: %d, %d bytes", w.Code, w.Body.Len())
	}
	w = h.do("vera", http.MethodHead, f.URL, nil, nil)
	if w.Code != http.StatusOK || w.Body.Len() != 0 || w.Header().Get("Content-Length") != "10" {
		t.Errorf("head: %d, %d bytes, length %s", w.Code, w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

func TestNobodyElseReadsAFileBeforeItIsAttached(t *testing.T) {
	h := newHouse(t)
	f := h.sent("vera", "a.txt", []byte("secret"))
	if got := code(h.get("otto", f)); got != "404 not_found" {
		t.Errorf("a stranger: %s", got)
	}
	if got := code(h.get("", f)); got != "401 unauthorized" {
		t.Errorf("nobody: %s", got)
	}
	if err := h.attach("vera", f.ID, "conversation/vera/public"); err != nil {
		t.Fatal(err)
	}
	for as, want := range map[string]int{"vera": 200, "olga": 200, "otto": 404} {
		if w := h.get(as, f); w.Code != want {
			t.Errorf("%s after attaching: %d, want %d", as, w.Code, want)
		}
	}
}

func TestAFileOnANoteIsNotTheCustomers(t *testing.T) {
	h := newHouse(t)
	f := h.sent("olga", "a.txt", []byte("internal"))
	if err := h.attach("olga", f.ID, "conversation/vera/internal"); err != nil {
		t.Fatal(err)
	}
	if w := h.get("vera", f); w.Code != http.StatusNotFound {
		t.Errorf("the customer reads the file of a note: %d", w.Code)
	}
}

func TestOnlyTheUploaderAttachesAndOnce(t *testing.T) {
	h := newHouse(t)
	f := h.sent("vera", "a.txt", []byte("x"))
	if err := h.attach("otto", f.ID, "conversation/otto/public"); !fault.Is(err, fault.Invalid) {
		t.Errorf("somebody else's file attached: %v", err)
	}
	if err := h.attach("vera", "no-such-file", "conversation/vera/public"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a missing file attached: %v", err)
	}
	for _, ref := range []string{"conversation/vera/public", "conversation/vera/public", "ticket/1/public"} {
		if err := h.attach("vera", f.ID, ref); err != nil {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if err := h.attach("vera", f.ID, "conversation/other/public"); !fault.Is(err, fault.Invalid) {
		t.Errorf("given to a second conversation: %v", err)
	}
}
