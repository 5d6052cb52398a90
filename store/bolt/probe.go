package bolt

import (
	"time"

	"balcao/store"
)

// probe refuses what waits and tries a small write after a while. It returns
// false when the store is closing.
func (s *Store) probe() bool {
	again := time.NewTimer(s.o.Retry)
	defer again.Stop()
	for {
		closed := s.refuse()
		if closed {
			return false
		}
		select {
		case <-s.queue.wake:
		case <-again.C:
			if err := s.attempt(); err == nil {
				s.readonly.Store(false)
				s.o.Log.Info("the disk takes writes again")
			}
			return true
		}
	}
}

// refuse answers everything in the queue with read-only.
func (s *Store) refuse() (closed bool) {
	waiters, closed := s.queue.drain()
	for _, c := range waiters {
		if c.state.CompareAndSwap(waiting, running) {
			c.err = errReadOnly
			c.done <- struct{}{}
		}
	}
	return closed
}

func (s *Store) attempt() error {
	s.gate.Lock()
	defer s.gate.Unlock()
	g := s.group
	if err := s.open(g); err != nil {
		return err
	}
	btx := g.btx
	g.btx = nil
	err := s.tx.Put(store.ProbeKey, []byte(time.Now().UTC().Format(time.RFC3339)))
	s.tx.over = true
	if err != nil {
		_ = btx.Rollback()
		return err
	}
	return s.commit(btx)
}
