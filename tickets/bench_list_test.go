package tickets

import (
	"context"
	"fmt"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
	"balcao/store/storetest"
)

// many fills a house with 100,000 tickets of 200 companies and 20 operators, of
// which one in twenty is not closed yet.
func many(b *testing.B) *Tracker {
	b.Helper()
	k := New(Options{Store: storetest.Open(b), Clock: time.Now, NewID: func() string { return "" }})
	const all, chunk = 100_000, 500
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for from := 1; from <= all; from += chunk {
		err := k.Store.Update(context.Background(), func(tx store.Tx) error {
			for n := from; n < from+chunk; n++ {
				at := begin.Add(time.Duration(n) * time.Minute)
				t := Ticket{
					Number: uint64(n), Title: fmt.Sprint("Import stops at row ", n), Description: "Since the update it stops, with no error on the screen.",
					Type: "problem", Priority: "average", Status: StatusClosed, Company: fmt.Sprint("c", n%200), Contact: fmt.Sprint("account/", n%400),
					Department: fmt.Sprint("d", n%5), CreatedAt: at, UpdatedAt: at, Tags: []string{fmt.Sprint("t", n%1000)},
				}
				if n%7 > 0 {
					t.Assignee = fmt.Sprint("o", n%20)
				}
				if n%20 == 0 {
					t.Status = Statuses[n/20%4]
				}
				if err := tickets.Put(tx, t); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return k
}

func BenchmarkAPageOfTickets(b *testing.B) {
	k := many(b)
	staff := actor.Actor{Role: actor.Operator, ID: "o1"}
	manager := actor.Actor{Role: actor.Customer, ID: "m", Company: "c20", Manager: true}
	active := []Status{StatusNew, StatusOpen, StatusWaitingCustomer}
	for _, one := range []struct {
		name string
		who  actor.Actor
		f    Filter
	}{
		{"all", staff, Filter{}},
		{"active of an operator", staff, Filter{Statuses: active, Assignee: "o0"}},
		{"active of one who has none", staff, Filter{Statuses: active, Assignee: "o1"}},
		{"a company in a department", staff, Filter{Company: "c20", Department: "d0", Statuses: active}},
		{"nobody's of a status in a department", staff, Filter{Assignee: "none", Department: "d0", Statuses: []Status{StatusOpen}}},
		{"a company in a department it is not in", staff, Filter{Company: "c21", Department: "d0"}},
		{"active in a department", staff, Filter{Statuses: active, Department: "d0"}},
		{"a tag", staff, Filter{Tag: "t3"}},
		{"a manager's open", manager, Filter{Statuses: active, Sort: "updated"}},
		{"a manager's closed", manager, Filter{Statuses: []Status{StatusClosed}, Sort: "updated"}},
	} {
		b.Run(one.name, func(b *testing.B) {
			found, pages := 0, 0
			for b.Loop() {
				found, pages = 0, 0
				for cursor := ""; ; {
					list, next, err := k.List(context.Background(), one.who, one.f, 50, cursor)
					if err != nil {
						b.Fatal(err)
					}
					found, pages = found+len(list), pages+1
					if cursor = next; next == "" || len(list) > 0 {
						break
					}
				}
			}
			b.ReportMetric(float64(found), "found")
			b.ReportMetric(float64(pages), "requests")
		})
	}
}
