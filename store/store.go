// Package store is ordered keys in transactions, typed tables over them and
// the event log. Engines live below it (store/bolt); storetest holds every
// engine to the sentences written here.
package store

import (
	"context"
	"errors"
	"iter"
)

// ErrNotFound is returned by Reader.Get and Table.Get for a key without value.
var ErrNotFound = errors.New("store: not found")

// ErrExists is returned by Table.Insert and by a unique index.
var ErrExists = errors.New("store: exists already")

// ErrClosed is returned by a store that has been closed.
var ErrClosed = errors.New("store: closed")

// ErrCorrupt is wrapped by every error about bytes that are not what was
// written: a bad checksum, an unreadable row, a broken page.
var ErrCorrupt = errors.New("store: data file damaged")

// Limits of one key and one value in bytes; a Put over them fails.
const (
	MaxKey   = 1 << 10
	MaxValue = 1 << 20
)

// Store is one data file.
type Store interface {
	// View runs fn on one moment of the data: it sees all of a committed
	// Update or nothing of it. It may see a commit whose sync is under way.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn as if alone and returns nil only when the result is on
	// disk. fn may run more than once: it assigns captured variables and
	// touches nothing else outside; it takes ≤ 5 ms and does no I/O. When fn
	// fails or panics nothing of it stays. A context that ended before fn's
	// turn means it did not run; after that the answer is awaited.
	// Errors: fn's own; fault.Busy when the queue is full; fault.ReadOnly
	// when the disk is.
	Update(ctx context.Context, fn func(Tx) error) error
	// Background is Update for work that may wait up to 250 ms for a group
	// to ride in.
	Background(ctx context.Context, fn func(Tx) error) error
	// Log is the committed river of events.
	Log() Log
	// Watch has fn called after every commit that wrote or deleted a key of
	// that table (first part), on the writer's goroutine: fn must not block and
	// must not call the store. The returned function ends it.
	Watch(table string, fn func()) (stop func())
	// Close waits for queued writers, then closes the file.
	Close() error
}

// Reader reads one moment. Slices it returns are valid until the transaction
// function returns and are never written to.
type Reader interface {
	// Get returns the value of the key or ErrNotFound.
	Get(key []byte) ([]byte, error)
	// Ascend yields the range in byte order. The range must stay within one
	// table (keys with the same first part); an open end ends with the table.
	// Rows written or deleted in it meanwhile may or may not be seen.
	Ascend(Range) iter.Seq2[[]byte, []byte]
	// Descend yields the range in reverse byte order.
	Descend(Range) iter.Seq2[[]byte, []byte]
	// Err is the first error met while reading; View and Update return it
	// themselves when fn returned nil.
	Err() error
}

// Tx is a Reader that writes. Collect before writing into a range being read.
type Tx interface {
	Reader
	// Put takes ownership of key and value.
	Put(key, value []byte) error
	// Delete of a missing key is no error.
	Delete(key []byte) error
	// Append writes the event into the log and returns its pos, which is
	// final if the Update succeeds.
	Append(Event) (pos uint64)
}

// Log is the committed river: what is in it has been synced.
type Log interface {
	// Epoch names this incarnation of the data file: 32 hex digits, changed
	// by every restore.
	Epoch() string
	// Head is the newest synced pos, 0 when there is none.
	Head() uint64
	// First is the oldest pos still kept; Head()+1 when the log is empty.
	First() uint64
	// Follow has fn called with every group of synced events, in pos order,
	// from now on, on the writer's goroutine: fn must not block and must not
	// call the store. Events above Head() as it is after Follow returned are
	// all told; some below may be told too. The returned function ends it; a
	// call under way may still finish.
	Follow(fn func([]Event)) (stop func())
}

// Range is the keys From ≤ k < To; nil means open.
type Range struct{ From, To []byte }

// Prefix is the range of all keys that begin with p.
func Prefix(p []byte) Range {
	to := append([]byte(nil), p...)
	for i := len(to) - 1; i >= 0; i-- {
		if to[i] != 0xff {
			to[i]++
			return Range{From: p, To: to[:i+1]}
		}
	}
	return Range{From: p}
}
