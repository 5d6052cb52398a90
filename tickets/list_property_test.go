package tickets

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balcao/actor"
	"balcao/store"
	"balcao/store/storetest"
)

// However the filters are combined, and whichever indexes answer them, the
// pages hold what fits, in order, each ticket once.
func TestPagesOfTicketsHoldWhatFitsInOrder(t *testing.T) {
	statuses, people, places := Statuses[:3], []string{"", "o1", "o2"}, []string{"", "c1", "c2"}
	rapid.Check(t, func(rt *rapid.T) {
		k := New(Options{Store: storetest.Open(t), Clock: time.Now, NewID: func() string { return "" }})
		ctx := context.Background()
		all := make([]Ticket, rapid.IntRange(0, 30).Draw(rt, "tickets"))
		err := k.Store.Update(ctx, func(tx store.Tx) error {
			for i := range all {
				all[i] = Ticket{
					Number: uint64(i + 1), Status: rapid.SampledFrom(statuses).Draw(rt, "status"), Assignee: rapid.SampledFrom(people).Draw(rt, "assignee"),
					Company: rapid.SampledFrom(places).Draw(rt, "company"), Department: rapid.SampledFrom([]string{"d1", "d2"}).Draw(rt, "department"),
					Contact:   rapid.SampledFrom([]string{"account/a", "account/b"}).Draw(rt, "contact"),
					UpdatedAt: time.Unix(int64(rapid.IntRange(0, 9).Draw(rt, "at")), 0).UTC(), // some at the same moment
				}
				if err := tickets.Put(tx, all[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		f := Filter{
			Statuses: rapid.SliceOfDistinct(rapid.SampledFrom(statuses), rapid.ID).Draw(rt, "statuses"),
			Assignee: rapid.SampledFrom([]string{"", "none", "o1", "o3"}).Draw(rt, "whose"), Company: rapid.SampledFrom(places).Draw(rt, "of"),
			Department: rapid.SampledFrom([]string{"", "d1", "d3"}).Draw(rt, "in"), Contact: rapid.SampledFrom([]string{"", "account/a"}).Draw(rt, "by"),
			Ascending: rapid.Bool().Draw(rt, "ascending"),
		}
		who := rapid.SampledFrom([]actor.Actor{
			{Role: actor.Operator, ID: "o1"}, {Role: actor.Customer, ID: "m", Company: "c1", Manager: true}, {Role: actor.Customer, ID: "b"},
		}).Draw(rt, "who")
		var want, got []uint64
		slices.SortFunc(all, func(a, b Ticket) int {
			if by := a.UpdatedAt.Compare(b.UpdatedAt); by != 0 {
				return by
			}
			return int(a.Number) - int(b.Number)
		})
		for _, one := range all {
			fits, _ := f.fits(nil, one)
			mine := who.Staff() || who.Manager && one.Company == who.Company || !who.Manager && one.Contact == who.Topic()
			if fits && mine {
				want = append(want, one.Number)
			}
		}
		if !f.Ascending {
			slices.Reverse(want)
		}
		limit := rapid.IntRange(1, 7).Draw(rt, "limit")
		for cursor, first := "", true; first || cursor != ""; first = false {
			list, next, err := k.List(ctx, who, f, limit, cursor)
			if err != nil || len(list) > limit {
				rt.Fatalf("%d tickets, %v", len(list), err)
			}
			for _, v := range list {
				got = append(got, v.Number)
			}
			cursor = next
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("%+v as %v: %v, want %v", f, who, got, want)
		}
	})
}
