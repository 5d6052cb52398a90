// Package storetest opens stores for tests and holds every engine to the
// contract written in store.go.
package storetest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"balcao/store"
	"balcao/store/bolt"
)

// Open returns the real store without syncs in a folder of the test, wrapped
// so that every Update and Background function runs twice.
func Open(t testing.TB) store.Store { return Twice(OpenOnce(t)) }

// OpenOnce is Open without the wrapper.
func OpenOnce(t testing.TB) store.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{NoSync: true, NoMarker: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

// Twice returns s with every write function run twice, as an engine may: the
// first run is undone. A function that touches anything but captured variables
// it assigns shows it.
func Twice(s store.Store) store.Store { return twice{s} }

type twice struct{ store.Store }

var errAgain = errors.New("storetest: once more")

// Update implements store.Store.
func (s twice) Update(ctx context.Context, fn func(store.Tx) error) error {
	return rerun(ctx, s.Store.Update, fn)
}

// Background implements store.Store.
func (s twice) Background(ctx context.Context, fn func(store.Tx) error) error {
	return rerun(ctx, s.Store.Background, fn)
}

func rerun(ctx context.Context, write func(context.Context, func(store.Tx) error) error, fn func(store.Tx) error) error {
	ran := false
	err := write(ctx, func(tx store.Tx) error {
		ran = true
		if err := fn(tx); err != nil {
			return err
		}
		return errAgain
	})
	if !ran {
		return err
	}
	return write(context.WithoutCancel(ctx), fn)
}
