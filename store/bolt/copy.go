package bolt

import (
	"errors"
	"io"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// Copy writes a copy of the data file as it is at this moment to a new file
// and syncs it, while writing goes on.
func (s *Store) Copy(path string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = s.Snapshot(func(store.Reader, int64) (io.Writer, error) { return f, nil })
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path)
	}
	return err
}

// Snapshot writes the data file as it is at this moment, all that is
// acknowledged in it, to the writer begin returns; begin sees that moment and
// its size. Writing goes on meanwhile, but no page freed meanwhile is used
// again before it ends: not for slow writers on a running server.
func (s *Store) Snapshot(begin func(r store.Reader, size int64) (io.Writer, error)) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var r reader
	btx, err := s.complete(&r)
	if err != nil {
		return err
	}
	defer func() {
		r.over = true
		_ = btx.Rollback()
	}()
	w, err := begin(&r, btx.Size())
	if err != nil {
		return err
	}
	if r.err != nil {
		return r.err
	}
	_, err = btx.WriteTo(w)
	return err
}

// complete begins to read a commit that has its list of free pages in the
// file, if the disk takes one: who opens the copy need not look for them.
func (s *Store) complete(r *reader) (*bbolt.Tx, error) {
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.failed.Load() == nil && !s.readonly.Load() {
		if err := s.writeFreelist(); errors.As(err, new(*unknown)) {
			return nil, s.die(err)
		}
	}
	return s.begin(r, false)
}
