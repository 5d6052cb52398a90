package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
)

// rewindFile puts the data file back to the base of its journals, under the
// lock: what was written since may be there in part only. What the journals
// do not belong to stays as it is, and they are put aside.
func rewindFile(path string, o *Options) error {
	if !journalled(path) {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // inspect says so
	}
	if err != nil {
		return fmt.Errorf("%s cannot be opened: %w", path, err)
	}
	defer f.Close()
	mine, err := lock(f, o.LockTimeout)
	if err != nil {
		return fmt.Errorf("%s cannot be locked: %w", path, err)
	}
	if !mine {
		return fmt.Errorf("%s is %w: stop it first", path, ErrInUse)
	}
	j, err := o.lookForJournals(path)
	switch {
	case err != nil:
		return err
	case j == nil:
		return o.removeJournals(path)
	}
	base, ok := readMeta(bytes.NewReader(j.base.meta[:]), 0)
	if !ok || base.txid != j.base.base {
		return damaged(path, errors.New("its journal does not say what it comes after"))
	}
	size := int64(base.pageSize)
	if info, err := f.Stat(); err != nil || info.Size() < int64(base.pages)*size {
		return err // empty or truncated: inspect says so
	}
	if m, ok := readMeta(f, int64(base.txid%2)*size); ok && m.txid < base.txid {
		o.Log.Warn("the data file is older than its journal: a copy put back? The journal is put aside", slog.Uint64("has", m.txid), slog.Uint64("wants", base.txid))
		return o.setAside(path)
	}
	if same, err := j.base.isIn(f, int(size)); !same {
		return errors.Join(damaged(path, errors.New("it is not what its journal comes after: if it is the right file, move the journal away")), err)
	}
	if err := j.base.restore(f, size); err != nil || o.NoSync {
		return err
	}
	return f.Sync()
}

// replay brings the records of the journals into the opened file and removes
// them. again: the file was used by somebody else since it was put back.
func (s *Store) replay() (again bool, err error) {
	if !journalled(s.path) {
		return false, nil
	}
	j, err := s.o.lookForJournals(s.path)
	if err != nil {
		return false, err
	}
	if j == nil || uint64(s.newest()) != j.base.base {
		return true, nil
	}
	defer guard(&err)
	if len(j.rows) > 0 {
		s.o.Log.Info("the store was not closed: its journal is being read", slog.Int("records", len(j.rows)))
		if err := s.db.Update(j.apply); err != nil {
			return false, fmt.Errorf("%s cannot be brought up to date with its journal: %w", s.path, err)
		}
	}
	if !s.o.NoSync {
		err = s.db.Sync()
	}
	if err != nil {
		return false, err
	}
	return false, s.o.removeJournals(s.path)
}

func journalled(path string) bool {
	for _, name := range journalPaths(path) {
		if _, err := os.Lstat(name); err == nil {
			return true
		}
	}
	return false
}

// SetAside renames the journals of a data file that is gone, so that they are
// not taken for those of the one that comes to its place. They are worth
// keeping only with the lost file.
func SetAside(path string) error { return (&Options{}).setAside(path) }

func (o *Options) setAside(path string) error {
	for _, name := range journalPaths(path) {
		if err := os.Rename(name, name+".unused"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return o.syncFolder(path)
}
