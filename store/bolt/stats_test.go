package bolt_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
)

func TestStatsTellHowManyWentTogetherAndHowLongTheyWaited(t *testing.T) {
	s := open(t, bolt.Options{NoSync: true})
	before := s.Stats().Commit.Tally()
	running, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = s.Update(context.Background(), func(store.Tx) error { close(running); <-release; return nil })
	})
	<-running
	for range 40 {
		wg.Go(func() {
			if err := s.Update(context.Background(), func(tx store.Tx) error { tx.Append(store.Event{}); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	for s.Queued() < 40 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	close(release)
	wg.Wait()
	stats := s.Stats()
	if n := stats.Commit.Tally().After(before).Count(); n != 1 {
		t.Errorf("%d commits, the empty one among them", n)
	}
	if q := stats.Group.Quantile(stats.Group.Tally(), 1); q != 50 {
		t.Errorf("the 40 of one commit are counted up to %v", q)
	}
	if q := stats.Wait.Quantile(stats.Wait.Tally(), 0.9); q < 0.02 {
		t.Errorf("they waited 20 ms at least, not %v s", q)
	}
	if size, err := s.Size(); size == 0 || err != nil || s.Failed() {
		t.Errorf("size %d %v, failed %v", size, err, s.Failed())
	}
}
