package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balcao/fault"
	"balcao/store"
	"balcao/store/storetest"
)

// After any history rows are found by key and by index as a map of rows would
// say, pages join to the whole list, and the check finds nothing.
func TestATableAgreesWithAMapAfterAnyHistory(t *testing.T) {
	s := storetest.OpenOnce(t)
	rapid.Check(t, func(t *rapid.T) {
		if err := store.Drop(t.Context(), s, "person"); err != nil {
			t.Fatal(err)
		}
		model := map[string]person{}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				p := person{
					ID: rapid.SampledFrom([]string{"a", "b", "c", "d\x00", "e"}).Draw(t, "id"), Email: rapid.SampledFrom([]string{"1@x", "2@x", "3@x", "4@x"}).Draw(t, "email"),
					Team: rapid.SampledFrom([]string{"", "red", "reddish", "blue"}).Draw(t, "team"), Age: rapid.IntRange(-2, 2).Draw(t, "age"),
				}
				insert := rapid.Bool().Draw(t, "insert")
				err := s.Update(t.Context(), func(tx store.Tx) error {
					if insert {
						return people.Insert(tx, p)
					}
					return people.Put(tx, p)
				})
				_, there := model[p.ID]
				taken := false
				for _, other := range model {
					taken = taken || other.ID != p.ID && other.Email == p.Email
				}
				if refused := taken || insert && there; errors.Is(err, store.ErrExists) != refused || (err != nil) != refused {
					t.Fatalf("taken %v, there %v: %v", taken, there, err)
				}
				if err == nil {
					model[p.ID] = p
				}
			},
			"delete": func(t *rapid.T) {
				id := rapid.SampledFrom([]string{"a", "b", "c", "d\x00", "e"}).Draw(t, "id")
				if err := s.Update(t.Context(), func(tx store.Tx) error { return people.Delete(tx, id) }); err != nil {
					t.Fatal(err)
				}
				delete(model, id)
			},
			"": func(t *rapid.T) {
				team := rapid.SampledFrom([]string{"red", "reddish", "blue", "none"}).Draw(t, "team")
				var want []person
				for _, id := range slices.Sorted(maps.Keys(model)) {
					if model[id].Team == team {
						want = append(want, model[id])
					}
				}
				slices.SortStableFunc(want, func(a, b person) int { return a.Age - b.Age })
				err := s.View(t.Context(), func(r store.Reader) error { agree(t, r, model, team, want); return nil })
				if err != nil {
					t.Fatal(err)
				}
			},
		})
	})
}

func agree(t *rapid.T, r store.Reader, model map[string]person, team string, want []person) {
	people.Check(r, func(err error) { t.Fatal(err) })
	if n, err := people.Count(r, ""); n != len(model) || err != nil {
		t.Fatalf("%d rows, %v", n, err)
	}
	for id, p := range model {
		if got, err := people.Get(r, id); got != p || err != nil {
			t.Fatalf("%v, %v", got, err)
		}
		if got, err := people.First(r, "email", p.Email); got != p || err != nil {
			t.Fatalf("%v, %v", got, err)
		}
	}
	limit := rapid.IntRange(1, 3).Draw(t, "limit")
	for _, descending := range []bool{false, true} {
		var walked, paged []person
		walk := people.By
		if descending {
			walk = people.ByReverse
		}
		for p, err := range walk(r, "team", team) {
			if err != nil {
				t.Fatal(err)
			}
			walked = append(walked, p)
		}
		for cursor, first := "", true; first || cursor != ""; first = false {
			items, next, err := people.Page(r, "team", []any{team}, descending, cursor, limit)
			if err != nil || len(items) > limit || next != "" && len(items) != limit {
				t.Fatalf("%d items, %q, %v", len(items), next, err)
			}
			paged, cursor = append(paged, items...), next
		}
		if !slices.Equal(walked, want) || !slices.Equal(paged, want) {
			t.Fatalf("descending %v\nwant   %v\nwalked %v\npaged  %v", descending, want, walked, paged)
		}
		slices.Reverse(want)
	}
}

func TestAForeignCursorIsAFaultOfTheField(t *testing.T) {
	s := storetest.Open(t)
	err := s.View(t.Context(), func(r store.Reader) error {
		for _, cursor := range []string{"%", "a", strings.Repeat("A", 4000)} {
			_, _, err := people.Page(r, "team", []any{"red"}, false, cursor, 10)
			if f := fault.Of(err); f.Kind != fault.Invalid || f.Field != "cursor" {
				return fmt.Errorf("%q: %w", cursor, err)
			}
		}
		// A cursor of another list stays within this one.
		items, next, err := people.Page(r, "team", []any{"red"}, false, "_____w", 10)
		if len(items) != 0 || next != "" {
			return fmt.Errorf("%v, %q, %w", items, next, err)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTheCheckFindsRowsAndIndexesApart(t *testing.T) {
	ann := person{ID: "a", Email: "a@x", Team: "red", Age: 1}
	for name, c := range map[string]struct {
		spoil func(store.Tx) error
		raw   bool // seen without knowing the table
	}{
		"a row without its entry": {func(tx store.Tx) error { return tx.Delete(store.Key("person/email", "a@x")) }, false},
		"an entry without row":    {func(tx store.Tx) error { return tx.Delete(store.Key("person", "a")) }, true},
		"an entry in a wrong place": {func(tx store.Tx) error {
			return tx.Put(append(store.Key("person/team", "blue", 1), store.Key("a")...), store.Key("a"))
		}, false},
		"a row under another key": {func(tx store.Tx) error {
			v, err := tx.Get(store.Key("person", "a"))
			return errors.Join(err, tx.Put(store.Key("person", "b"), v))
		}, false},
		"an unreadable row": {func(tx store.Tx) error { return tx.Put(store.Key("person", "b"), []byte("\x01{")) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			err := s.Update(t.Context(), func(tx store.Tx) error {
				return errors.Join(people.Put(tx, ann), people.Put(tx, person{ID: "z", Email: "z@x"}))
			})
			if err != nil {
				t.Fatal(err)
			}
			look := func() (typed, raw int) {
				err := s.View(t.Context(), func(r store.Reader) error {
					people.Check(r, func(error) { typed++ })
					store.CheckIndexes(r, func(error) { raw++ })
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return typed, raw
			}
			if typed, raw := look(); typed != 0 || raw != 0 {
				t.Fatalf("%d, %d faults in a sound table", typed, raw)
			}
			if err := s.Update(t.Context(), c.spoil); err != nil {
				t.Fatal(err)
			}
			if typed, raw := look(); typed == 0 || (raw > 0) != c.raw {
				t.Errorf("%d faults found, %d without the table", typed, raw)
			}
		})
	}
}
