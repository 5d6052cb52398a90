package files_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"balcao/files"
)

func TestTooLargeIsRefusedWithoutATrace(t *testing.T) {
	h := newHouse(t)
	big := bytes.Repeat([]byte("x"), limit+1)
	if got := code(h.send("vera", "big.bin", big)); got != "413 file_too_large" {
		t.Errorf("one byte over: %s", got)
	}
	if got := code(h.send("vera", "huge.bin", bytes.Repeat(big, 2))); got != "413 file_too_large" {
		t.Errorf("far over: %s", got)
	}
	for b := range h.blobs.Walk() {
		t.Errorf("left behind: %s", b.SHA)
	}
	if w := h.send("vera", "exact.bin", big[:limit]); w.Code != http.StatusCreated {
		t.Errorf("just within the limit: %d %s", w.Code, w.Body)
	}
}

func TestUploadsThatAreNoneAreRefused(t *testing.T) {
	h := newHouse(t)
	if got := code(h.send("vera", "empty.txt", nil)); got != "422 file_empty" {
		t.Errorf("empty: %s", got)
	}
	if got := code(h.do("vera", http.MethodPost, "/api/v1/files", map[string]string{"Content-Type": "application/json"}, strings.NewReader("{}"))); got != "422 file_missing" {
		t.Errorf("no multipart: %s", got)
	}
	cut := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf of it"
	if got := code(h.do("vera", http.MethodPost, "/api/v1/files", map[string]string{"Content-Type": "multipart/form-data; boundary=b"}, strings.NewReader(cut))); got != "400 bad_upload" {
		t.Errorf("cut short: %s", got)
	}
	if got := code(h.send("", "a.txt", []byte("x"))); got != "401 unauthorized" {
		t.Errorf("nobody: %s", got)
	}
}

func TestUnreferencedFilesAreSweptAfterADay(t *testing.T) {
	h := newHouse(t)
	loose := h.sent("vera", "loose.txt", []byte("loose"))
	kept := h.sent("vera", "kept.txt", []byte("kept"))
	twin := h.sent("vera", "twin.txt", []byte("kept"))
	if err := h.attach("vera", kept.ID, "conversation/vera/public"); err != nil {
		t.Fatal(err)
	}
	sweep := func() int {
		n, err := h.c.Sweep(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := sweep(); n != 0 {
		t.Errorf("%d swept at once", n)
	}
	h.mu.Lock()
	h.now = h.now.Add(25 * time.Hour)
	h.mu.Unlock()
	if n := sweep(); n != 2 {
		t.Errorf("%d swept after a day, want the loose one and the twin", n)
	}
	for f, want := range map[files.File]int{loose: 404, twin: 404, kept: 200} {
		if w := h.get("vera", f); w.Code != want {
			t.Errorf("%s: %d, want %d", f.Name, w.Code, want)
		}
	}
	left := 0
	for range h.blobs.Walk() {
		left++
	}
	if left != 1 {
		t.Errorf("%d blobs left, want the kept one", left)
	}
}

func TestBlobsThatAnUploadLeftBehindAreSwept(t *testing.T) {
	h := newHouse(t)
	if _, _, err := h.blobs.Put(context.Background(), strings.NewReader("orphan"), 100); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(25 * time.Hour)
	if _, err := h.c.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	for b := range h.blobs.Walk() {
		t.Errorf("%s still there", b.SHA)
	}
}
