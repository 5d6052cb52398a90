package store_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"balcao/store"
	"balcao/store/storetest"
)

// clock is set by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

type deeds struct {
	mu   sync.Mutex
	list []string
}

func (d *deeds) add(s string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, s)
}

// become waits until the deeds are these.
func (d *deeds) become(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for range 4000 {
		d.mu.Lock()
		got = slices.Clone(d.list)
		d.mu.Unlock()
		if slices.Equal(got, want) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("deeds are %q, not %q", got, want)
}

func schedule(t *testing.T, s store.Store, c *clock, handlers map[string]store.DueHandler) *store.Scheduler {
	t.Helper()
	sched := store.NewScheduler(s, c.Now, slog.New(slog.DiscardHandler), handlers)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { sched.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	return sched
}

// noting writes the deed into the store, so that only committed deeds count.
func noting(tx store.Tx, what string) error {
	n, err := store.Next(tx, "deeds")
	if err != nil {
		return err
	}
	return tx.Put(store.Key("deed", n), []byte(what))
}

func noted(s store.Store, d *deeds) {
	s.Watch("deed", func() { d.add("") })
}

func due(t *testing.T, s store.Store, at time.Time, kind, subject string, version uint64) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx store.Tx) error { return store.Due(tx, at, kind, subject, version) }); err != nil {
		t.Fatal(err)
	}
}

func rows(t *testing.T, s store.Store, table string) (values []string) {
	t.Helper()
	err := s.View(t.Context(), func(r store.Reader) error {
		for _, v := range r.Ascend(store.Prefix(store.Key(table))) {
			values = append(values, string(v))
		}
		return r.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestDueRowsActOnceInOrderOfTimeAndAreGone(t *testing.T) {
	s, c, done := storetest.Open(t), &clock{now: time.Unix(1e9, 0)}, &deeds{}
	start := c.Now()
	due(t, s, start.Add(2*time.Minute), "remind", "second", 4)
	due(t, s, start.Add(time.Minute), "remind", "first", 3)
	due(t, s, start.Add(time.Minute), "remind", "first", 3)
	due(t, s, start.Add(time.Hour), "remind", "later", 1)
	due(t, s, start.Add(-time.Hour), "remind", "overdue", 1)
	noted(s, done)
	sched := schedule(t, s, c, map[string]store.DueHandler{"remind": func(tx store.Tx, subject string, version uint64) error {
		return noting(tx, subject+string(rune('0'+version)))
	}})
	done.become(t, "")
	c.advance(30 * time.Minute)
	sched.Kick()
	done.become(t, "", "", "")
	if got := rows(t, s, "deed"); !slices.Equal(got, []string{"overdue1", "first3", "second4"}) {
		t.Errorf("deeds %q", got)
	}
	if left := rows(t, s, "due"); len(left) != 1 {
		t.Errorf("%d rows left", len(left))
	}
}

func TestARowWrittenForSoonerWakesTheScheduler(t *testing.T) {
	s, done := storetest.Open(t), &deeds{}
	noted(s, done)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sched := store.NewScheduler(s, time.Now, slog.New(slog.DiscardHandler), map[string]store.DueHandler{
		"x": func(tx store.Tx, subject string, _ uint64) error { return noting(tx, subject) },
	})
	go sched.Run(ctx)
	time.Sleep(20 * time.Millisecond) // asleep for 30 s by now
	start := time.Now()
	due(t, s, start.Add(80*time.Millisecond), "x", "soon", 0)
	done.become(t, "")
	if took := time.Since(start); took < 80*time.Millisecond || took > 10*time.Second {
		t.Errorf("acted after %v", took)
	}
}

func TestAFailingHandlerLeavesNothingAndIsTriedAgainWhileOthersAct(t *testing.T) {
	s, c, done := storetest.Open(t), &clock{now: time.Unix(1e9, 0)}, &deeds{}
	noted(s, done)
	var mu sync.Mutex
	broken := true
	handlers := map[string]store.DueHandler{
		"bad": func(tx store.Tx, subject string, _ uint64) error {
			if err := noting(tx, subject); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			if broken {
				return errors.New("not today")
			}
			return nil
		},
		"panics": func(store.Tx, string, uint64) error { panic("boom") },
		"good":   func(tx store.Tx, subject string, _ uint64) error { return noting(tx, subject) },
	}
	start := c.Now()
	due(t, s, start.Add(-4*time.Second), "bad", "bad", 1)
	due(t, s, start.Add(-3*time.Second), "panics", "panics", 1)
	due(t, s, start.Add(-2*time.Second), "unknown", "unknown", 1)
	due(t, s, start.Add(-time.Second), "good", "good", 1)
	sched := schedule(t, s, c, handlers)
	done.become(t, "")
	if got := rows(t, s, "deed"); !slices.Equal(got, []string{"good"}) {
		t.Errorf("deeds %q", got)
	}
	if left := rows(t, s, "due"); len(left) != 3 {
		t.Errorf("%d rows wait", len(left))
	}
	mu.Lock()
	broken = false
	mu.Unlock()
	sched.Kick()
	time.Sleep(20 * time.Millisecond)
	if got := rows(t, s, "deed"); len(got) != 1 {
		t.Errorf("tried again at once: %q", got)
	}
	c.advance(31 * time.Second)
	sched.Kick()
	done.become(t, "", "")
	if got := rows(t, s, "deed"); !slices.Equal(got, []string{"good", "bad"}) {
		t.Errorf("deeds %q", got)
	}
}

func TestManyDueRowsAllAct(t *testing.T) {
	s, c := storetest.OpenOnce(t), &clock{now: time.Unix(1e9, 0)}
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := range uint64(450) {
			if err := store.Due(tx, c.Now().Add(-time.Duration(i)*time.Second), "x", "s", i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	schedule(t, s, c, map[string]store.DueHandler{"x": func(tx store.Tx, _ string, _ uint64) error { return noting(tx, "x") }})
	for range 4000 {
		if len(rows(t, s, "due")) == 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if got := len(rows(t, s, "deed")); got != 450 {
		t.Errorf("%d deeds", got)
	}
}

// A jump of the wall clock is noticed within 30 s without anybody's kick.
func TestAJumpOfTheClockIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.OpenOnce(t)
		c := &clock{now: time.Unix(1e9, 0)}
		due(t, s, c.Now().Add(time.Hour), "x", "s", 0)
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		acted := make(chan struct{}, 1)
		sched := store.NewScheduler(s, c.Now, slog.New(slog.DiscardHandler), map[string]store.DueHandler{
			"x": func(store.Tx, string, uint64) error { acted <- struct{}{}; return nil },
		})
		wg.Go(func() { sched.Run(ctx) })
		synctest.Wait()
		c.advance(2 * time.Hour)
		start := time.Now()
		<-acted
		if took := time.Since(start); took > 31*time.Second {
			t.Errorf("noticed after %v", took)
		}
		cancel()
		wg.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
