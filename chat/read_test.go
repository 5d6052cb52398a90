package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/actor"
)

func TestReadMarksOnlyMoveForward(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "one")
		c.says(ana, conv, "two")
		c.says(ana, conv, "three")
		if n := *c.shown(olga, conv).Unread; n != 3 {
			t.Errorf("%d unread", n)
		}
		for _, seq := range []uint64{2, 1, 2, 99, 3} {
			must(t, c.Read(ctx(), olga, conv, "", seq))
		}
		var told []uint64
		for _, e := range c.events(conv) {
			if e.Kind != "read" {
				continue
			}
			var m ReadMark
			must(t, json.Unmarshal(e.Public, &m))
			told = append(told, m.Seq)
			if !slices.Contains(e.Topics, ana.Topic()) || m.By.ID != olga.ID || m.By.Email != "" {
				t.Errorf("%+v to %v", m, e.Topics)
			}
		}
		if !slices.Equal(told, []uint64{2, 3}) {
			t.Errorf("told %v, want 2 and, clipped to what there is, 3", told)
		}
		if v := c.shown(ana, conv); v.OperatorRead != 3 || *v.Unread != 0 {
			t.Errorf("operator_read_seq %d, unread %d", v.OperatorRead, *v.Unread)
		}
	})
}

func TestOneWhoOnlyLooksLeavesNoMark(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss, ana := c.operator("Olga"), c.staff("Boss", actor.Supervisor), c.visitor("Ana")
		conv := c.opens(ana, "one")
		must(t, c.Read(ctx(), boss, conv, Public, 1))
		e := c.last(conv, "read")
		if e.Public != nil || !slices.Equal(e.Topics, []string{boss.Topic()}) {
			t.Errorf("others hear what the supervisor has read: %v", e.Topics)
		}
		if v := c.shown(olga, conv); v.OperatorRead != 0 || *v.Unread != 1 {
			t.Errorf("operator_read_seq %d, unread %d", v.OperatorRead, *v.Unread)
		}
		if n := *c.shown(boss, conv).Unread; n != 0 {
			t.Errorf("the supervisor has %d unread", n)
		}
	})
}

func TestNotesReadNeverReachTheCustomer(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss, ana := c.operator("Olga"), c.staff("Boss", actor.Supervisor), c.visitor("Ana")
		conv := c.opens(ana, "one")
		c.notes(boss, conv, "careful")
		must(t, c.Read(ctx(), olga, conv, Internal, 1))
		if e := c.last(conv, "read"); e.Public != nil || e.Stream != Internal || slices.Contains(e.Topics, ana.Topic()) {
			t.Errorf("%+v", e)
		}
		c.refused(c.Read(ctx(), ana, conv, Internal, 1), "not_found")
		c.refused(c.Read(ctx(), ana, conv, "other", 1), "bad_stream")
	})
}

func TestTypingLapsesAndStaysAmongThoseItConcerns(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "one")
		must(t, c.Type(ctx(), ana, "tab", conv, "", true, "I was going to s"))
		time.Sleep(5 * time.Second)
		if n := len(c.told.of("typing")); n != 1 {
			t.Fatalf("%d frames", n)
		}
		time.Sleep(2 * time.Second)
		frames := c.told.of("typing")
		if len(frames) != 2 || !strings.Contains(frames[1].data, `"on":false`) {
			t.Fatalf("does not lapse: %+v", frames)
		}
		for _, f := range frames {
			if strings.Contains(f.data, "going") {
				t.Error("the preview is told though the site has it switched off")
			}
			if slices.Contains(f.topics, ana.Topic()) || !slices.Contains(f.topics, olga.Topic()) || !slices.Contains(f.topics, "conversation/"+conv) {
				t.Errorf("told to %v", f.topics)
			}
		}
		must(t, c.Type(ctx(), olga, "tab", conv, "", true, "secret plans"))
		must(t, c.Type(ctx(), olga, "tab", conv, Internal, true, "secret plans"))
		frames = c.told.of("typing")
		if !slices.Contains(frames[2].topics, ana.Topic()) || strings.Contains(frames[2].data, "secret") || slices.Contains(frames[3].topics, ana.Topic()) {
			t.Errorf("%+v", frames[2:])
		}
		c.says(olga, conv, "done")
		time.Sleep(10 * time.Second)
		if n := len(c.told.of("typing")); n != 4 {
			t.Errorf("the message ends typing without a word, %d frames", n)
		}
	})
}

func TestPreviewIsForStaffWhereTheSiteHasIt(t *testing.T) {
	atCounter(t, func(c *counter) {
		boss, on := c.staff("Boss", actor.Administrator), true
		_, err := c.ChangeSite(ctx(), boss, DefaultSite, SiteChange{TypingPreview: &on})
		must(t, err)
		c.operator("Olga")
		ana := c.visitor("Ana")
		conv := c.opens(ana, "one")
		must(t, c.Type(ctx(), ana, "tab", conv, "", true, "I was going to s"))
		f := c.told.of("typing")[0]
		if !strings.Contains(f.data, "going to s") || slices.Contains(f.topics, ana.Topic()) {
			t.Errorf("%+v", f)
		}
	})
}

func TestLookingEndsWithTheSocket(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss := c.operator("Olga"), c.staff("Boss", actor.Supervisor)
		conv := c.opens(c.visitor("Ana"), "one")
		c.Arrived(boss, "tab")
		must(t, c.Look(ctx(), boss, "tab", conv, true))
		must(t, c.Look(ctx(), olga, "socket of "+olga.ID, conv, true))
		c.Left(boss, "tab")
		frames := c.told.of("looking")
		if len(frames) != 3 || !strings.Contains(frames[1].data, "Boss") || strings.Contains(frames[2].data[strings.Index(frames[2].data, "people"):], "Boss") {
			t.Errorf("%+v", frames)
		}
		c.refused(c.Look(ctx(), c.visitor("Bea"), "tab", conv, true), "not_found")
	})
}

func TestWaitingCustomersHearTheirPlace(t *testing.T) {
	atCounter(t, func(c *counter) {
		first, second := c.opens(c.visitor("Ana"), "one"), c.opens(c.visitor("Bea"), "two")
		time.Sleep(time.Second)
		olga := c.staff("Olga", actor.Operator)
		must(t, c.Claim(ctx(), olga, first))
		time.Sleep(time.Second)
		frames := c.told.of("queue")
		last := frames[len(frames)-1]
		if last.conv != second || last.data != `{"position":1,"waiting":1}` || !strings.HasPrefix(last.topics[0], "visitor/") || len(last.topics) != 1 {
			t.Errorf("%+v", last)
		}
	})
}
