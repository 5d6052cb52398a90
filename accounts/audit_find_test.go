package accounts

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
)

// found pages through what fits, some lines at a time.
func (h *house) found(f AuditFilter, limit int) (objects []string) {
	h.t.Helper()
	h.view(func(r store.Reader) error {
		objects = nil
		for cursor := ""; ; {
			page, next, err := AuditFound(r, f, cursor, limit)
			if err != nil {
				return err
			}
			if len(page) > limit {
				h.t.Fatalf("%d lines on a page of %d", len(page), limit)
			}
			for _, e := range page {
				objects = append(objects, e.Object)
			}
			if next == "" {
				return nil
			}
			cursor = next
		}
	})
	return objects
}

func TestTheAuditLogIsNarrowedByWhoWhatWhereAndWhen(t *testing.T) {
	h := newHouse(t)
	start := h.clock()
	who := []actor.Actor{{Role: actor.Administrator, ID: "ada"}, {Role: actor.Operator, ID: "olga"}}
	// an hour each: ada, olga, ada, … ; change, drop, change, … of thing/0, /1, /2, /0, …
	for i := range 12 {
		h.write(func(tx store.Tx) error {
			verb := []string{"thing.change", "thing.drop"}[i%2]
			return Audit(tx, h.clock(), who[i%4/2], verb, fmt.Sprintf("thing/%d", i%3), nil)
		})
		h.advance(time.Hour)
	}
	for name, one := range map[string]struct {
		f    AuditFilter
		want []int // the lines, newest first
	}{
		"everything":          {AuditFilter{}, []int{11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}},
		"a verb":              {AuditFilter{Verb: "thing.drop"}, []int{11, 9, 7, 5, 3, 1}},
		"an object":           {AuditFilter{Object: "thing/2"}, []int{11, 8, 5, 2}},
		"a person":            {AuditFilter{Actor: "account/olga"}, []int{11, 10, 7, 6, 3, 2}},
		"an object by verb":   {AuditFilter{Object: "thing/2", Verb: "thing.drop"}, []int{11, 5}},
		"a person by verb":    {AuditFilter{Actor: "account/ada", Verb: "thing.drop"}, []int{9, 5, 1}},
		"from counts":         {AuditFilter{From: start.Add(9 * time.Hour)}, []int{11, 10, 9}},
		"to does not":         {AuditFilter{To: start.Add(2 * time.Hour)}, []int{1, 0}},
		"between, of one":     {AuditFilter{Actor: "account/ada", From: start.Add(4 * time.Hour), To: start.Add(9 * time.Hour)}, []int{8, 5, 4}},
		"nobody":              {AuditFilter{Actor: "account/nobody"}, nil},
		"part of a name only": {AuditFilter{Object: "thing"}, nil},
	} {
		var want []string
		for _, i := range one.want {
			want = append(want, fmt.Sprintf("thing/%d", i%3))
		}
		for _, limit := range []int{1, 3, 50} {
			if got := h.found(one.f, limit); !slices.Equal(got, want) {
				t.Errorf("%s, %d a page: %v, want %v", name, limit, got, want)
			}
		}
	}
}

func TestARareLineOfALongAuditLogIsFoundInShortPages(t *testing.T) {
	h := newHouse(t)
	h.write(func(tx store.Tx) error {
		for i := range auditLook + 100 {
			id := "ada"
			if i == 0 {
				id = "olga"
			}
			if err := Audit(tx, h.clock(), actor.Actor{Role: actor.Operator, ID: id}, "thing.change", "thing/1", nil); err != nil {
				return err
			}
		}
		return nil
	})
	f := AuditFilter{Actor: "account/olga"}
	h.view(func(r store.Reader) error {
		page, next, err := AuditFound(r, f, "", 50)
		if len(page) > 0 || next == "" {
			t.Errorf("%d lines, next %q: one page has read the whole log", len(page), next)
		}
		return err
	})
	if got := h.found(f, 50); len(got) != 1 {
		t.Errorf("%v", got)
	}
}
