package bolt

import (
	"slices"
	"sync"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// river is the committed log as followers see it.
type river struct {
	epoch       string
	head, first atomic.Uint64
	mu          sync.Mutex
	followers   []*follower
}

type follower struct {
	fn    func([]store.Event)
	ended atomic.Bool
}

// Epoch implements store.Log.
func (l *river) Epoch() string { return l.epoch }

// Head implements store.Log.
func (l *river) Head() uint64 { return l.head.Load() }

// First implements store.Log.
func (l *river) First() uint64 { return l.first.Load() }

// Follow implements store.Log.
func (l *river) Follow(fn func([]store.Event)) (stop func()) {
	f := &follower{fn: fn}
	l.mu.Lock()
	l.followers = append(slices.Clone(l.followers), f)
	l.mu.Unlock()
	return func() {
		f.ended.Store(true)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.followers = slices.DeleteFunc(slices.Clone(l.followers), func(x *follower) bool { return x == f })
	}
}

// flow moves the head and tells the followers. Whoever follows from after the
// head moved on finds the group in the file: nobody misses one. The lock is
// not held while they are told, since they take locks of their own.
func (l *river) flow(last uint64, group []store.Event) {
	if len(group) == 0 {
		return
	}
	l.mu.Lock()
	l.head.Store(last)
	followers := l.followers
	l.mu.Unlock()
	for _, f := range followers {
		if !f.ended.Load() {
			f.fn(group)
		}
	}
}

func firstPos(btx *bbolt.Tx, last uint64) uint64 {
	c := btx.Bucket(bucketNames[events]).Cursor()
	if k, _ := c.Seek(logPrefix); len(k) == len(logPrefix)+8 {
		return be(k[len(logPrefix):])
	}
	return last + 1
}

func lastPos(btx *bbolt.Tx) uint64 {
	c := btx.Bucket(bucketNames[events]).Cursor()
	if k, _ := c.Last(); len(k) == len(logPrefix)+8 {
		return be(k[len(logPrefix):])
	}
	return 0
}

func be(b []byte) uint64 {
	var v uint64
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

// watch waits for writes into one table.
type watch struct {
	id     int
	prefix []byte
	fn     func()
}

type watches struct {
	mu   sync.Mutex
	next int
	list []watch
}

// maxWatches is the width of tx.seen.
const maxWatches = 64

// Watch implements store.Store.
func (s *Store) Watch(table string, fn func()) (stop func()) {
	w := &s.watches
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.list) == maxWatches {
		panic("bolt: more than 64 watches")
	}
	w.next++
	id := w.next
	w.list = append(slices.Clone(w.list), watch{id, store.Key(table), fn})
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.list = slices.DeleteFunc(slices.Clone(w.list), func(x watch) bool { return x.id == id })
	}
}

func (w *watches) all() []watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.list
}
