//go:build linux

package bolt_test

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"balcao/fault"
	"balcao/store"
	"balcao/store/bolt"
)

// disk is the data file, or the journal whose name ends so, with a switch
// below the engine: another file is put under the descriptor that the engine
// holds. The map stays on the real one.
type disk struct {
	t     *testing.T
	ends  string
	below *os.File // the engine's
	real  int      // the same file again
}

func (d *disk) open(name string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	if flag&os.O_RDWR == 0 || !strings.HasSuffix(name, cmp.Or(d.ends, ".db")) {
		return f, nil
	}
	d.below = f
	if d.real, err = syscall.Dup(int(f.Fd())); err != nil {
		return nil, err
	}
	d.t.Cleanup(func() { _ = syscall.Close(d.real) })
	return f, nil
}

// becomes puts the named device under the engine: /dev/full refuses writes
// with ENOSPC, /dev/null takes them and refuses the sync.
func (d *disk) becomes(device string) {
	d.t.Helper()
	f, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		d.t.Skip(err)
	}
	defer f.Close()
	if err := syscall.Dup3(int(f.Fd()), int(d.below.Fd()), syscall.O_CLOEXEC); err != nil {
		d.t.Fatal(err)
	}
}

func (d *disk) heals() {
	if err := syscall.Dup3(d.real, int(d.below.Fd()), syscall.O_CLOEXEC); err != nil {
		d.t.Fatal(err)
	}
}

// roomy opens a store with free pages, so that a small write needs no growth:
// growing looks at the size of the file, which a device does not have. Its
// journal has begun.
func roomy(t *testing.T, o bolt.Options) *bolt.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	s := reopen(t, path)
	for _, size := range []int{8000, 5} {
		for i := range 40 {
			if err := putRow(s, i, strings.Repeat("s", size)); err != nil {
				t.Fatal(err)
			}
		}
	}
	shut(t, s)
	s, err := bolt.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := putRow(s, "begun", "x"); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFullDiskMakesTheStoreReadOnlyUntilItTakesWritesAgain(t *testing.T) {
	for _, ends := range []string{".db", ".journal-0"} {
		t.Run(ends, func(t *testing.T) { fills(t, &disk{t: t, ends: ends}) })
	}
}

func fills(t *testing.T, d *disk) {
	var died atomic.Bool
	s := roomy(t, bolt.Options{OpenFile: d.open, Retry: 50 * time.Millisecond, Fatal: func(error) { died.Store(true) }})
	head := s.Log().Head()
	told := 0
	defer s.Log().Follow(func([]store.Event) { told++ })()

	d.becomes("/dev/full")
	err := putRow(s, "lost", "x")
	if f := fault.Of(err); f.Kind != fault.ReadOnly || f.Retry <= 0 || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if err := putRow(s, "lost", "x"); !fault.Is(err, fault.ReadOnly) {
		t.Fatalf("while full: %v", err)
	}
	if err := s.Background(t.Context(), func(store.Tx) error { t.Error("it ran"); return nil }); !fault.Is(err, fault.ReadOnly) {
		t.Fatalf("while full: %v", err)
	}
	if !s.ReadOnly() || row(t, s, 1) != "sssss" || row(t, s, "lost") != "" || s.Log().Head() != head || told != 0 {
		t.Errorf("readonly %v, rows %q %q, head %d of %d, told %d", s.ReadOnly(), row(t, s, 1), row(t, s, "lost"), s.Log().Head(), head, told)
	}
	time.Sleep(120 * time.Millisecond) // some attempts fail
	if !s.ReadOnly() {
		t.Error("writing returned to a full disk")
	}

	d.heals()
	for deadline := time.Now().Add(5 * time.Second); s.ReadOnly() && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if err := putRow(s, "kept", "y"); err != nil {
		t.Fatal(err)
	}
	if row(t, s, "kept") != "y" || s.Log().Head() != head+1 || told != 1 || died.Load() {
		t.Errorf("after: %q, head %d of %d, told %d, died %v", row(t, s, "kept"), s.Log().Head(), head+1, told, died.Load())
	}
	sound(t, s)
}

func TestAStoreThatIsFullCloses(t *testing.T) {
	d := &disk{t: t}
	s := roomy(t, bolt.Options{OpenFile: d.open})
	d.becomes("/dev/full")
	if err := putRow(s, "lost", "x"); !fault.Is(err, fault.ReadOnly) {
		t.Fatal(err)
	}
	d.heals()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheSizeLimitMakesTheStoreReadOnly(t *testing.T) {
	s := open(t, bolt.Options{MaxSize: 4 << 20, NoSync: true, Retry: 20 * time.Millisecond})
	var err error
	n := 0
	for ; n < 100 && err == nil; n++ {
		err = putRow(s, n, string(make([]byte, 100_000)))
	}
	if !fault.Is(err, fault.ReadOnly) || n < 10 {
		t.Fatalf("after %d rows: %v", n, err)
	}
	if row(t, s, n-1) != "" || len(row(t, s, n-2)) != 100_000 {
		t.Error("the refused row is there, or the last good one is not")
	}
	sound(t, s)
}

func TestAFailedSyncIsFatalAndNothingIsWrittenAfterwards(t *testing.T) {
	d := &disk{t: t, ends: ".journal-0"}
	deaths := make(chan error, 10)
	s := roomy(t, bolt.Options{OpenFile: d.open, Fatal: func(err error) { deaths <- err }})
	head := s.Log().Head()
	d.becomes("/dev/null")
	err := putRow(s, "unknown", "x")
	if err == nil || fault.Is(err, fault.ReadOnly) || fault.Is(err, fault.Busy) {
		t.Fatalf("got %v", err)
	}
	select {
	case <-deaths:
	default:
		t.Fatal("nobody was told")
	}
	d.heals()
	for range 3 {
		if err := putRow(s, "later", "x"); err == nil {
			t.Error("written after an unknown commit")
		}
	}
	if len(deaths) != 0 || s.Log().Head() != head {
		t.Errorf("told %d times more, head %d of %d", len(deaths), s.Log().Head(), head)
	}
}

func TestAnotherWriteErrorIsFatal(t *testing.T) {
	d := &disk{t: t}
	deaths := 0
	s := roomy(t, bolt.Options{OpenFile: d.open, Fatal: func(error) { deaths++ }})
	f, err := os.Open(filepath.Join(t.TempDir())) // a folder cannot be written
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Dup3(int(f.Fd()), int(d.below.Fd()), syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	err = putRow(s, "unknown", "x")
	d.heals()
	if err == nil || deaths != 1 {
		t.Errorf("%v, %d deaths", err, deaths)
	}
}
