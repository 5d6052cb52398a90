package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"balcao/store"
)

func began(t *testing.T, path string, o Options) *Store {
	t.Helper()
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func write(t *testing.T, s *Store, from, to int) {
	t.Helper()
	for n := from; n < to; n++ {
		if err := s.Update(context.Background(), deed(n)); err != nil {
			t.Fatal(err)
		}
	}
}

// holds tells that a store has the deeds below n and no others.
func holds(t *testing.T, s *Store, n int) {
	t.Helper()
	if head := s.Log().Head(); head != uint64(n) {
		t.Errorf("%d events of %d deeds", head, n)
	}
	err := s.View(t.Context(), func(r store.Reader) error {
		for i := range n {
			if v, err := r.Get(store.Key("message", fmt.Sprint(i%7), uint64(i))); err != nil || string(v) != fmt.Sprintf("%d: %0200d", i, i) {
				return fmt.Errorf("deed %d: %q %w", i, v, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := s.Check(t.Context(), func(err error) { t.Error(err) }); err != nil {
		t.Error(err)
	}
}

// killed copies the files of a store as they are, as if its process had ended.
func killed(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "killed.db")
	names := journalPaths(to)
	for i, name := range journalPaths(path) {
		duplicate(t, name, names[i])
	}
	duplicate(t, path, to)
	return to
}

func duplicate(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	if err = errors.Join(err, os.WriteFile(to, b, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyAStoreThatWroteAndIsOpenHasJournals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{})
	if journalled(path) {
		t.Error("a journal before the first write")
	}
	write(t, s, 0, 3)
	if journalled(path) != canJournal {
		t.Error("no journal after a write")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if journalled(path) {
		t.Error("a journal after the end")
	}
	holds(t, began(t, path, Options{}), 3)
}

func TestWhatOnlyTheJournalHasIsThereAfterAStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{checkpointSize: 64 << 10})
	write(t, s, 0, 200)
	for deadline := time.Now().Add(10 * time.Second); s.saving.busy.Load() && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	after := killed(t, path)
	f, err := os.OpenFile(after, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	for page := range int64(2) { // both meta pages torn, as a power cut may leave them
		if _, err := f.WriteAt(make([]byte, 40), page*int64(s.db.Info().PageSize)+16); err != nil {
			t.Fatal(err)
		}
	}
	_ = f.Close()
	again := began(t, after, Options{})
	holds(t, again, 200)
	write(t, again, 200, 210)
	twice := killed(t, after)
	holds(t, began(t, twice, Options{}), 210)
}

func TestAnIdleStoreBringsItsDataFileUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{checkpointAge: 20 * time.Millisecond})
	write(t, s, 0, 5)
	for deadline := time.Now().Add(10 * time.Second); s.stats.Checkpoint.Tally().Count() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no checkpoint")
		}
	}
	j, err := s.o.lookForJournals(path)
	if err != nil || len(j.rows) != 0 {
		t.Errorf("the journal still has %d records, %v", len(j.rows), err)
	}
}

func TestAnOlderCopyIsNotMixedWithTheJournalOfANewerOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{})
	write(t, s, 0, 5)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	older := filepath.Join(t.TempDir(), "older.db")
	duplicate(t, path, older)
	s = began(t, path, Options{})
	write(t, s, 5, 10)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = began(t, path, Options{})
	write(t, s, 10, 20)
	after := killed(t, path)
	duplicate(t, older, after)
	holds(t, began(t, after, Options{}), 5)
	if left, _ := filepath.Glob(after + ".journal-*.unused"); len(left) != 2 {
		t.Errorf("put aside: %v", left)
	}
}

func TestAJournalOfAnotherFileIsRefused(t *testing.T) {
	folder := t.TempDir()
	path, other := filepath.Join(folder, "a.db"), filepath.Join(folder, "b.db")
	mine := began(t, path, Options{})
	write(t, mine, 0, 10)
	after := killed(t, path)
	theirs := began(t, other, Options{})
	write(t, theirs, 100, 160)
	duplicate(t, other, after)
	if s, err := Open(after, Options{}); err == nil || !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "journal") {
		t.Errorf("opened: %v %v", s != nil, err)
	}
}

// A journal with a damaged record in its midst must not be taken for one that
// ends there: what was acknowledged later would be gone without a word.
func TestADamagedJournalIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{checkpointSize: 64 << 10})
	write(t, s, 0, 1)
	goOn := make(chan struct{})
	s.saving.sync = func() error { <-goOn; return nil }
	write(t, s, 1, 60) // through both files: the second's base is not on disk
	defer close(goOn)
	holds(t, began(t, killed(t, path), Options{}), 60)
	for i, at := range []int64{firstRecord + 5*block, firstRecord + block} {
		after := killed(t, path)
		name := journalPaths(after)[i]
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b[at+100] ^= 4
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := Open(after, Options{}); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("journal %d: opened %v, %v", i, s != nil, err)
		}
	}
}

func TestACheckpointThatCannotSyncIsFatalAndLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	var died atomic.Int32
	s := began(t, path, Options{checkpointSize: 32 << 10, Fatal: func(error) { died.Add(1) }})
	write(t, s, 0, 1)
	s.saving.sync = func() error { return errors.New("the disk is gone") }
	answered := 1
	for ; answered < 1000; answered++ {
		if s.Update(t.Context(), deed(answered)) != nil {
			break
		}
	}
	if answered == 1000 || died.Load() != 1 {
		t.Errorf("%d answered, died %d times", answered, died.Load())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	holds(t, began(t, path, Options{}), answered)
}

func TestAFileNearTheEndOfItsMapGoesOnWithoutAJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{mapSize: mapReserve + 400<<10})
	n := 0
	for ; n == 0 || journalled(path); n++ {
		if write(t, s, n, n+1); n > 3000 {
			t.Fatal("it keeps its journal")
		}
	}
	if n < 10 {
		t.Errorf("given up after %d deeds", n)
	}
	write(t, s, n, n+10)
	if s.db.NoSync {
		t.Error("neither a journal nor a sync")
	}
	holds(t, began(t, killed(t, path), Options{}), n+10)
}

func TestRecordsAreReadAsTheyWereWritten(t *testing.T) {
	rec := append([]byte(nil), noHeader[:]...)
	rec = appendRow(rec, []byte("a"), []byte("one"))
	rec = appendRow(rec, []byte("b"), nil)
	rec = appendRow(rec, []byte("c"), []byte{})
	sealed := seal(rec, 7, 9)
	if len(sealed) != block {
		t.Errorf("%d bytes", len(sealed))
	}
	rows, err := readRecord(strings.NewReader(string(sealed)), 0, 7, 9)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = eachRow(rows, func(key, raw []byte) error {
		got = append(got, fmt.Sprintf("%s=%q %v", key, raw, raw == nil))
		return nil
	})
	if want := `[a="one" false b="" true c="" false]`; err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v", got, err)
	}
	for _, other := range [][2]uint64{{7, 10}, {8, 9}} {
		if rows, _ := readRecord(strings.NewReader(string(sealed)), 0, other[0], other[1]); rows != nil {
			t.Errorf("read as %v", other)
		}
	}
	for i := range rec {
		broken := []byte(string(sealed))
		broken[i] ^= 1
		if rows, _ := readRecord(strings.NewReader(string(broken)), 0, 7, 9); rows != nil {
			t.Errorf("byte %d is in no sum", i)
		}
	}
}

// A disk that is full when the server ends takes no list of free pages: the
// next start must find them by itself, and a crash after it, too.
func TestAFileWithoutAListOfFreePagesIsOpenedAndJournalled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{})
	write(t, s, 0, 50)
	after := filepath.Join(t.TempDir(), "alone.db") // its newest commit has none
	duplicate(t, path, after)
	again := began(t, after, Options{})
	if again.db.NoFreelistSync || journalled(after) {
		t.Error("opened as if it had a journal")
	}
	write(t, again, 50, 60)
	twice := killed(t, after)
	holds(t, began(t, twice, Options{}), 60)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	holds(t, began(t, after, Options{}), 60)
}

func TestACopyTakenWhileWritingHasItsListOfFreePages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := began(t, path, Options{})
	write(t, s, 0, 20)
	ended, writing := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(writing)
		for n := 20; ; n++ {
			select {
			case <-ended:
				return
			default:
				_ = s.Update(context.Background(), deed(n))
			}
		}
	}()
	for i := range 20 {
		copied := filepath.Join(t.TempDir(), fmt.Sprint(i))
		if err := s.Copy(copied); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(copied)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range readMetas(f) {
			if m.freelist == noFreelist {
				t.Errorf("copy %d has none", i)
			}
		}
		_ = f.Close()
	}
	close(ended)
	<-writing
}
