package bolt

import (
	"errors"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

// Copy writes a copy of the data file as it is at this moment to a new file
// and syncs it, while writing goes on.
func (s *Store) Copy(path string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = s.Snapshot(func(int64) (io.Writer, error) { return f, nil })
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path)
	}
	return err
}

// Snapshot writes the data file as it is at this moment to the writer begin
// returns for its size. It holds a read transaction meanwhile: not for slow
// writers on a running server.
func (s *Store) Snapshot(begin func(size int64) (io.Writer, error)) error {
	return s.db.View(func(btx *bbolt.Tx) error {
		w, err := begin(btx.Size())
		if err != nil {
			return err
		}
		_, err = btx.WriteTo(w)
		return err
	})
}
