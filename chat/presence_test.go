package chat

import (
	"context"
	"encoding/json"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/store/storetest"
)

func TestOperatorGoneHalfAMinuteGivesHisChatsBackToTheFront(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "Good morning")
		c.gone(olga)
		later := c.opens(c.visitor("Bea"), "Hello too")
		c.is(later, Queued)
		time.Sleep(29 * time.Second)
		c.held(conv, olga)
		if c.presence(olga) != Online {
			t.Error("within the grace she still counts as online")
		}
		time.Sleep(2 * time.Second)
		c.is(conv, Queued)
		if place := c.shown(ana, conv).QueuePosition; place != 1 {
			t.Errorf("back at place %d, want the front", place)
		}
		e := c.last(conv, "conversation.requeued")
		if e.Public == nil || !slices.Contains(e.Topics, ana.Topic()) {
			t.Error("the customer is not told")
		}
		if c.presence(olga) != Offline {
			t.Error("she is shown as", c.presence(olga))
		}
	})
}

func TestComingBackWithinTheGraceKeepsEverything(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.says(olga, conv, "Good morning")
		before := len(c.events(""))
		for range 5 {
			c.gone(olga)
			time.Sleep(20 * time.Second)
			c.Arrived(olga, "socket of "+olga.ID)
			time.Sleep(20 * time.Second)
		}
		c.held(conv, olga)
		if after := len(c.events("")); after != before {
			t.Errorf("a flickering line made %d events", after-before)
		}
	})
}

func TestSecondTabKeepsTheOperatorHere(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		c.Arrived(olga, "another tab")
		c.gone(olga)
		time.Sleep(5 * time.Minute)
		if c.presence(olga) != Online {
			t.Error("she is shown as", c.presence(olga))
		}
		c.Left(olga, "another tab")
		time.Sleep(31 * time.Second)
		if c.presence(olga) != Offline {
			t.Error("she is shown as", c.presence(olga))
		}
	})
}

func TestNothingIsGivenToWhoHasJustLostTheLine(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		c.gone(olga)
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.is(conv, Queued)
		c.Arrived(olga, "new socket")
		c.held(conv, olga)
	})
}

func TestComingOnlineDrainsTheOldestFirst(t *testing.T) {
	atCounter(t, func(c *counter) {
		var convs []string
		for range 8 {
			convs = append(convs, c.opens(c.visitor("Ana"), "Hello"))
			time.Sleep(time.Second)
		}
		olga := c.operator("Olga")
		for i, conv := range convs {
			if i < 5 {
				c.held(conv, olga)
			} else {
				c.is(conv, Queued)
			}
		}
		must(t, c.Close(ctx(), olga, convs[0]))
		c.held(convs[5], olga)
		c.is(convs[6], Queued)
	})
}

func TestGoingOfflineByChoiceKeepsOwnChatsAndTakesNoNew(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.says(olga, conv, "Good morning")
		c.choose(olga, Offline)
		next := c.opens(c.visitor("Bea"), "Hello")
		time.Sleep(2 * time.Minute)
		c.held(conv, olga)
		c.is(next, Queued)
		c.choose(olga, Online)
		c.held(next, olga)
	})
}

func TestAfterAStartThoseWhoWereOnlineHaveAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		first := newCounter(t, s)
		olga, ivo := first.operator("Olga"), first.operator("Ivo")
		ana, bea := first.opens(first.visitor("Ana"), "Hello"), first.opens(first.visitor("Bea"), "Hello")
		a, b := first.conv(ana).Operator, first.conv(bea).Operator
		if a == b {
			t.Fatal("both chats went to the same operator")
		}
		for _, conv := range []string{ana, bea} {
			who := olga
			if first.conv(conv).Operator == ivo.ID {
				who = ivo
			}
			first.says(who, conv, "Good morning")
		}
		// The process is killed: nobody is told to have left.
		c := newCounter(t, s)
		time.Sleep(45 * time.Second)
		c.Arrived(olga, "after the start")
		time.Sleep(14 * time.Second)
		if c.presence(ivo) != Online {
			t.Error("Ivo has no more time")
		}
		time.Sleep(2 * time.Second)
		if c.presence(ivo) != Offline || c.presence(olga) != Online {
			t.Errorf("Ivo is %s, Olga %s", c.presence(ivo), c.presence(olga))
		}
		c.held(ana, olga)
		c.held(bea, olga) // Ivo's went to the front of the queue and from there to her
	})
}

func TestGraceBeginsAnewHoweverLongTheServerWasDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		first := newCounter(t, s)
		olga := first.operator("Olga")
		conv := first.opens(first.visitor("Ana"), "Hello")
		first.says(olga, conv, "Good morning")
		first.gone(olga) // a stop in good order closes the sockets
		first.stop()
		time.Sleep(10 * time.Minute)
		c := newCounter(t, s)
		time.Sleep(50 * time.Second)
		c.held(conv, olga)
		c.Arrived(olga, "after the start")
		time.Sleep(time.Minute)
		c.held(conv, olga)
	})
}

func TestStateIsToldToStaffOnlyAndOnce(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		c.choose(olga, Online)
		c.choose(olga, Away)
		var states []string
		for _, e := range c.events("") {
			if e.Kind != "operator.state" {
				continue
			}
			var v OperatorView
			must(t, json.Unmarshal(e.Staff, &v))
			states = append(states, v.State)
			if e.Public != nil || v.Person.Email != "" || v.Person.ID != olga.ID {
				t.Errorf("%s", e.Staff)
			}
		}
		if !slices.Equal(states, []string{Online, Away}) {
			t.Errorf("told %v", states)
		}
		_, err := c.Desk.Choose(ctx(), olga, "asleep")
		c.refused(err, "bad_presence")
	})
}

func TestDisabledAndForeignAccountsAreNotChosen(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss := c.operator("Olga"), c.staff("Boss", actor.Administrator)
		if _, err := c.house.SetDisabled(ctx(), boss, olga.ID, true); err != nil {
			t.Fatal(err)
		}
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.is(conv, Queued)
	})
}

func (c *counter) presence(a actor.Actor) (state string) {
	c.view(func(r store.Reader) error {
		p, err := presenceOf(r, a.ID)
		state = p.state(c.now())
		return err
	})
	return state
}

// last is the newest event of that kind about the conversation.
func (c *counter) last(conv, kind string) store.Event {
	c.t.Helper()
	list := c.events(conv)
	for _, e := range slices.Backward(list) {
		if e.Kind == kind {
			return e
		}
	}
	c.t.Fatalf("no %s among %v", kind, c.kinds(conv))
	return store.Event{}
}

// fullDisk refuses writes while it is full.
type fullDisk struct {
	store.Store
	full atomic.Bool
}

func (f *fullDisk) Update(ctx context.Context, fn func(store.Tx) error) error {
	if f.full.Load() {
		return fault.New(fault.ReadOnly, "")
	}
	return f.Store.Update(ctx, fn)
}

func TestWhoCameWhileTheDiskWasFullIsHereOnceItIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := &fullDisk{Store: storetest.Open(t)}
		c := newCounter(t, disk)
		olga := c.operator("Olga")
		c.gone(olga)
		time.Sleep(time.Minute)
		disk.full.Store(true)
		c.Arrived(olga, "new tab")
		time.Sleep(10 * time.Minute)
		disk.full.Store(false)
		time.Sleep(10 * time.Second)
		c.held(c.opens(c.visitor("Ana"), "Hello"), olga)
	})
}

// Its sockets are told to go, which takes a moment in which it is still shown
// as online.
func TestAnAccountThatMayNoLongerAnswerIsGivenNothing(t *testing.T) {
	atCounter(t, func(c *counter) {
		gone, boss := c.operator("Anna"), c.staff("Boss", actor.Administrator)
		if _, err := c.house.SetDisabled(ctx(), boss, gone.ID, true); err != nil {
			t.Fatal(err)
		}
		c.is(c.opens(c.visitor("Bea"), "Anybody?"), Queued)
		if site, err := c.SiteInfo(ctx(), DefaultSite); err != nil || site.OnlineCount != 0 {
			t.Errorf("the widget says %d are here, %v", site.OnlineCount, err)
		}
		olga := c.operator("Olga")
		c.held(c.opens(c.visitor("Cleo"), "Hello"), olga)
		c.held(c.opens(c.visitor("Dora"), "Hello"), olga)
	})
}
