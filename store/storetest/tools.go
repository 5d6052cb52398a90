package storetest

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/store"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func goexit() { runtime.Goexit() }

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func set(t testing.TB, s store.Store, value, table string, n int) {
	t.Helper()
	must(t, s.Update(context.Background(), func(tx store.Tx) error {
		return tx.Put(store.Key(table, n), []byte(value))
	}))
}

func get(t testing.TB, r store.Reader, table string, n int) string {
	t.Helper()
	v, err := r.Get(store.Key(table, n))
	if errors.Is(err, store.ErrNotFound) {
		return ""
	}
	must(t, err)
	return string(v)
}

// dump is the rows of a table as "n=value ".
func dump(t testing.TB, r store.Reader, table string) string {
	t.Helper()
	var b strings.Builder
	for k, v := range r.Ascend(store.Prefix(store.Key(table))) {
		n := binary.BigEndian.Uint64(k[len(k)-8:]) ^ 1<<63
		b.WriteString(strings.TrimLeft(string(rune('0'+n)), "0") + "=" + string(v) + " ")
	}
	must(t, r.Err())
	return b.String()
}

// stall keeps the writer busy until release is called.
func stall(t testing.TB, s store.Store) (release func()) {
	t.Helper()
	if w, ok := s.(twice); ok {
		s = w.Store
	}
	running, let := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.Update(context.Background(), func(store.Tx) error {
			close(running)
			<-let
			return nil
		})
	}()
	<-running
	var once sync.Once
	release = func() { once.Do(func() { close(let) }) }
	t.Cleanup(release)
	return release
}

// queued waits until those who were just started have had time to queue.
func queued(testing.TB, store.Store) { time.Sleep(100 * time.Millisecond) }
