package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"balcao/fault"
	"balcao/store"
)

var queueCases = []contractCase{
	{"a context that ended before means the function did not run", endedContextDoesNotRun},
	{"a context that ends in the queue means the function did not run", contextEndsInQueue},
	{"a context that ends while the function runs does not hide its answer", contextEndsWhileRunning},
	{"a Background function is done within 250 ms or with the next group", backgroundRides},
	{"a full queue answers busy with a time to retry", fullQueueIsBusy},
	{"a queue older than two seconds answers busy", oldQueueIsBusy},
	{"Close waits for queued writers and the store is closed then", closeWaits},
}

func endedContextDoesNotRun(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never := func() { t.Error("it ran") }
	for _, err := range []error{
		s.Update(ctx, func(store.Tx) error { never(); return nil }),
		s.Background(ctx, func(store.Tx) error { never(); return nil }),
		s.View(ctx, func(store.Reader) error { never(); return nil }),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
}

func contextEndsInQueue(t *testing.T, s store.Store) {
	release := stall(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := s.Update(ctx, func(store.Tx) error { t.Error("it ran"); return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	release()
	set(t, s, "x", "k", 1)
}

func contextEndsWhileRunning(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(tx store.Tx) error {
		cancel()
		time.Sleep(10 * time.Millisecond)
		return tx.Put(store.Key("k", 1), []byte("x"))
	})
	must(t, err)
	must(t, s.View(t.Context(), func(r store.Reader) error {
		if get(t, r, "k", 1) != "x" {
			t.Error("acknowledged and not there")
		}
		return nil
	}))
}

func backgroundRides(t *testing.T, s store.Store) {
	say := func(tx store.Tx) error { tx.Append(store.Event{Kind: "x"}); return nil }
	start := time.Now()
	must(t, s.Background(t.Context(), say))
	if took := time.Since(start); took > 5*time.Second { // 250 ms and what a busy machine adds
		t.Errorf("alone it took %v", took)
	}
	var groups []int
	defer s.Log().Follow(func(g []store.Event) { groups = append(groups, len(g)) })()
	release := stall(t, s)
	var wg sync.WaitGroup
	wg.Go(func() { must(t, s.Background(t.Context(), say)) })
	wg.Go(func() { must(t, s.Update(t.Context(), say)) })
	queued(t, s)
	release()
	wg.Wait()
	if _, again := s.(twice); !again && !slices.Equal(groups, []int{2}) {
		t.Errorf("it did not ride along: groups of %v", groups)
	}
}

func fullQueueIsBusy(t *testing.T, s store.Store) {
	release := stall(t, s)
	var wg sync.WaitGroup
	busy := make(chan error, 2100)
	for range 2100 {
		wg.Go(func() {
			if err := s.Update(t.Context(), func(store.Tx) error { return nil }); err != nil {
				busy <- err
			}
		})
	}
	select {
	case err := <-busy:
		if f := fault.Of(err); f.Kind != fault.Busy || f.Retry <= 0 {
			t.Errorf("got %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("2,100 were let in")
	}
	release()
	wg.Wait()
	must(t, s.Update(t.Context(), func(store.Tx) error { return nil }))
}

func oldQueueIsBusy(t *testing.T, s store.Store) {
	release := stall(t, s)
	var wg sync.WaitGroup
	wg.Go(func() { must(t, s.Update(t.Context(), func(store.Tx) error { return nil })) })
	queued(t, s)
	time.Sleep(2100 * time.Millisecond)
	err := s.Update(t.Context(), func(store.Tx) error { return nil })
	if !fault.Is(err, fault.Busy) {
		t.Errorf("got %v", err)
	}
	release()
	wg.Wait()
}

func closeWaits(t *testing.T, s store.Store) {
	release := stall(t, s)
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(store.Key("k", 1), nil) })
			if err != nil && !errors.Is(err, store.ErrClosed) { // the twice wrapper's second run may come too late
				t.Errorf("queued before Close: %v", err)
			}
		})
	}
	queued(t, s)
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	select {
	case <-closed:
		t.Error("Close did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	release()
	must(t, <-closed)
	wg.Wait()
	for _, err := range []error{
		s.Update(t.Context(), func(store.Tx) error { return nil }),
		s.Background(t.Context(), func(store.Tx) error { return nil }),
		s.View(t.Context(), func(store.Reader) error { return nil }),
		s.Close(),
	} {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("got %v", err)
		}
	}
}
