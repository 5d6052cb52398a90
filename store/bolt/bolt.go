// Package bolt is the store on one bbolt file: one writer, many functions a
// commit, a checksum on every value.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"balcao/store"
)

// Options of one data file; zero values are what a server wants.
type Options struct {
	NoSync      bool          // for tests: nothing outlives a power cut
	LockTimeout time.Duration // how long to wait for another process to let go; 0 = 1 s
	Marker      string        // path of the marker file; empty = path + ".marker"
	NoMarker    bool          // neither read nor write one: copies under way
	NewEpoch    bool          // begin a new incarnation, as restore must
	MaxSize     int           // of the file in bytes; 0 = no limit
	Retry       time.Duration // how often a read-only store tries a small write; 0 = 5 s
	Log         *slog.Logger
	// Fatal is called once when a commit ended in an unknown state; it should
	// end the process (exit 3). When it returns the store refuses all writes.
	Fatal func(error)
	// OpenFile opens the data file and its journals; nil = os.OpenFile.
	OpenFile func(string, int, os.FileMode) (*os.File, error)

	device         func(path string, flag int) (device, error) // nil = a file, opened by OpenFile
	checkpointSize int64                                       // 0 = 16 MiB
	checkpointAge  time.Duration                               // 0 = 5 s
	mapSize        int                                         // 0 = what the machine allows
}

// Store is an open data file.
type Store struct {
	db      *bbolt.DB
	o       Options
	path    string
	marker  marker
	queue   queue
	calls   sync.Pool // of this store alone: a bubble of synctest must not meet another's channels
	river   river
	watches watches
	saving  saving
	gate    sync.Mutex // one commit, or what must see none, at a time
	mapped  int        // how much of the address space the file may take

	readonly atomic.Bool
	failed   atomic.Pointer[error] // set when a commit ended in an unknown state
	stats    Stats

	tx      tx     // the writer's own
	group   *group // what the writer works on
	stopped bool   // the writer ended as it should

	writer, keeper sync.WaitGroup
	stopKeeper     chan struct{}
	close          sync.Once
}

var _ store.Store = (*Store)(nil)

// View implements store.Store.
func (s *Store) View(ctx context.Context, fn func(store.Reader) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var r reader
	btx, err := s.begin(&r, false)
	if err != nil {
		return err
	}
	defer func() {
		r.over = true
		_ = btx.Rollback()
	}()
	if err := fn(&r); err != nil {
		return err
	}
	return r.err
}

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	return s.submit(ctx, fn, false)
}

// Background implements store.Store.
func (s *Store) Background(ctx context.Context, fn func(store.Tx) error) error {
	return s.submit(ctx, fn, true)
}

func (s *Store) submit(ctx context.Context, fn func(store.Tx) error, patient bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if e := s.failed.Load(); e != nil {
		return *e
	}
	if s.readonly.Load() {
		return errReadOnly
	}
	c := s.calls.Get().(*call)
	c.fn, c.err, c.at = fn, nil, time.Now()
	c.state.Store(waiting)
	if err := s.queue.put(c, patient); err != nil {
		s.stats.Refused.Inc()
		c.fn = nil
		s.calls.Put(c)
		return err
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		if c.state.CompareAndSwap(waiting, withdrawn) {
			return ctx.Err() // the queue still holds c: it is not used again
		}
		<-c.done
	}
	err := c.err
	c.fn, c.err = nil, nil
	s.calls.Put(c)
	return err
}

// Log implements store.Store.
func (s *Store) Log() store.Log { return &s.river }

// Close implements store.Store.
func (s *Store) Close() error {
	err := store.ErrClosed
	s.close.Do(func() {
		s.queue.shut()
		s.writer.Wait()
		close(s.stopKeeper)
		s.keeper.Wait()
		err = errors.Join(s.finish(), s.db.Close())
	})
	return err
}

// Installation is the id the data file got when it was made.
func (s *Store) Installation() string { return s.marker.Installation }

// ReadOnly tells whether the disk takes no writes at the moment.
func (s *Store) ReadOnly() bool { return s.readonly.Load() }

// Queued is how many functions wait for the writer.
func (s *Store) Queued() int { return s.queue.length() }

func (s *Store) begin(r *reader, writable bool) (btx *bbolt.Tx, err error) {
	defer guard(&err)
	btx, err = s.db.Begin(writable)
	if err != nil {
		if errors.Is(err, berrors.ErrDatabaseNotOpen) {
			err = store.ErrClosed
		}
		return nil, err
	}
	for i, name := range bucketNames {
		b := btx.Bucket(name)
		if b == nil {
			_ = btx.Rollback()
			return nil, fmt.Errorf("bucket %s is gone: %w", name, store.ErrCorrupt)
		}
		if i != rows {
			b.FillPercent = appendOnlyFill
		}
		r.buckets[i], r.cursors[i] = b, nil
	}
	return btx, nil
}
