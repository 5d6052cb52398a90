package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balcao/store"
	"balcao/store/bolt"
)

// The store behaves as a sorted map that forgets failed transactions.
func TestAnyHistoryLooksLikeAMap(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		defer os.Remove(path)
		s, err := bolt.Open(path, bolt.Options{NoSync: true, NoMarker: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		model := map[string]string{}
		keys := rapid.Custom(func(t *rapid.T) []byte {
			table := rapid.SampledFrom([]string{"a", "message", "b"}).Draw(t, "table")
			return store.Key(table, rapid.SampledFrom([]string{"", "x", "x\x00", "y\xff"}).Draw(t, "part"), rapid.IntRange(-2, 40).Draw(t, "n"))
		})
		t.Repeat(map[string]func(*rapid.T){
			"update": func(t *rapid.T) {
				next := maps.Clone(model)
				fails := rapid.IntRange(0, 3).Draw(t, "fails") == 0
				steps := rapid.IntRange(1, 30).Draw(t, "steps")
				err := s.Update(t.Context(), func(tx store.Tx) error {
					for range steps {
						k := keys.Draw(t, "key")
						if rapid.Bool().Draw(t, "delete") {
							delete(next, string(k))
							if err := tx.Delete(k); err != nil {
								return err
							}
						} else {
							v := bytes.Repeat([]byte{rapid.Byte().Draw(t, "byte")}, rapid.SampledFrom([]int{0, 5, 900}).Draw(t, "size"))
							next[string(k)] = string(v)
							if err := tx.Put(k, v); err != nil {
								return err
							}
						}
					}
					compare(t, tx, next)
					if fails {
						return errors.New("as asked")
					}
					return nil
				})
				if (err != nil) != fails {
					t.Fatal(err)
				}
				if !fails {
					model = next
				}
			},
			"open again": func(t *rapid.T) {
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if s, err = bolt.Open(path, bolt.Options{NoSync: true, NoMarker: true}); err != nil {
					t.Fatal(err)
				}
			},
			"": func(t *rapid.T) {
				err := s.View(t.Context(), func(r store.Reader) error { compare(t, r, model); return nil })
				if err != nil {
					t.Fatal(err)
				}
			},
		})
	})
}

func compare(t *rapid.T, r store.Reader, model map[string]string) {
	from := store.Key(rapid.SampledFrom([]string{"a", "b", "message"}).Draw(t, "table"))
	span := store.Prefix(from)
	if rapid.Bool().Draw(t, "part of it") {
		span.From = append(bytes.Clone(from), rapid.SliceOfN(rapid.Byte(), 0, 4).Draw(t, "from")...)
	}
	var want []string
	for _, k := range slices.Sorted(maps.Keys(model)) {
		if k >= string(span.From) && k < string(span.To) {
			want = append(want, k+"="+model[k])
		}
	}
	var up, down []string
	for k, v := range r.Ascend(span) {
		up = append(up, string(k)+"="+string(v))
	}
	for k, v := range r.Descend(span) {
		down = append(down, string(k)+"="+string(v))
	}
	slices.Reverse(down)
	if !slices.Equal(up, want) || !slices.Equal(down, want) {
		t.Fatalf("%q\nwant %q\nup   %q\ndown %q", span, want, up, down)
	}
	for k, v := range model {
		if got, err := r.Get([]byte(k)); err != nil || string(got) != v {
			t.Fatalf("%q is %q, %v", k, got, err)
		}
	}
}
