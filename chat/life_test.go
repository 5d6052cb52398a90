package chat

import (
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/actor"
)

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
