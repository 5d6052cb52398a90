package chat

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
)

// A day at the counter: people come, write, leave and lose their lines at
// random. At every moment nobody holds more than he can by routing, nobody
// waits while somebody is free, and in the end every chat is somewhere.
func TestADayAtTheCounter(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			atCounter(t, func(c *counter) { c.simulate(rand.New(rand.NewPCG(seed, 7)), 120) })
		})
	}
}

type simulated struct {
	actor.Actor
	here bool
}

func (c *counter) simulate(dice *rand.Rand, steps int) {
	boss := c.staff("Boss", actor.Administrator)
	strategy, capacity := []string{LeastBusy, RoundRobin}[dice.IntN(2)], 2
	if _, err := c.ChangeDepartment(ctx(), boss, defaultDepartmentID, DepartmentChange{Strategy: &strategy, Capacity: &capacity}); err != nil {
		c.t.Fatal(err)
	}
	crew := make([]*simulated, 4)
	for i := range crew {
		crew[i] = &simulated{Actor: c.staff(fmt.Sprint("Op", i), actor.Operator)}
	}
	customers := map[string]actor.Actor{}
	var convs []string
	for step := range steps {
		o := crew[dice.IntN(len(crew))]
		switch dice.IntN(9) {
		case 0, 1:
			ana := c.visitor("Ana")
			conv := c.opens(ana, "Hello")
			convs, customers[conv] = append(convs, conv), ana
		case 2:
			if o.here {
				c.gone(o.Actor)
			} else {
				c.Arrived(o.Actor, "socket of "+o.ID)
			}
			o.here = !o.here
		case 3:
			c.choose(o.Actor, []string{Online, Online, Online, Away, Offline}[dice.IntN(5)])
		case 4, 5:
			for _, conv := range convs {
				if got := c.conv(conv); got.State == Assigned && got.Operator == o.ID {
					c.says(o.Actor, conv, "Answer")
				}
			}
		case 6:
			if len(convs) > 0 {
				conv := convs[dice.IntN(len(convs))]
				if c.conv(conv).State == Assigned {
					if err := c.Close(ctx(), customers[conv], conv); err != nil {
						c.t.Fatal(err)
					}
				}
			}
		case 7:
			if len(convs) > 0 {
				conv := convs[dice.IntN(len(convs))]
				c.says(customers[conv], conv, "And this?")
			}
		case 8:
			time.Sleep(time.Duration(dice.IntN(100)) * time.Second)
		}
		time.Sleep(time.Millisecond)
		c.sound(step, convs)
	}
	// In the end everybody comes and closes what he has until nobody waits.
	for _, o := range crew {
		if !o.here {
			c.Arrived(o.Actor, "socket of "+o.ID)
		}
		c.choose(o.Actor, Online)
	}
	for range convs {
		for _, conv := range convs {
			if got := c.conv(conv); got.State == Assigned {
				if err := c.Close(ctx(), boss, conv); err != nil {
					c.t.Fatal(err)
				}
			}
		}
	}
	for _, conv := range convs {
		c.is(conv, Closed)
	}
}

// sound holds the state of the counter against what was promised.
func (c *counter) sound(step int, convs []string) {
	c.t.Helper()
	c.view(func(r store.Reader) error {
		crews, err := crewsOf(r, c.now(), []string{defaultDepartmentID})
		if err != nil {
			return err
		}
		waiting, err := waitings.Count(r, "", defaultDepartmentID)
		if err != nil {
			return err
		}
		free, err := crews[0].anybody()
		if err != nil {
			return err
		}
		if waiting > 0 && free {
			c.t.Fatalf("step %d: %d wait while somebody is free: %+v", step, waiting, crews[0].candidates)
		}
		queued := 0
		for _, id := range convs {
			got, err := ConversationOf(r, id)
			if err != nil {
				return err
			}
			h, err := headOf(r, id)
			if err != nil {
				return err
			}
			if h.State != got.State || got.State == Assigned && h.Operator != got.Operator {
				c.t.Fatalf("step %d: head says %s %q, row %s %q", step, h.State, h.Operator, got.State, got.Operator)
			}
			if got.State == Queued {
				queued++
				if _, err := waitings.Get(r, got.waiting().key()...); err != nil {
					c.t.Fatalf("step %d: %s is queued and not in the queue: %v", step, id, err)
				}
			}
		}
		if queued != waiting {
			c.t.Fatalf("step %d: %d conversations are queued, %d places are taken", step, queued, waiting)
		}
		return nil
	})
	c.capacityKept(step)
}

// capacityKept: nobody holds more than his capacity, since here nobody claims.
func (c *counter) capacityKept(step int) {
	c.t.Helper()
	c.view(func(r store.Reader) error {
		for p, err := range presences.All(r) {
			if err != nil {
				return err
			}
			load, err := loadOf(r, p.Account)
			if err != nil {
				return err
			}
			if load > 2 {
				c.t.Fatalf("step %d: %s holds %d", step, p.Account, load)
			}
		}
		return nil
	})
}
