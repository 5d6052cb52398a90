package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"balcao/store"
)

var readerCases = []contractCase{
	{"a missing key is ErrNotFound, an empty value is not", missingIsNotFound},
	{"a function reads what it wrote", readsItsOwn},
	{"ranges come in byte order and in reverse", rangesInOrder},
	{"From is in the range and To is not", rangeEnds},
	{"an open end ends with the table", openEndStaysInTable},
	{"writing elsewhere in a loop shifts nothing", writingInALoop},
	{"emptying a table inside one Update leaves it walkable both ways", emptyingIsWalkable},
	{"keys over 1 KiB and values over 1 MiB are refused, up to there taken", sizesAreLimited},
	{"deleting a missing key is no error", deleteMissing},
	{"Put takes the bytes as they are at the call", putTakesBytes},
	{"after the function returned the transaction answers with errors", usedAfterwards},
}

func missingIsNotFound(t *testing.T, s store.Store) {
	set(t, s, "", "k", 1)
	must(t, s.View(t.Context(), func(r store.Reader) error {
		if _, err := r.Get(store.Key("k", 2)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		if v, err := r.Get(store.Key("k", 1)); err != nil || len(v) != 0 {
			t.Errorf("got %q, %v", v, err)
		}
		return nil
	}))
}

func readsItsOwn(t *testing.T, s store.Store) {
	must(t, s.Update(t.Context(), func(tx store.Tx) error {
		must(t, tx.Put(store.Key("k", 1), []byte("a")))
		must(t, tx.Put(store.Key("k", 2), []byte("b")))
		must(t, tx.Put(store.Key("k", 1), []byte("c")))
		must(t, tx.Delete(store.Key("k", 2)))
		if got := dump(t, tx, "k"); got != "1=c " {
			t.Errorf("it sees %s", got)
		}
		return nil
	}))
}

func rangesInOrder(t *testing.T, s store.Store) {
	words := []string{"", "\x00", "\x00\x01", "\x00\xff", "a", "a\x00", "aa", "b", "\xff", "\xff\xff"}
	must(t, s.Update(t.Context(), func(tx store.Tx) error {
		for i := range words { // any order
			w := words[(i*7)%len(words)]
			must(t, tx.Put(store.Key("k", w), []byte(w)))
		}
		return nil
	}))
	must(t, s.View(t.Context(), func(r store.Reader) error {
		var up, down []string
		for _, v := range r.Ascend(store.Prefix(store.Key("k"))) {
			up = append(up, string(v))
		}
		for _, v := range r.Descend(store.Prefix(store.Key("k"))) {
			down = append([]string{string(v)}, down...)
		}
		if fmt.Sprintf("%q", up) != fmt.Sprintf("%q", words) || fmt.Sprintf("%q", down) != fmt.Sprintf("%q", words) {
			t.Errorf("up %q, down reversed %q", up, down)
		}
		return nil
	}))
}

func rangeEnds(t *testing.T, s store.Store) {
	for i := range 6 {
		set(t, s, "x", "k", i)
	}
	must(t, s.View(t.Context(), func(r store.Reader) error {
		span := store.Range{From: store.Key("k", 2), To: store.Key("k", 4)}
		n := 0
		for k := range r.Ascend(span) {
			if want := store.Key("k", 2+n); !bytes.Equal(k, want) {
				t.Errorf("ascending %d: %q", n, k)
			}
			n++
		}
		for k := range r.Descend(span) {
			n--
			if want := store.Key("k", 2+n); !bytes.Equal(k, want) {
				t.Errorf("descending %d: %q", n, k)
			}
		}
		if n != 0 {
			t.Errorf("%d more upwards", n)
		}
		return nil
	}))
}

func openEndStaysInTable(t *testing.T, s store.Store) {
	for _, table := range []string{"j", "k", "kk", "l", "log", "message", "n"} {
		for i := range 3 {
			set(t, s, table, table, i)
		}
	}
	must(t, s.View(t.Context(), func(r store.Reader) error {
		for _, table := range []string{"j", "k", "kk", "l", "message", "n"} {
			for _, span := range []store.Range{{From: store.Key(table, 1)}, {To: store.Key(table, 2)}, store.Prefix(store.Key(table))} {
				want := 2
				if span.From != nil && span.To != nil {
					want = 3
				}
				up, down := 0, 0
				for _, v := range r.Ascend(span) {
					if up++; string(v) != table {
						t.Errorf("%s: a row of %s", table, v)
					}
				}
				for _, v := range r.Descend(span) {
					if down++; string(v) != table {
						t.Errorf("%s: a row of %s", table, v)
					}
				}
				if up != want || down != want {
					t.Errorf("%s %q: %d up, %d down", table, span, up, down)
				}
			}
		}
		return nil
	}))
}

func writingInALoop(t *testing.T, s store.Store) {
	for i := range 200 {
		set(t, s, "x", "m", i)
	}
	for _, down := range []bool{false, true} {
		must(t, s.Update(t.Context(), func(tx store.Tx) error {
			walk, n := tx.Ascend, 0
			if down {
				walk = tx.Descend
			}
			for k := range walk(store.Prefix(store.Key("m"))) {
				i := n
				if down {
					i = 199 - n
				}
				if !bytes.Equal(k, store.Key("m", i)) {
					t.Fatalf("down %v: step %d stands at %q", down, n, k)
				}
				// Neighbouring tables share the pages of this one.
				must(t, tx.Put(store.Key("l", n), bytes.Repeat([]byte{1}, 100)))
				must(t, tx.Put(store.Key("n", 200-n), bytes.Repeat([]byte{1}, 100)))
				must(t, tx.Delete(store.Key("l", n-1)))
				n++
			}
			if n != 200 {
				t.Errorf("down %v: %d steps", down, n)
			}
			return nil
		}))
	}
}

func emptyingIsWalkable(t *testing.T, s store.Store) {
	for _, table := range []string{"k", "message"} {
		must(t, s.Update(t.Context(), func(tx store.Tx) error {
			for i := range 300 {
				must(t, tx.Put(store.Key(table, i), bytes.Repeat([]byte{1}, 100)))
			}
			return nil
		}))
		must(t, s.Update(t.Context(), func(tx store.Tx) error {
			for i := range 300 {
				must(t, tx.Delete(store.Key(table, i)))
			}
			if got := dump(t, tx, table); got != "" {
				t.Errorf("%s still has %s", table, got)
			}
			for range tx.Descend(store.Prefix(store.Key(table))) {
				t.Errorf("%s has a row", table)
			}
			must(t, tx.Put(store.Key(table, 100), []byte("x")))
			for k := range tx.Descend(store.Prefix(store.Key(table))) {
				if !bytes.Equal(k, store.Key(table, 100)) {
					t.Errorf("%s has %q", table, k)
				}
			}
			return nil
		}))
	}
}

func sizesAreLimited(t *testing.T, s store.Store) {
	key := func(n int) []byte { return append(store.Key("k"), bytes.Repeat([]byte{7}, n-3)...) }
	for _, c := range []struct {
		key, value int
		ok         bool
	}{{store.MaxKey, store.MaxValue, true}, {store.MaxKey + 1, 1, false}, {10, store.MaxValue + 1, false}} {
		err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(key(c.key), make([]byte, c.value)) })
		if (err == nil) != c.ok {
			t.Errorf("key of %d, value of %d: %v", c.key, c.value, err)
		}
	}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(nil, nil) }); err == nil {
		t.Error("an empty key was taken")
	}
}

func deleteMissing(t *testing.T, s store.Store) {
	must(t, s.Update(t.Context(), func(tx store.Tx) error {
		must(t, tx.Delete(store.Key("k", 1)))
		must(t, tx.Delete(store.Key("log", uint64(1))))
		return tx.Delete(nil)
	}))
}

func putTakesBytes(t *testing.T, s store.Store) {
	must(t, s.Update(t.Context(), func(tx store.Tx) error {
		buf := []byte("abcdef")
		must(t, tx.Put(store.Key("k", 1), buf[:3]))
		return tx.Put(store.Key("k", 2), buf[3:])
	}))
	must(t, s.View(t.Context(), func(r store.Reader) error {
		if got := dump(t, r, "k"); got != "1=abc 2=def " {
			t.Errorf("halves of one buffer: %s", got)
		}
		return nil
	}))
}

func usedAfterwards(t *testing.T, s store.Store) {
	var tx store.Tx
	must(t, s.Update(t.Context(), func(x store.Tx) error { tx = x; return nil }))
	var r store.Reader
	must(t, s.View(t.Context(), func(x store.Reader) error { r = x; return nil }))
	for name, err := range map[string]error{
		"Put": tx.Put(store.Key("k", 1), nil), "Delete": tx.Delete(store.Key("k", 1)),
		"Tx.Get": second(tx.Get(store.Key("k", 1))), "Reader.Get": second(r.Get(store.Key("k", 1))),
	} {
		if err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range r.Ascend(store.Prefix(store.Key("store"))) {
		t.Error("it walks")
	}
	if r.Err() == nil || !strings.Contains(r.Err().Error(), "after") {
		t.Errorf("Err is %v", r.Err())
	}
}

func second[T any](_ T, err error) error { return err }
