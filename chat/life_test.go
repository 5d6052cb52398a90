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

func TestIdleChatsAreAskedThenClosed(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "Try again, please")
		time.Sleep(20 * time.Minute)
		seq := c.says(ana, conv, "I will").Seq
		c.says(olga, conv, "Good")
		time.Sleep(29 * time.Minute)
		if c.shown(ana, conv).AskedAt != (time.Time{}) {
			t.Error("asked too early")
		}
		time.Sleep(2 * time.Minute)
		if c.shown(ana, conv).AskedAt.IsZero() {
			t.Error("not asked")
		}
		c.says(ana, conv, "Still here") // which ends the question
		c.says(olga, conv, "Fine")
		time.Sleep(25 * time.Minute)
		c.is(conv, Assigned)
		time.Sleep(20 * time.Minute)
		c.is(conv, Closed)
		if e := c.last(conv, "conversation.closed"); !strings.Contains(string(e.Public), `"reason":"idle"`) {
			t.Errorf("%s", e.Public)
		}
		if last := c.shown(ana, conv).PublicSeq; last != seq+3 {
			t.Errorf("asking and closing took numbers: %d", last-seq-3)
		}
	})
}

func TestACustomerWhoWaitsIsNeitherAskedNorClosed(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "Hello")
		c.says(ana, conv, "And now?")
		time.Sleep(3 * time.Hour)
		c.held(conv, olga)
		if !c.conv(conv).AskedAt.IsZero() {
			t.Error("asked while waiting for us")
		}
	})
}

func TestWritingWithinADayReopensWithTheSameOperator(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		ivo := c.operator("Ivo")
		conv := c.opens(ana, "Hello")
		holder := olga
		if c.conv(conv).Operator == ivo.ID {
			holder = ivo
		}
		c.says(holder, conv, "Solved")
		must(t, c.Close(ctx(), holder, conv))
		must(t, c.Close(ctx(), ana, conv)) // closing twice is no fault
		for range 3 {
			c.opens(c.visitor("Bea"), "keeps the other less busy or not")
		}
		time.Sleep(time.Minute)
		out := c.says(ana, conv, "Not quite")
		c.held(conv, holder)
		if out.Seq != 3 {
			t.Errorf("seq %d", out.Seq)
		}
		kinds := c.kinds(conv)
		if want := []string{"conversation.reopened", "conversation.assigned", "message"}; !slices.Equal(kinds[len(kinds)-3:], want) {
			t.Errorf("events end with %v, want %v", kinds[len(kinds)-3:], want)
		}
	})
}

func TestWritingAfterADayIsRefusedAndANewOneOpens(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "Solved")
		must(t, c.Close(ctx(), olga, conv))
		time.Sleep(24*time.Hour + time.Minute)
		_, err := c.Post(ctx(), ana, Post{CMID: "late", Conv: conv, Text: "And now?"})
		c.refused(err, "conv_closed")
		_, err = c.Post(ctx(), olga, Post{CMID: "late", Conv: conv, Text: "And now?"})
		c.refused(err, "conv_closed")
		c.refused(c.Reopen(ctx(), olga, conv), "conv_closed")
		c.notes(olga, conv, "a note is always possible")
		c.is(conv, Closed)
		next := c.must(ana, Post{CMID: "late", New: &Opening{}, Text: "And now?"})
		if next.Conv == conv || next.Seq != 1 {
			t.Errorf("%+v", next)
		}
	})
}

func TestReopenGoesToTheQueueWhenNobodyIsThere(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "Solved")
		must(t, c.Close(ctx(), olga, conv))
		c.choose(olga, Offline)
		c.says(ana, conv, "Not quite")
		c.is(conv, Queued)
		c.choose(olga, Online)
		c.held(conv, olga)
	})
}

func TestTransferTellsTheColleagueWhyAndTheCustomerOnlyWho(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ivo := c.operator("Olga"), c.staff("Ivo", actor.Operator)
		c.Arrived(ivo, "tab")
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		c.refused(c.Transfer(ctx(), ivo, conv, ivo.ID, "", ""), "forbidden") // not his to hand on
		c.refused(c.Transfer(ctx(), olga, conv, ana.ID, "", ""), "no_such_operator")
		c.refused(c.Transfer(ctx(), olga, conv, "", "", ""), "account_or_department")
		must(t, c.Transfer(ctx(), olga, conv, ivo.ID, "", "she is angry"))
		c.held(conv, ivo)
		notes, _, err := c.Messages(ctx(), ivo, conv, Internal, nil, nil, 10)
		must(t, err)
		if len(notes) != 1 || notes[0].Text != "she is angry" || notes[0].Author.ID != olga.ID || notes[0].Seq != 1 {
			t.Errorf("the note is not kept: %+v", notes)
		}
		for _, e := range c.events(conv) {
			if strings.Contains(string(e.Public), "angry") {
				t.Errorf("the customer is told why: %s", e.Public)
			}
		}
		if m := c.last(conv, "message"); m.Stream != Internal || !slices.Contains(m.Topics, ivo.Topic()) || slices.Contains(m.Topics, ana.Topic()) {
			t.Errorf("the note was told as %+v", m)
		}
		e := c.last(conv, "conversation.transferred")
		if !slices.Contains(e.Topics, ivo.Topic()) || !slices.Contains(e.Topics, ana.Topic()) {
			t.Errorf("told %v", e.Topics)
		}
	})
}

func TestTransferToADepartmentGoesToItsFrontOrItsFreeOperator(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ivo, boss := c.operator("Olga"), c.staff("Ivo", actor.Operator), c.staff("Boss", actor.Administrator)
		name, members := "Billing", []string{ivo.ID}
		billing, err := c.AddDepartment(ctx(), boss, DepartmentChange{Name: &name, Members: &members})
		must(t, err)
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		must(t, c.Transfer(ctx(), olga, conv, "", billing.ID, "an invoice"))
		if got := c.conv(conv); got.State != Queued || got.Department != billing.ID || !got.Front {
			t.Errorf("%+v", got)
		}
		if m := c.last(conv, "message"); m.Stream != Internal || !strings.Contains(string(m.Staff), "an invoice") || !slices.Contains(m.Topics, "department/"+billing.ID) {
			t.Errorf("the department is told %s %v", m.Staff, m.Topics)
		}
		c.online(ivo)
		c.held(conv, ivo)
		c.refused(c.Transfer(ctx(), ivo, conv, "", "nowhere", ""), "no_such_department")
	})
}

func TestOnlySupervisorsAssignAndTakeOver(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ivo, boss := c.operator("Olga"), c.staff("Ivo", actor.Operator), c.staff("Boss", actor.Supervisor)
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.refused(c.Assign(ctx(), ivo, conv, ivo.ID), "forbidden")
		must(t, c.Assign(ctx(), boss, conv, boss.ID))
		c.held(conv, boss)
		if e := c.last(conv, "conversation.transferred"); !slices.Contains(e.Topics, olga.Topic()) {
			t.Error("who had it is not told")
		}
		why, err := c.Why(ctx(), conv)
		must(t, err)
		if len(why) != 2 || why[0].Reason != LeastBusy || why[1].By == nil || why[1].By.ID != boss.ID {
			t.Errorf("%+v", why)
		}
	})
}

func TestRating(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana, olga := c.visitor("Ana"), c.operator("Olga")
		conv := c.opens(ana, "Hello")
		c.refused(c.Rate(ctx(), ana, conv, 6, ""), "bad_score")
		c.refused(c.Rate(ctx(), olga, conv, 5, ""), "forbidden")
		must(t, c.Close(ctx(), ana, conv))
		must(t, c.Rate(ctx(), ana, conv, 4, " fine "))
		if got := c.shown(olga, conv).Rating; got == nil || got.Score != 4 || got.Comment != "fine" {
			t.Errorf("%+v", got)
		}
		c.last(conv, "conversation.rated")
	})
}
