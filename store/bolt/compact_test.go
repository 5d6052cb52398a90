package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
)

func fine(*bolt.Store) error { return nil }

// onlyDataIn fails when the folder holds more than a data file and its marker.
func onlyDataIn(t *testing.T, path string) {
	t.Helper()
	names, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(names) != 2 {
		t.Errorf("the folder holds %v, %v", names, err)
	}
}

func TestCompactionKeepsEverythingButTheRoomAndTheErased(t *testing.T) {
	path, epoch := installed(t, 400)
	s := reopen(t, path)
	secret := strings.Repeat("a secret that was erased ", 20)
	const secrets = 100 // over many pages: a free one may be written over at any checkpoint, not all of them
	for i := range secrets {
		if err := putRow(s, 1000+i, secret); err != nil {
			t.Fatal(err)
		}
	}
	batch(t, s, func(tx store.Tx) error {
		var err error
		for i := range secrets {
			err = errors.Join(err, tx.Delete(store.Key("k", 1000+i)))
		}
		for i := range 300 {
			err = errors.Join(err, tx.Delete(store.Key("k", i)))
		}
		return err
	})
	id := s.Installation()
	shut(t, s)
	old, _ := os.ReadFile(path)
	if !bytes.Contains(old, []byte("erased a secret")) {
		t.Fatal("the erased row left the file by itself: this test shows nothing")
	}
	if err := os.WriteFile(path+".compacting", []byte("left by a killed one"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, after, err := bolt.Compact(t.Context(), path, bolt.Options{}, fine)
	if err != nil || before != int64(len(old)) || after >= before/2 {
		t.Fatalf("%d bytes, then %d, %v", before, after, err)
	}
	if b, err := os.ReadFile(path); err != nil || int64(len(b)) != after || bytes.Contains(b, []byte("erased a secret")) {
		t.Errorf("%d bytes, the erased is there: %v, %v", len(b), bytes.Contains(b, []byte("erased a secret")), err)
	}
	onlyDataIn(t, path)
	s = reopen(t, path)
	if s.Log().Epoch() != epoch || s.Installation() != id || s.Log().Head() != 400+secrets || s.Log().First() != 1 {
		t.Errorf("epoch, installation kept: %v, %v; log %d to %d", s.Log().Epoch() == epoch, s.Installation() == id, s.Log().First(), s.Log().Head())
	}
	for i := range 400 {
		if got := row(t, s, i); (got == "") != (i < 300) {
			t.Fatalf("row %d is %q", i, got)
		}
	}
	if err := putRow(s, "new", "x"); err != nil || s.Log().Head() != 401+secrets {
		t.Errorf("%v, head %d", err, s.Log().Head())
	}
	sound(t, s)
}

func TestCompactionThatIsNotProvenChangesNothing(t *testing.T) {
	refused := errors.New("not like this")
	for name, c := range map[string]struct {
		spoil func(b []byte) []byte
		prove func(*bolt.Store) error
		fits  func(error) bool
	}{
		"the caller refuses": {func(b []byte) []byte { return b }, func(*bolt.Store) error { return refused }, func(err error) bool { return errors.Is(err, refused) }},
		"a damaged row":      {func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("xxxx"), []byte("xxxy")) }, fine, func(err error) bool { return errors.Is(err, store.ErrCorrupt) }},
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := installed(t, 20)
			b, _ := os.ReadFile(path)
			b = c.spoil(b)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := bolt.Compact(t.Context(), path, bolt.Options{}, c.prove); !c.fits(err) {
				t.Errorf("got %v", err)
			}
			if now, _ := os.ReadFile(path); !bytes.Equal(now, b) {
				t.Error("the file has changed")
			}
			onlyDataIn(t, path)
		})
	}
}

func TestAFileInUseIsNotCompacted(t *testing.T) {
	path, _ := installed(t, 3)
	s := reopen(t, path)
	if _, _, err := bolt.Compact(t.Context(), path, bolt.Options{LockTimeout: 50 * time.Millisecond}, fine); !errors.Is(err, bolt.ErrInUse) {
		t.Errorf("got %v", err)
	}
	if err := putRow(s, "after", "x"); err != nil {
		t.Error(err)
	}
}

func TestWhoeverWaitsForACompactionOpensTheNewFile(t *testing.T) {
	path, _ := installed(t, 50)
	opened := make(chan error, 1)
	_, _, err := bolt.Compact(t.Context(), path, bolt.Options{}, func(*bolt.Store) error {
		go func() {
			s, err := bolt.Open(path, bolt.Options{LockTimeout: 10 * time.Second})
			if err == nil {
				err = errors.Join(putRow(s, "mine", "kept"), s.Close())
			}
			opened <- err
		}()
		time.Sleep(200 * time.Millisecond) // it has the old file open and waits for its lock
		return nil
	})
	if err := errors.Join(err, <-opened); err != nil {
		t.Fatal(err)
	}
	if got := row(t, reopen(t, path), "mine"); got != "kept" {
		t.Errorf("what it wrote went into a file without name: %q", got)
	}
}
