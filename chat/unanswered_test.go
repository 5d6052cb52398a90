package chat

import (
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/actor"
)

func TestUnansweredForTwoMinutesGoesBackToTheFrontAndItsOperatorAway(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.held(conv, olga)
		time.Sleep(119 * time.Second)
		c.held(conv, olga)
		time.Sleep(2 * time.Second)
		c.is(conv, Queued)
		if c.presence(olga) != Away {
			t.Error("she is", c.presence(olga))
		}
		ivo := c.operator("Ivo")
		c.held(conv, ivo)
		if got := c.shown(ivo, conv); got.WaitingSince != (time.Time{}) || got.Unanswered.IsZero() {
			t.Errorf("waiting_since %v, unanswered_since %v", got.WaitingSince, got.Unanswered)
		}
	})
}

func TestOneWordStopsTheUnansweredClockForGood(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "One moment")
		c.says(ana, conv, "Are you there?")
		time.Sleep(10 * time.Minute)
		c.held(conv, olga)
		if c.presence(olga) != Online {
			t.Error("she is", c.presence(olga))
		}
	})
}

func TestTypingHoldsTheUnansweredClockBack(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		for range 30 {
			time.Sleep(5 * time.Second)
			must(t, c.Type(ctx(), olga, "tab", conv, "", true, ""))
		}
		c.held(conv, olga)
		time.Sleep(time.Minute)
		c.is(conv, Queued)
	})
}

func TestWhoeverGetsItNextHasTwoMinutesOfHisOwn(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ivo := c.operator("Olga"), c.operator("Ivo")
		conv := c.opens(c.visitor("Ana"), "Hello")
		if c.conv(conv).Operator == ivo.ID {
			olga, ivo = ivo, olga
		}
		time.Sleep(100 * time.Second)
		must(t, c.Transfer(ctx(), olga, conv, ivo.ID, "", "yours"))
		time.Sleep(100 * time.Second)
		c.held(conv, ivo)
		time.Sleep(21 * time.Second)
		if c.presence(ivo) != Away || c.conv(conv).AssignedAt.Before(time.Now().Add(-2*time.Second)) {
			t.Error("Ivo still has it")
		}
		c.held(conv, olga) // the front of the queue, and she is free
	})
}

func TestOneWhoTalksToOthersIsNotAway(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana, bea := c.operator("Olga"), c.visitor("Ana"), c.visitor("Bea")
		first, second := c.opens(ana, "Hello"), c.opens(bea, "Hello")
		c.held(second, olga)
		for range 5 {
			c.says(olga, first, "and another thing")
			time.Sleep(time.Minute)
		}
		c.held(second, olga) // nobody else is there
		if c.presence(olga) != Online {
			t.Error("she is", c.presence(olga))
		}
		ivo := c.operator("Ivo")
		c.says(olga, first, "still at it")
		time.Sleep(time.Minute)
		c.held(second, ivo)
		c.held(first, olga)
		if c.presence(olga) != Online {
			t.Error("she is", c.presence(olga))
		}
	})
}

func TestReturningCustomerMeetsTheSameOperatorWhenFree(t *testing.T) {
	atCounter(t, func(c *counter) {
		crew := map[string]actor.Actor{}
		for _, name := range []string{"Olga", "Ivo", "Rui"} {
			a := c.operator(name)
			crew[a.ID] = a
		}
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		knows := crew[c.conv(conv).Operator]
		c.says(knows, conv, "Good morning")
		must(t, c.Close(ctx(), ana, conv))
		c.opens(c.visitor("Bea"), "Hello")
		c.opens(c.visitor("Eva"), "Hello")
		time.Sleep(25 * time.Hour)
		for id, a := range crew {
			if id != knows.ID {
				c.choose(a, Online)
			}
		}
		c.choose(knows, Online)
		next := c.opens(ana, "It is me again")
		c.held(next, knows)
		second := c.opens(ana, "and in parallel")
		if c.conv(second).Operator == knows.ID {
			t.Error("somebody with a chat under way does not return")
		}
	})
}

func TestCustomersSeeWhetherTheirOperatorIsThere(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "Good morning")
		c.choose(olga, Away)
		time.Sleep(time.Second)
		frames := c.told.of("presence")
		last := frames[len(frames)-1]
		if last.conv != conv || !slices.Equal(last.topics, []string{ana.Topic()}) || !strings.Contains(last.data, `"state":"away"`) || strings.Contains(last.data, "@") {
			t.Errorf("%+v", last)
		}
	})
}
