package chat

import (
	"fmt"
	"testing"

	"balcao/accounts"
	"balcao/actor"
)

// A conversation that is opened while many wait and nobody is there to take it.
func BenchmarkOpenBehindAQueue(b *testing.B) {
	for _, waiting := range []int{10, 1_000, 3_000} {
		b.Run(fmt.Sprint(waiting), func(b *testing.B) {
			d, _, _ := benched(b, true, waiting)
			opens(b, d)
		})
	}
}

// A conversation that is opened while many operators hold a part of what they
// can hold: the one to have it is found among them.
func BenchmarkOpenAmongOperators(b *testing.B) {
	for _, operators := range []int{1, 10, 100} {
		b.Run(fmt.Sprint(operators), func(b *testing.B) {
			d, _, _ := benched(b, true, 0)
			admin := actor.Actor{Role: actor.Administrator, ID: "admin"}
			capacity := 100
			if _, err := d.ChangeDepartment(ctx(), admin, defaultDepartmentID, DepartmentChange{Capacity: &capacity}); err != nil {
				b.Fatal(err)
			}
			house := d.Visitors.(*accounts.Registry)
			for n := range operators {
				a, err := house.CreateAccount(ctx(), admin, accounts.NewAccount{Name: "Olga", Email: fmt.Sprintf("o%d@b.test", n), Role: actor.Operator, Password: "Marble-Harbour-9"})
				if err != nil {
					b.Fatal(err)
				}
				d.Arrived(a.Actor(), fmt.Sprint(n))
				if _, err := d.Choose(ctx(), a.Actor(), Online); err != nil {
					b.Fatal(err)
				}
			}
			for range min(50*operators, 2_000) {
				opening(b, d)
			}
			opens(b, d)
		})
	}
}

func opens(b *testing.B, d *Desk) {
	b.Helper()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		opening(b, d)
	}
}

func opening(b *testing.B, d *Desk) {
	b.Helper()
	v, _, err := d.Arrive(ctx(), accounts.Visitor{Site: DefaultSite})
	if err == nil {
		_, err = d.Post(ctx(), v.Actor(), Post{CMID: newID(), New: &Opening{}, Text: benchText})
	}
	if err != nil {
		b.Fatal(err)
	}
}
