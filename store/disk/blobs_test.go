package disk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"balcao/fault"
	"balcao/store"
	"balcao/store/disk"
)

func open(t *testing.T) (*disk.Blobs, string) {
	t.Helper()
	dir := t.TempDir()
	b, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b, dir
}

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func TestABlobIsReadBackByItsSum(t *testing.T) {
	b, _ := open(t)
	for _, text := range []string{"", "hello", strings.Repeat("large ", 100_000)} {
		sha, size, err := b.Put(t.Context(), strings.NewReader(text), int64(len(text)))
		if err != nil || sha != sum(text) || size != int64(len(text)) {
			t.Fatalf("%s, %d, %v", sha, size, err)
		}
		r, size, err := b.Open(sha)
		if err != nil || size != int64(len(text)) {
			t.Fatal(size, err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != text {
			t.Errorf("%d bytes back, %v", len(got), err)
		}
		if at, err := r.Seek(0, io.SeekStart); at != 0 || err != nil {
			t.Error(at, err)
		}
		_ = r.Close()
		if err := b.Verify(t.Context(), sha); err != nil {
			t.Error(err)
		}
	}
}

func TestTheSameContentIsKeptOnceAndFilesArePrivate(t *testing.T) {
	b, dir := open(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, _, err := b.Put(context.Background(), strings.NewReader("same"), 100); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	n := 0
	for blob, err := range b.Walk() {
		if n++; err != nil || blob.SHA != sum("same") || blob.Size != 4 || blob.Stored.IsZero() {
			t.Errorf("%+v, %v", blob, err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, sum("same")[:2], sum("same")))
	if n != 1 || err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%d blobs, %v, %v", n, info.Mode(), err)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	b, dir := open(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	broken := errors.New("the line broke")
	for name, c := range map[string]struct {
		ctx   context.Context
		r     io.Reader
		limit int64
		ok    func(error) bool
	}{
		"one byte too many": {t.Context(), strings.NewReader("12345"), 4, func(err error) bool { return fault.Is(err, fault.TooLarge) }},
		"endless":           {t.Context(), endless{}, 1 << 20, func(err error) bool { return fault.Is(err, fault.TooLarge) }},
		"cut off":           {t.Context(), io.MultiReader(strings.NewReader("123"), failing{broken}), 100, func(err error) bool { return errors.Is(err, broken) }},
		"context ended":     {ended, strings.NewReader("12345"), 100, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		if _, _, err := b.Put(c.ctx, c.r, c.limit); !c.ok(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	left, err := os.ReadDir(filepath.Join(dir, "incoming"))
	if err != nil || len(left) != 0 {
		t.Errorf("%d left, %v", len(left), err)
	}
	for blob := range b.Walk() {
		t.Errorf("stored %v", blob)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestNamesThatAreNoSumsFindNothing(t *testing.T) {
	b, dir := open(t)
	if err := os.WriteFile(filepath.Join(dir, "..", "outside"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "..", "../outside", "../../etc/passwd", strings.Repeat("a", 64), strings.Repeat("A", 64), "incoming/" + strings.Repeat("a", 55), strings.Repeat("../", 22)[:64]} {
		if _, _, err := b.Open(name); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
		if err := b.Remove(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestARemovedBlobIsGoneAndADamagedOneIsFound(t *testing.T) {
	b, dir := open(t)
	kept, _, _ := b.Put(t.Context(), strings.NewReader("kept"), 10)
	gone, _, _ := b.Put(t.Context(), strings.NewReader("gone"), 10)
	if err := errors.Join(b.Remove(gone), b.Remove(gone)); err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(t.Context(), gone); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, kept[:2], kept), []byte("kepT"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(t.Context(), kept); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
}

func TestUploadsCutShortAreClearedAndStrangersPassedOver(t *testing.T) {
	b, dir := open(t)
	sha, _, _ := b.Put(t.Context(), bytes.NewReader([]byte("x")), 10)
	for _, name := range []string{"incoming/half", "stranger", sha[:2] + "/README"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("y"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := os.Stat(filepath.Join(dir, "incoming/half")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the half upload: %v", err)
	}
	n := 0
	for blob, err := range again.Walk() {
		if n++; err != nil || blob.SHA != sha {
			t.Errorf("%+v, %v", blob, err)
		}
	}
	if n != 1 {
		t.Errorf("%d blobs", n)
	}
	for range again.Walk() { // a loop may end early
		break
	}
}

func TestWhatIsHeldIsRemovedOnlyAfterTheLastRelease(t *testing.T) {
	b, _ := open(t)
	sha, _, _ := b.Put(t.Context(), strings.NewReader("wanted"), 10)
	one, two := b.Hold(), b.Hold()
	one()
	one()
	if err := errors.Join(b.Remove(sha), b.Verify(t.Context(), sha)); err != nil {
		t.Fatal("gone while held:", err)
	}
	two()
	if err := b.Remove(sha); err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(t.Context(), sha); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after the release: %v", err)
	}
}
