package bolt_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/storetest"
)

// bbolt leaves the goroutine behind that looks through a damaged file's pages
// when it panics over the first one; the program ends there.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("go.etcd.io/bbolt.(*DB).freepages.func2"))
}

func TestTheEngineKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, bolt.Options{}) })
}

func TestTheEngineKeepsTheContractWhenEachFunctionRunsTwice(t *testing.T) {
	storetest.Run(t, storetest.Open)
}

func putRow(s store.Store, key any, value string) error {
	return s.Update(context.Background(), func(tx store.Tx) error {
		tx.Append(store.Event{Kind: "row"})
		return tx.Put(store.Key("k", key), []byte(value))
	})
}

func row(t *testing.T, s store.Store, key any) string {
	t.Helper()
	var got string
	err := s.View(context.Background(), func(r store.Reader) error {
		v, err := r.Get(store.Key("k", key))
		got = string(v)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func sound(t *testing.T, s *bolt.Store) {
	t.Helper()
	if err := s.Check(context.Background(), func(err error) { t.Error(err) }); err != nil {
		t.Error(err)
	}
}

func open(t testing.TB, o bolt.Options) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
