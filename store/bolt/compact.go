package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// compactChunk is how much one transaction of a compaction holds in memory.
const compactChunk = 16 << 20

// Compact rewrites the data file without its free pages: epoch, log and rows
// stay what they are. The old file keeps its name until the new one is on
// disk, checked and found good by prove; after an error nothing has changed.
// A file in use is ErrInUse.
func Compact(ctx context.Context, path string, o Options, prove func(*Store) error) (before, after int64, err error) {
	s, err := Open(path, o)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }() // keeps the lock until the names are changed
	if before, err = sizeOf(path); err != nil {
		return 0, 0, err
	}
	coming := path + ".compacting"
	if err := os.Remove(coming); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return before, 0, err
	}
	err = s.rewrite(coming)
	if err == nil {
		err = s.compare(ctx, coming, prove)
	}
	if err == nil {
		after, err = sizeOf(coming)
	}
	if err != nil {
		_ = os.Remove(coming)
		return before, 0, err
	}
	if err := os.Rename(coming, path); err != nil {
		return before, 0, err
	}
	return before, after, syncFolder(filepath.Dir(path))
}

func (s *Store) rewrite(coming string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	dst, err := bbolt.Open(coming, 0o600, &bbolt.Options{
		FreelistType: bbolt.FreelistMapType, NoSync: true, NoStatistics: true, NoGrowSync: true, InitialMmapSize: min(mapSize(), 1<<30),
		PageSize: s.db.Info().PageSize,
	})
	if err != nil {
		return err
	}
	if err := bbolt.Compact(dst, s.db, compactChunk); err != nil {
		return errors.Join(fmt.Errorf("compact: %w", err), dst.Close())
	}
	var whole int64
	err = dst.View(func(btx *bbolt.Tx) error { whole = btx.Size(); return nil })
	if err = errors.Join(err, dst.Sync(), dst.Close()); err != nil {
		return err
	}
	// Pages given back at the very end were never written.
	if size, err := sizeOf(coming); err != nil || size >= whole {
		return err
	}
	return os.Truncate(coming, whole)
}

// compare holds the new file against the old: sound, the same rows, the same
// end of the log.
func (s *Store) compare(ctx context.Context, coming string, prove func(*Store) error) (err error) {
	c, err := Open(coming, Options{NoMarker: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	faults := 0
	var first error
	if err := c.Check(ctx, func(err error) {
		if faults++; faults == 1 {
			first = err
		}
	}); err != nil {
		return err
	}
	if faults > 0 {
		return fmt.Errorf("%d faults, nothing was changed: run `check`; the first: %w", faults, first)
	}
	if c.marker.Installation != s.marker.Installation || c.river.epoch != s.river.epoch || c.river.Head() != s.river.Head() || c.river.First() != s.river.First() {
		return fmt.Errorf("the new file begins or ends elsewhere: %w", store.ErrCorrupt)
	}
	old, err := s.rows()
	if err != nil {
		return err
	}
	kept, err := c.rows()
	if err != nil {
		return err
	}
	if old != kept {
		return fmt.Errorf("the new file holds %v rows, the old %v: %w", kept, old, store.ErrCorrupt)
	}
	return prove(c)
}

// rows counts what each bucket holds.
func (s *Store) rows() (n [bucketCount]int, err error) {
	defer guard(&err)
	err = s.db.View(func(btx *bbolt.Tx) error {
		for b, name := range bucketNames {
			c := btx.Bucket(name).Cursor()
			for k, _ := c.First(); k != nil; k, _ = c.Next() {
				n[b]++
			}
		}
		return nil
	})
	return n, err
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
