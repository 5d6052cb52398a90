package store_test

import (
	"errors"
	"fmt"
	"testing"

	"balcao/store"
	"balcao/store/storetest"
)

type person struct {
	ID, Email, Team string
	Age             int
}

var people = store.NewTable("person", func(p person) []any { return []any{p.ID} },
	store.WithUnique("email", func(p person) [][]any { return [][]any{{p.Email}} }),
	store.WithIndex("team", func(p person) [][]any {
		if p.Team == "" {
			return nil
		}
		return [][]any{{p.Team, p.Age}}
	}))

func TestRowsAreFoundByKeyAndIndexAndPaged(t *testing.T) {
	s := storetest.Open(t)
	ctx := t.Context()
	err := s.Update(ctx, func(tx store.Tx) error {
		for i := range 25 {
			p := person{ID: fmt.Sprintf("p%02d", i), Email: fmt.Sprintf("p%d@x", i), Team: "red", Age: 50 - i}
			if i%2 == 1 {
				p.Team = "blue"
			}
			if err := people.Insert(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, descending := range []bool{false, true} {
		var got []string
		cursor := ""
		for {
			err := s.View(ctx, func(r store.Reader) error {
				items, next, err := people.Page(r, "team", []any{"red"}, descending, cursor, 4)
				for _, p := range items {
					got = append(got, p.ID)
				}
				cursor = next
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if cursor == "" {
				break
			}
		}
		want := "[p24 p22 p20 p18 p16 p14 p12 p10 p08 p06 p04 p02 p00]"
		if descending {
			want = "[p00 p02 p04 p06 p08 p10 p12 p14 p16 p18 p20 p22 p24]"
		}
		if fmt.Sprint(got) != want {
			t.Errorf("descending %v: %v", descending, got)
		}
	}
	err = s.Update(ctx, func(tx store.Tx) error {
		if err := people.Insert(tx, person{ID: "q", Email: "p3@x"}); !errors.Is(err, store.ErrExists) {
			return fmt.Errorf("a second row with one address: %v", err)
		}
		return people.Put(tx, person{ID: "p03", Email: "new@x", Team: "red"})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(ctx, func(r store.Reader) error {
		if _, err := people.First(r, "email", "p3@x"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("old address still found: %v", err)
		}
		if p, err := people.First(r, "email", "new@x"); err != nil || p.ID != "p03" {
			t.Errorf("new address: %+v, %v", p, err)
		}
		if n, err := people.Count(r, "team", "red"); n != 14 || err != nil {
			t.Errorf("%d red, %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEventsAreFollowedAndReadBack(t *testing.T) {
	s := storetest.Open(t)
	var seen []store.Event
	defer s.Log().Follow(func(group []store.Event) { seen = append(seen, group...) })()
	var pos uint64
	err := s.Update(t.Context(), func(tx store.Tx) error {
		tx.Append(store.Event{Kind: "a", Topics: []string{"account/1", "visitor/2"}, Staff: []byte(`{}`)})
		pos = tx.Append(store.Event{Kind: "b", Conv: "c", Seq: 7, Public: []byte{}})
		return nil
	})
	if err != nil || pos != 2 || s.Log().Head() != 2 || len(seen) != 2 {
		t.Fatal(err, pos, s.Log().Head(), seen)
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if fmt.Sprintf("%+v", e) != fmt.Sprintf("%+v", seen[e.Pos-1]) {
				t.Errorf("read %+v, followed %+v", e, seen[e.Pos-1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
