package bolt

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// openUpToDate opens the file as its last commit left it, with what is still in
// the journals of a store that was not closed.
func (s *Store) openUpToDate(installed bool) (fresh bool, err error) {
	for range 5 { // somebody else may use the file between our lock and bbolt's
		if err := rewindFile(s.path, &s.o); err != nil {
			return false, err
		}
		fresh, torn, err := inspect(s.path, s.o.Marker, installed)
		if err != nil {
			return false, err
		}
		if torn {
			s.o.Log.Warn("a commit was cut short or the file's beginning is damaged: going on from the commit before; `check` tells whether the rest is sound")
		}
		if s.db, s.mapped, err = openFile(s.path, s.o); err != nil {
			return false, err
		}
		again, err := s.replay()
		if err == nil && !again {
			s.saving.sync, s.saving.off = s.db.Sync, !s.o.journals() || s.mapped == 0
			return fresh, nil
		}
		if err = errors.Join(err, s.db.Close()); err != nil {
			return false, err
		}
	}
	return false, fmt.Errorf("%s is %w: stop it first", s.path, ErrInUse)
}

// journals tells whether commits go through a journal.
func (o *Options) journals() bool { return canJournal && (!o.NoSync || o.device != nil) }

// openFile opens the file below, with the map large enough that growing never
// has to wait for readers.
func openFile(path string, o Options) (db *bbolt.DB, mapped int, err error) {
	var file *os.File
	defer func() {
		if p := recover(); p != nil {
			_ = file.Close() // bbolt left it open and locked
			db, err = nil, damaged(path, fmt.Errorf("%v", p))
		}
	}()
	bo := bbolt.Options{
		Timeout: o.LockTimeout, FreelistType: bbolt.FreelistMapType, NoSync: o.NoSync,
		MaxSize: o.MaxSize, NoStatistics: true, InitialMmapSize: o.mapSize,
		NoFreelistSync: true, // opening writes nothing: the disk may be full
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			file, err = o.OpenFile(name, flag, mode)
			return file, err
		},
	}
	for {
		db, err = bbolt.Open(path, 0o600, &bo)
		switch {
		case err == nil && replaced(path, file):
			if err := db.Close(); err != nil {
				return nil, 0, err
			}
		case err == nil:
			db.NoFreelistSync = false
			return db, bo.InitialMmapSize, nil
		case errors.Is(err, berrors.ErrTimeout):
			return nil, 0, fmt.Errorf("%s is %w: stop it first", path, ErrInUse)
		case errors.Is(err, syscall.ENOMEM) && bo.InitialMmapSize > 1<<30:
			bo.InitialMmapSize = 1 << 30 // a limited address space
		case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
			return nil, 0, damaged(path, err)
		default:
			return nil, 0, fmt.Errorf("%s cannot be opened: %w", path, err)
		}
	}
}

// replaced tells whether the name leads to another file than the open one: a
// compaction changed them while we waited for its lock.
func replaced(path string, file *os.File) bool {
	ours, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && !os.SameFile(ours, named)
}

func mapSize() int {
	size := int64(64 << 30)
	if strconv.IntSize < 64 || runtime.GOOS == "windows" { // Windows would make the file as large
		return 0
	}
	return int(size)
}
