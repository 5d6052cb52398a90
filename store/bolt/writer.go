package bolt

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// group is the functions of one commit.
type group struct {
	btx   *bbolt.Tx
	calls []*call
	next  int // the first one that has not run
	dirty bool
}

// write is the writer goroutine. A function that ends its goroutine
// (runtime.Goexit) takes the writer with it: a new one carries on.
func (s *Store) write() {
	defer func() {
		if !s.stopped {
			go s.write()
			return
		}
		s.writer.Done()
	}()
	debug.SetPanicOnFault(true)
	if s.group.btx != nil {
		s.work()
	}
	idle := time.NewTimer(time.Hour)
	defer idle.Stop()
	for {
		if s.readonly.Load() && s.failed.Load() == nil {
			if s.stopped = !s.probe(); s.stopped {
				return
			}
			continue
		}
		// Whoever is ready to queue may do so: this costs a lone writer nothing
		// and keeps those just answered from being a commit late for ever.
		runtime.Gosched()
		g := s.group
		now := time.Now()
		begin, ripe := s.due(now)
		if begin {
			s.checkpoint()
		}
		calls, wait, closed := s.queue.take(g.calls[:0], now)
		g.calls, g.next, g.dirty = calls, 0, false
		if closed {
			s.stopped = true
			return
		}
		if len(calls) > 0 {
			s.work()
			continue
		}
		if wait == 0 {
			wait = time.Hour
		}
		if ripe > 0 {
			wait = min(wait, ripe)
		}
		idle.Reset(wait)
		select {
		case <-s.queue.wake:
		case <-idle.C:
		}
	}
}

// work runs the group's functions, commits, and answers.
func (s *Store) work() {
	g := s.group
	if g.btx == nil {
		s.gate.Lock() // a writer that ends in a function leaves it to the next
		if err := s.open(g); err != nil {
			s.gate.Unlock()
			s.answer(g, err)
			return
		}
	}
	s.stats.begins(g.calls[g.next:])
	for g.next < len(g.calls) {
		c := g.calls[g.next]
		g.next++
		if c.state.CompareAndSwap(waiting, running) {
			s.run(c)
		}
	}
	defer s.gate.Unlock()
	btx := g.btx
	g.btx = nil
	s.tx.over = true
	if !g.dirty {
		_ = btx.Rollback()
		s.answer(g, nil)
		return
	}
	s.planted()
	err := s.commit(btx)
	if err == nil {
		s.announce()
	}
	s.answer(g, err)
}

func (s *Store) open(g *group) error {
	s.leaveRoom()
	if e := s.failed.Load(); e != nil {
		return *e
	}
	t := &s.tx
	btx, err := s.begin(&t.reader, true)
	if err != nil {
		return err
	}
	g.btx, s.saving.size = btx, btx.Size()
	clear(t.undo)
	if cap(t.redo) > 4<<20 {
		t.redo = nil
	}
	t.redo = append(t.redo[:0], noHeader[:]...)
	t.undo, t.log, t.over, t.seen, t.trimmed = t.undo[:0], nil, false, 0, false
	t.last, t.expect = s.river.head.Load(), len(g.calls)
	t.watch = s.watches.all()
	t.arena.reset()
	return nil
}

// run runs one function and takes it back when it did not end well.
func (s *Store) run(c *call) {
	t, m := &s.tx, s.tx.mark()
	t.err = nil
	ended := false
	defer func() {
		if !ended {
			if p := recover(); p != nil {
				c.err = panicked(p)
			} else {
				c.err = errors.New("store: the function ended its goroutine")
			}
		}
		if c.err == nil {
			c.err = t.err
		}
		if c.err == nil {
			s.group.dirty = s.group.dirty || len(t.undo) > m.undo
			return
		}
		if err := t.rewind(m); err != nil {
			s.die(fmt.Errorf("undo failed: %w", err))
		}
	}()
	c.err = c.fn(t)
	ended = true
}

// answer ends every call of the group; err, when there is one, was the
// commit's and stands for all.
func (s *Store) answer(g *group, err error) {
	for i, c := range g.calls {
		g.calls[i] = nil
		if c.state.Load() == withdrawn {
			continue
		}
		if err != nil {
			c.err = err
		}
		c.done <- struct{}{}
	}
}

// announce tells of what has just been synced.
func (s *Store) announce() {
	t := &s.tx
	if t.trimmed {
		_ = s.db.View(func(btx *bbolt.Tx) error {
			s.river.first.Store(firstPos(btx, t.last))
			return nil
		})
	}
	s.river.flow(t.last, t.log)
	for i, w := range t.watch {
		if t.seen&(1<<i) != 0 {
			w.fn()
		}
	}
}

var _ store.Tx = (*tx)(nil)
