package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"balcao/fault"
	"balcao/store"
)

var (
	errOver     = errors.New("store: used after the transaction function returned")
	errReadOnly = readOnly(nil)
)

func readOnly(cause error) error {
	e := fault.New(fault.ReadOnly, "")
	e.Retry, e.Err = 5*time.Second, cause
	return e
}

// guard turns a panic of the engine (a fault of the mapped file, an assertion
// of bbolt about a page) into ErrCorrupt. It is deferred around engine code
// only, never around the caller's.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%v: %w", p, store.ErrCorrupt)
	}
}

// panicked is the error of a function that panicked.
func panicked(p any) error {
	var addr interface{ Addr() uintptr }
	if err, ok := p.(runtime.Error); ok && errors.As(err, &addr) {
		return fmt.Errorf("%w: %w", err, store.ErrCorrupt)
	}
	return fmt.Errorf("store: the function panicked: %v\n%s", p, debug.Stack())
}

// commit writes and syncs. After nil the data is on disk; after a read-only
// fault nothing of it is in the file; any other outcome is unknown and dies.
func (s *Store) commit(btx *bbolt.Tx) (err error) {
	id := btx.ID()
	defer func() {
		if p := recover(); p != nil {
			err = s.die(fmt.Errorf("commit panicked: %v\n%s", p, debug.Stack()))
		}
	}()
	began := time.Now()
	at, err := s.save(btx)
	if err != nil {
		_ = btx.Rollback()
	} else {
		err = btx.Commit()
	}
	s.stats.ends(began, len(s.group.calls), err)
	if err == nil {
		return nil
	}
	if full(err) && s.newest() < id {
		if err := s.withdraw(at); err != nil {
			return s.die(fmt.Errorf("a record of the journal cannot be taken back: %w", err))
		}
		if s.readonly.CompareAndSwap(false, true) {
			s.o.Log.Error("the disk takes no more: writing is refused until it does", slog.Any("error", err))
		}
		return readOnly(err)
	}
	return s.die(fmt.Errorf("commit ended in an unknown state: %w", err))
}

// full tells whether the error is of a write, not of a sync, that met the end
// of the disk, the quota or the configured size.
func full(err error) bool {
	if errors.Is(err, berrors.ErrMaxSizeReached) {
		return true
	}
	if errors.As(err, new(*unknown)) {
		return false
	}
	var path *fs.PathError
	if errors.As(err, &path) && (path.Op == "write" || path.Op == "open") {
		return noSpace(err)
	}
	// bbolt loses the type of a refused truncate; it comes before any write.
	if text, ok := strings.CutPrefix(err.Error(), "file resize error: "); ok {
		for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
			if strings.HasSuffix(text, e.Error()) {
				return true
			}
		}
	}
	return false
}

func noSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// newest is the id of the transaction readers see.
func (s *Store) newest() int {
	id := 0
	if err := s.db.View(func(btx *bbolt.Tx) error { id = btx.ID(); return nil }); err != nil {
		return math.MaxInt
	}
	return id
}

// die notes that the file's state is unknown: nothing is written any more.
func (s *Store) die(err error) error {
	if !s.failed.CompareAndSwap(nil, &err) {
		return *s.failed.Load()
	}
	s.o.Log.Error("the data file can no longer be trusted", slog.Any("error", err))
	if s.o.Fatal != nil {
		s.o.Fatal(err)
	}
	return err
}
