package store_test

import (
	"encoding/json"
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

// Rows that miss another place are passed over unread, and a page that looked
// far enough says where to go on.
func TestAPageOfTwoIndexesReadsOnlyWhatIsInBoth(t *testing.T) {
	type row struct {
		ID          string
		Team, Floor string
		At          int
	}
	read := 0
	rows := store.NewTable("both", func(r row) []any { return []any{r.ID} },
		store.WithIndex("team", func(r row) [][]any { return [][]any{{r.Team, r.At}} }),
		store.WithIndex("floor", func(r row) [][]any { return [][]any{{r.Floor, r.At}} }),
		store.WithCodec(func(b []byte, r row) ([]byte, error) {
			more, err := json.Marshal(r)
			return append(b, more...), err
		}, func(b []byte) (r row, err error) {
			read++
			return r, json.Unmarshal(b, &r)
		}))
	s := storetest.Open(t)
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := range 100 {
			r := row{ID: fmt.Sprint("r", 100+i), Team: "red", Floor: "first", At: i}
			if i%10 == 3 {
				r.Floor = "second"
			}
			if i%10 == 4 {
				r.Floor = "third"
			}
			if err := rows.Put(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		read = 0
		also := []store.Also{{Index: "floor", Any: [][]any{{"second"}, {"third"}}}}
		var ids []string
		pages := 0
		for cursor, first := "", true; first || cursor != ""; first = false {
			items, next, looked, err := rows.PageAlso(r, "team", []any{"red"}, also, true, cursor, 50, 30)
			if err != nil || looked > 30 {
				return fmt.Errorf("looked at %d: %w", looked, err)
			}
			for _, one := range items {
				ids = append(ids, one.ID)
			}
			cursor, pages = next, pages+1
		}
		if len(ids) != 20 || read != 20 || pages != 4 || ids[0] != "r194" || ids[19] != "r103" {
			t.Errorf("%d found, %d read, %d pages: %v", len(ids), read, pages, ids)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
