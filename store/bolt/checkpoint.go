package bolt

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// A checkpoint is due when the journal has grown so long, holds so many
// records, has a first one so old, or when the data file has grown so much:
// that bounds what a start after a crash has to read and how many pages are
// kept for it. Pages that bbolt got by growing are not used again before the
// next checkpoint.
const (
	checkpointSize    = 16 << 20
	checkpointRecords = 1000
	checkpointGrowth  = 8 << 20
	checkpointAge     = 5 * time.Second
	// mapReserve is how near the end of the map the data file may come with a
	// journal: bbolt maps anew only when no reader is open, and a base is one.
	mapReserve = 256 << 20
)

// saving is the writer's part in making its commits durable.
type saving struct {
	journal *journal  // nil: bbolt syncs its own file, twice a commit
	off     bool      // no journal in this opening
	base    *bbolt.Tx // keeps the pages that the journal's records come after
	needed  *bbolt.Tx // the base before, when the newest did not come to the disk
	since   time.Time // when the first record after the base was written
	from    int64     // size of the data file then
	size    int64     // of the data file after the newest commit
	first   uint64    // number of the first record after the base
	failed  bool      // the last checkpoint could not begin: a full disk
	running sync.WaitGroup
	busy    atomic.Bool // a checkpoint is under way
	sync    func() error
}

// save makes the group's rows durable before bbolt has them. at is where its
// record begins, for withdraw.
func (s *Store) save(btx *bbolt.Tx) (at int64, err error) {
	v, rows := &s.saving, s.tx.redo
	switch {
	case v.off:
		return 0, nil
	case len(rows) > maxRecord:
		return 0, fmt.Errorf("store: %d MB in one transaction, %d are allowed", len(rows)>>20, maxRecord>>20)
	case btx.Size()+4*int64(len(rows)) > int64(s.mapped):
		return 0, fmt.Errorf("store: no room to map %d MB more", len(rows)>>20)
	}
	if v.journal == nil {
		if err := s.beginJournal(); err != nil {
			return 0, err
		}
	}
	if v.since.IsZero() {
		v.since, v.from, v.first = time.Now(), btx.Size(), v.journal.number
	}
	at = v.journal.end
	s.tx.redo = slices.Grow(rows, block)
	return at, v.journal.append(s.tx.redo)
}

// beginJournal makes the journal on the first write after opening, so that a
// server that only reads needs no room on the disk.
func (s *Store) beginJournal() error {
	v := &s.saving
	if err := v.sync(); err != nil {
		return &unknown{err}
	}
	base, h, err := s.pin()
	if err != nil {
		return err
	}
	if v.journal, err = newJournal(s.path, &s.o, h); err != nil {
		return errors.Join(err, base.Rollback())
	}
	v.base, s.db.NoSync, s.db.NoFreelistSync = base, true, true
	return nil
}

// checkpoint lets the journal begin anew from the state of this moment, and
// brings that to the disk beside the writer's work.
func (s *Store) checkpoint() {
	s.gate.Lock()
	defer s.gate.Unlock()
	v := &s.saving
	var next *bbolt.Tx
	var h header
	err := s.writeFreelist()
	if err == nil {
		next, h, err = s.pin()
	}
	if err == nil {
		if err = v.journal.turn(1-v.journal.active, h); err != nil {
			_ = next.Rollback()
		}
	}
	if errors.As(err, new(*unknown)) {
		_ = s.die(fmt.Errorf("checkpoint: %w", err))
		return
	}
	if err != nil { // the one under way goes on
		v.since = time.Now()
		if !v.failed {
			s.o.Log.Warn("a checkpoint could not begin, the journal grows", slog.Any("error", err))
		}
		v.failed = true
		return
	}
	done := v.base
	v.base, v.since, v.failed = next, time.Time{}, false
	v.busy.Store(true)
	v.running.Go(func() {
		began := time.Now()
		err := v.sync()
		if err == nil {
			err = v.journal.settle()
		}
		if err != nil {
			v.needed = done // the next start goes back to it
			_ = s.die(fmt.Errorf("checkpoint: %w", err))
			return
		}
		_ = done.Rollback()
		s.stats.Checkpoint.Since(began)
		v.busy.Store(false)
	})
}

// due tells whether a checkpoint should begin now, else how long to wait for
// the next (0 = for ever).
func (s *Store) due(now time.Time) (begin bool, wait time.Duration) {
	v := &s.saving
	if v.journal == nil || v.since.IsZero() || s.failed.Load() != nil {
		return false, 0
	}
	large := v.journal.size() >= s.o.checkpointSize || v.journal.number-v.first >= checkpointRecords || v.size-v.from >= checkpointGrowth
	wait = s.o.checkpointAge - now.Sub(v.since)
	if wait > 0 && (v.failed || !large) {
		return false, wait
	}
	if v.busy.Load() {
		return false, 50 * time.Millisecond
	}
	return true, 0
}

// leaveRoom does without a journal from now on when the data file nears the
// end of its map.
func (s *Store) leaveRoom() {
	v := &s.saving
	if v.journal == nil || v.size+mapReserve < int64(s.mapped) {
		return
	}
	s.o.Log.Warn("the data file nears the end of its map: going on without a journal, each commit takes two syncs")
	v.off = true
	if err := s.endJournal(); err != nil {
		_ = s.die(fmt.Errorf("the journal cannot be ended: %w", err))
		return
	}
	s.db.NoSync, s.db.NoFreelistSync = false, false
}

// writeFreelist commits the list of free pages, which other commits leave out:
// only a base needs it.
func (s *Store) writeFreelist() (err error) {
	defer guard(&err)
	if !s.db.NoFreelistSync {
		return nil // every commit has it
	}
	s.db.NoFreelistSync = false
	defer func() { s.db.NoFreelistSync = true }()
	btx, err := s.db.Begin(true)
	if err != nil {
		return err
	}
	id := btx.ID()
	if err := btx.Commit(); err != nil {
		if !full(err) || s.newest() >= id {
			err = &unknown{err}
		}
		return err
	}
	return nil
}

// finish is the store's part in Close.
func (s *Store) finish() error {
	s.gate.Lock()
	defer s.gate.Unlock()
	return s.endJournal()
}

// endJournal leaves the data file complete and alone. After a failure of the
// store the journal stays for the next start.
func (s *Store) endJournal() (err error) {
	v := &s.saving
	v.running.Wait()
	if v.journal == nil {
		return nil
	}
	complete := s.failed.Load() == nil
	if complete {
		if err = s.writeFreelist(); err != nil && full(err) {
			err = nil // the next start finds the free pages itself
		}
		if err == nil {
			err = v.sync()
		}
	}
	err = errors.Join(err, v.journal.close())
	if err == nil && complete {
		err = s.o.removeJournals(s.path)
	}
	v.journal = nil
	if v.needed != nil {
		err = errors.Join(err, v.needed.Rollback())
	}
	return errors.Join(err, v.base.Rollback())
}

// withdraw takes back the record, which begins at, of a group that bbolt could not take.
func (s *Store) withdraw(at int64) error {
	if s.saving.journal == nil {
		return nil
	}
	return s.saving.journal.withdraw(at)
}
