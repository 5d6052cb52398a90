package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"balcao/fault"
	"balcao/store"
)

// Run holds an engine to the sentences of store.go. open returns a fresh store
// that the test closes itself or that closes with it.
func Run(t *testing.T, open func(t testing.TB) store.Store) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

type contractCase struct {
	name string
	run  func(t *testing.T, s store.Store)
}

var cases = slices.Concat(updateCases, queueCases, readerCases, logCases)

var updateCases = []contractCase{
	{"a View sees all of an Update or nothing of it", viewSeesOneMoment},
	{"an Update runs as if alone", updateIsAlone},
	{"what an Update wrote is there when it returns", updateIsThere},
	{"a function that fails leaves nothing", failureLeavesNothing},
	{"a function that panics leaves nothing and the store goes on", panicLeavesNothing},
	{"a function that ends its goroutine leaves nothing and the store goes on", goexitLeavesNothing},
	{"the neighbours of a failing function in one group keep what they wrote and run once", neighboursKeep},
	{"an error of the function comes back as it is", ownErrorComesBack},
	{"an error the function passed over is returned all the same", passedOverErrorIsReturned},
}

func viewSeesOneMoment(t *testing.T, s store.Store) {
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := uint64(1); ctx.Err() == nil; i++ {
			must(t, s.Update(context.Background(), func(tx store.Tx) error {
				return errors.Join(tx.Put(store.Key("a", 1), number(i)), tx.Put(store.Key("b", 1), number(i)), tx.Put(store.Key("message", 1), number(i)))
			}))
		}
	})
	for range 500 {
		must(t, s.View(ctx, func(r store.Reader) error {
			a, b, c := get(t, r, "a", 1), get(t, r, "b", 1), get(t, r, "message", 1)
			if a != b || b != c {
				t.Errorf("one View saw %q, %q, %q", a, b, c)
			}
			return nil
		}))
	}
	stop()
	wg.Wait()
}

func updateIsAlone(t *testing.T, s store.Store) {
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range 20 {
				must(t, s.Update(t.Context(), func(tx store.Tx) error {
					_, err := store.Next(tx, "n")
					return err
				}))
			}
		})
	}
	wg.Wait()
	must(t, s.View(t.Context(), func(r store.Reader) error {
		if n, err := store.Last(r, "n"); n != 400 || err != nil {
			t.Errorf("400 increments made %d, %v", n, err)
		}
		return nil
	}))
}

func updateIsThere(t *testing.T, s store.Store) {
	for i := range 50 {
		set(t, s, fmt.Sprint(i), "k", i)
		must(t, s.View(t.Context(), func(r store.Reader) error {
			if v := get(t, r, "k", i); v != fmt.Sprint(i) {
				t.Errorf("row %d is %q", i, v)
			}
			return nil
		}))
	}
}

var errOwn = errors.New("own")

// mess writes everywhere and takes something away.
func mess(tx store.Tx) {
	_ = tx.Put(store.Key("k", 1), []byte("changed"))
	_ = tx.Put(store.Key("k", 1), []byte("changed twice"))
	_ = tx.Put(store.Key("k", 3), []byte("new"))
	_ = tx.Delete(store.Key("k", 2))
	_ = tx.Put(store.Key("k", 2), []byte("after deletion"))
	_ = tx.Delete(store.Key("k", 2))
	_ = tx.Put(store.Key("message", 1), []byte("new"))
	tx.Append(store.Event{Kind: "lost"})
}

func unmessed(t *testing.T, s store.Store) {
	t.Helper()
	must(t, s.View(t.Context(), func(r store.Reader) error {
		if got := dump(t, r, "k") + dump(t, r, "message"); got != "1=one 2=two " {
			t.Errorf("left behind: %s", got)
		}
		if last, err := store.LastPos(r); last != 0 || err != nil {
			t.Errorf("an event was left: %d, %v", last, err)
		}
		return nil
	}))
	if s.Log().Head() != 0 {
		t.Errorf("head is %d", s.Log().Head())
	}
}

func failureLeavesNothing(t *testing.T, s store.Store) {
	set(t, s, "one", "k", 1)
	set(t, s, "two", "k", 2)
	for range 2 {
		if err := s.Update(t.Context(), func(tx store.Tx) error { mess(tx); return errOwn }); !errors.Is(err, errOwn) {
			t.Errorf("got %v", err)
		}
	}
	unmessed(t, s)
}

func panicLeavesNothing(t *testing.T, s store.Store) {
	set(t, s, "one", "k", 1)
	set(t, s, "two", "k", 2)
	err := s.Update(t.Context(), func(tx store.Tx) error { mess(tx); panic("boom") })
	if err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("got %v", err)
	}
	unmessed(t, s)
}

func goexitLeavesNothing(t *testing.T, s store.Store) {
	set(t, s, "one", "k", 1)
	set(t, s, "two", "k", 2)
	if err := s.Update(t.Context(), func(tx store.Tx) error { mess(tx); goexit(); return nil }); err == nil {
		t.Error("no error")
	}
	unmessed(t, s)
}

func neighboursKeep(t *testing.T, s store.Store) {
	release := stall(t, s)
	var wg sync.WaitGroup
	runs := make([]int, 30)
	for i := range runs {
		wg.Go(func() {
			err := s.Update(t.Context(), func(tx store.Tx) error {
				runs[i]++
				if err := tx.Put(store.Key("k", i), []byte("x")); err != nil {
					return err
				}
				tx.Append(store.Event{Kind: "x", Seq: uint64(i)})
				switch i % 3 {
				case 1:
					return errOwn
				case 2:
					panic("boom")
				}
				return nil
			})
			if (err == nil) != (i%3 == 0) {
				t.Errorf("function %d: %v", i, err)
			}
		})
	}
	queued(t, s)
	release()
	wg.Wait()
	must(t, s.View(t.Context(), func(r store.Reader) error {
		for i := range runs {
			if there := get(t, r, "k", i) != ""; there != (i%3 == 0) {
				t.Errorf("row %d there: %v", i, there)
			}
		}
		n := uint64(0)
		for e, err := range store.ReadEvents(r, 0) {
			if n++; err != nil || e.Pos != n || e.Seq%3 != 0 {
				t.Errorf("event %d has pos %d, of function %d, %v", n, e.Pos, e.Seq, err)
			}
		}
		if n != 10 {
			t.Errorf("%d events", n)
		}
		return nil
	}))
	if _, again := s.(twice); again {
		return
	}
	for i, n := range runs {
		if n != 1 {
			t.Errorf("function %d ran %d times", i, n)
		}
	}
}

func ownErrorComesBack(t *testing.T, s store.Store) {
	want := fault.Field("name", "empty")
	for _, write := range []func(context.Context, func(store.Tx) error) error{s.Update, s.Background} {
		if err := write(t.Context(), func(store.Tx) error { return want }); err != want {
			t.Errorf("got %v", err)
		}
	}
	if err := s.View(t.Context(), func(store.Reader) error { return want }); err != want {
		t.Errorf("got %v", err)
	}
}

func passedOverErrorIsReturned(t *testing.T, s store.Store) {
	err := s.Update(t.Context(), func(tx store.Tx) error {
		_ = tx.Put(store.Key("k", 1), []byte("x"))
		_ = tx.Put(store.Key("k", 2), make([]byte, store.MaxValue+1))
		return nil
	})
	if err == nil {
		t.Error("no error")
	}
	must(t, s.View(t.Context(), func(r store.Reader) error {
		if got := dump(t, r, "k"); got != "" {
			t.Errorf("left: %s", got)
		}
		return nil
	}))
}
