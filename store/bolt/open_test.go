package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"balcao/store"
	"balcao/store/bolt"
)

// installed makes a data folder with n events and closes it.
func installed(t *testing.T, n int) (path, epoch string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "data.db")
	s := reopen(t, path)
	epoch = s.Log().Epoch()
	for i := range n {
		if err := putRow(s, i, strings.Repeat("x", 500)); err != nil {
			t.Fatal(err)
		}
	}
	shut(t, s)
	return path, epoch
}

func reopen(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func shut(t *testing.T, s *bolt.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasWrittenIsThereAfterOpeningAgain(t *testing.T) {
	path, epoch := installed(t, 30)
	s := reopen(t, path)
	if s.Log().Epoch() != epoch || s.Log().Head() != 30 || s.Log().First() != 1 || len(row(t, s, 29)) != 500 {
		t.Errorf("epoch %s of %s, log %d–%d", s.Log().Epoch(), epoch, s.Log().First(), s.Log().Head())
	}
	if err := putRow(s, 30, "x"); err != nil || s.Log().Head() != 31 {
		t.Errorf("%v, head %d", err, s.Log().Head())
	}
}

func TestAnInstalledFolderRefusesWhatIsNotItsDataFile(t *testing.T) {
	other, _ := installed(t, 3)
	for name, c := range map[string]struct {
		spoil func(path string) error
		says  string
	}{
		"missing":                   {os.Remove, "missing"},
		"empty":                     {func(p string) error { return os.Truncate(p, 0) }, "empty"},
		"truncated":                 {func(p string) error { return os.Truncate(p, 20<<10) }, "truncated"},
		"cut off in the meta pages": {func(p string) error { return os.Truncate(p, 50) }, "damaged"},
		"overwritten":               {func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("foreign ", 9000)), 0o600) }, "damaged"},
		"another installation's": {func(p string) error {
			b, err := os.ReadFile(other)
			return errors.Join(err, os.WriteFile(p, b, 0o600))
		}, "another installation"},
		"another program's": {func(p string) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			db, err := bbolt.Open(p, 0o600, nil)
			if err != nil {
				return err
			}
			err = db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("theirs")); return err })
			return errors.Join(err, db.Close())
		}, "another program"},
		"with a broken marker": {func(p string) error { return os.WriteFile(p+".marker", []byte("{"), 0o600) }, "marker is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := installed(t, 40)
			if err := c.spoil(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path)
			s, err := bolt.Open(path, bolt.Options{})
			if err == nil {
				_ = s.Close()
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %q", err)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestAFileBehindItsMarkerBeginsANewEpoch(t *testing.T) {
	path, epoch := installed(t, 5)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := reopen(t, path)
	if err := putRow(s, "later", "x"); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, path)
	if s.Log().Epoch() == epoch || s.Log().Head() != 5 {
		t.Errorf("epoch %s of %s, head %d", s.Log().Epoch(), epoch, s.Log().Head())
	}
	second := s.Log().Epoch()
	shut(t, s)
	if s = reopen(t, path); s.Log().Epoch() != second {
		t.Error("another epoch though nothing happened")
	}
}

func TestRestoringAsksForANewEpoch(t *testing.T) {
	path, epoch := installed(t, 5)
	s, err := bolt.Open(path, bolt.Options{NewEpoch: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.Log().Epoch() == epoch || s.Log().Head() != 5 {
		t.Errorf("epoch %s, head %d", s.Log().Epoch(), s.Log().Head())
	}
}

func TestAStartKilledBeforeTheFirstCommitIsStartedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := putRow(reopen(t, path), 1, "x"); err != nil {
		t.Error(err)
	}
}

func TestALockedFileIsRefusedSoonWithOneLine(t *testing.T) {
	path, _ := installed(t, 1)
	s := reopen(t, path)
	start := time.Now()
	_, err := bolt.Open(path, bolt.Options{LockTimeout: 100 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "in use") || strings.Contains(err.Error(), "\n") || time.Since(start) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	if err := putRow(s, 2, "x"); err != nil {
		t.Error(err)
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	path, _ := installed(t, 1)
	s := reopen(t, path)
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(store.SchemaKey, []byte("2")) }); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if _, err := bolt.Open(path, bolt.Options{}); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("got %v", err)
	}
}

func TestTheMarkerIsWrittenAtTheEnd(t *testing.T) {
	path, _ := installed(t, 7)
	b, err := os.ReadFile(path + ".marker")
	if err != nil || !strings.Contains(string(b), `"pos":7`) {
		t.Errorf("%s, %v", b, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
