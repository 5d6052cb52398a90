package chat

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
)

func idsOf(list []View) (ids []string) {
	for _, v := range list {
		ids = append(ids, v.ID)
	}
	return ids
}

func (c *counter) listed(a actor.Actor, l Listing) []string {
	c.t.Helper()
	if l.Limit == 0 {
		l.Limit = 50
	}
	items, _, err := c.List(ctx(), a, l)
	must(c.t, err)
	return idsOf(items)
}

func TestTheQueueComesInPages(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.staff("Olga", actor.Operator)
		var convs, got []string
		for i := range 5 {
			convs = append(convs, c.opens(c.visitor(fmt.Sprint("Ana ", i)), "Hello"))
			time.Sleep(time.Second)
		}
		cursor := ""
		for _, want := range []int{2, 2, 1} {
			items, next, err := c.List(ctx(), olga, Listing{View: "queue", Limit: 2, Cursor: cursor})
			must(t, err)
			if len(items) != want || (next == "") != (want == 1) {
				t.Fatalf("%d items, next %q", len(items), next)
			}
			if got = append(got, idsOf(items)...); items[0].QueuePosition != len(got)-want+1 {
				t.Errorf("place %d", items[0].QueuePosition)
			}
			cursor = next
		}
		if !slices.Equal(got, convs) {
			t.Errorf("%v, want %v", got, convs)
		}
		all, _, err := c.List(ctx(), olga, Listing{View: "all", Limit: 50})
		must(t, err)
		for i, v := range all { // the newest first
			if want := len(convs) - i; v.QueuePosition != want || c.shown(olga, v.ID).QueuePosition != want {
				t.Errorf("%s stands at %d, want %d", v.ID, v.QueuePosition, want)
			}
		}
		_, _, err = c.List(ctx(), olga, Listing{View: "queue", Limit: 2, Cursor: "nonsense"})
		c.refused(err, "bad_cursor")
		for _, id := range convs[:3] {
			must(t, c.Claim(ctx(), olga, id))
		}
		mine, next, err := c.List(ctx(), olga, Listing{View: "mine", Limit: 2})
		must(t, err)
		rest, end, err := c.List(ctx(), olga, Listing{View: "mine", Limit: 2, Cursor: next})
		must(t, err)
		if len(mine) != 2 || len(rest) != 1 || end != "" || slices.Contains(idsOf(mine), rest[0].ID) {
			t.Errorf("mine: %v %v", idsOf(mine), idsOf(rest))
		}
	})
}

func TestViewsOfTheInbox(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss := c.staff("Olga", actor.Operator), c.staff("Boss", actor.Supervisor)
		var convs []string
		for i := range 4 {
			convs = append(convs, c.opens(c.visitor(fmt.Sprint("Ana ", i)), fmt.Sprint("matter ", i)))
			time.Sleep(time.Second)
		}
		c.Arrived(olga, "tab")
		must(t, c.Claim(ctx(), olga, convs[1]))
		must(t, c.Close(ctx(), boss, convs[2]))
		for view, want := range map[string][]string{
			"queue": {convs[0], convs[3]}, "mine": {convs[1]}, "closed": {convs[2]},
			"all": {convs[3], convs[1], convs[0]}, "": {convs[3], convs[2], convs[1], convs[0]},
		} {
			if got := c.listed(olga, Listing{View: view}); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", view, got, want)
			}
		}
		if got := c.listed(olga, Listing{Query: "ANA  3"}); !slices.Equal(got, convs[3:]) {
			t.Errorf("by name: %v", got)
		}
		if got := c.listed(olga, Listing{Query: "matter 1", View: "all"}); !slices.Equal(got, convs[1:2]) {
			t.Errorf("by text: %v", got)
		}
		_, _, err := c.List(ctx(), olga, Listing{View: "other", Limit: 1})
		c.refused(err, "bad_view")
		c.view(func(r store.Reader) error {
			n, err := CountsOf(r, olga)
			if n != (Counts{Mine: 1, Queue: 2, All: 3}) {
				t.Errorf("%+v", n)
			}
			return err
		})
	})
}

func TestPagesHoldEverythingOnce(t *testing.T) {
	atCounter(t, func(c *counter) {
		boss := c.staff("Boss", actor.Supervisor)
		var convs []string
		for i := range 7 {
			convs = append(convs, c.opens(c.visitor(fmt.Sprint(i)), "Hello"))
			time.Sleep(time.Second)
		}
		slices.Reverse(convs)
		var got []string
		cursor := ""
		for {
			items, next, err := c.List(ctx(), boss, Listing{View: "all", Limit: 3, Cursor: cursor})
			must(t, err)
			got = append(got, idsOf(items)...)
			if cursor = next; next == "" {
				break
			}
		}
		if !slices.Equal(got, convs) {
			t.Errorf("%v, want %v", got, convs)
		}
	})
}

func TestOperatorsSeeTheirDepartmentsAndWhatTheyTookPartIn(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ivo, boss := c.staff("Olga", actor.Operator), c.staff("Ivo", actor.Operator), c.staff("Boss", actor.Administrator)
		name, only := "Support", []string{olga.ID}
		_, err := c.ChangeDepartment(ctx(), boss, defaultDepartmentID, DepartmentChange{Name: &name, Members: &only})
		must(t, err)
		conv := c.opens(c.visitor("Ana"), "Hello")
		for _, view := range []string{"queue", "all", ""} {
			if got := c.listed(ivo, Listing{View: view}); len(got) != 0 {
				t.Errorf("%s shows another department's %v", view, got)
			}
			if got := c.listed(boss, Listing{View: view}); !slices.Equal(got, []string{conv}) {
				t.Errorf("%s shows the administrator %v", view, got)
			}
		}
		c.says(ivo, conv, "let me help")
		if got := c.listed(ivo, Listing{View: "all"}); !slices.Equal(got, []string{conv}) {
			t.Errorf("his own is not shown: %v", got)
		}
		for who, want := range map[actor.Actor]int{olga: 1, ivo: 0, boss: 1} {
			c.view(func(r store.Reader) error {
				if topics, err := Topics(r, who); err != nil || len(topics) != want {
					t.Errorf("%s follows %v, %v", who.Name, topics, err)
				}
				return nil
			})
		}
	})
}

func TestMessagesPageBothWays(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana := c.visitor("Ana")
		conv := c.opens(ana, "1")
		for i := 2; i <= 10; i++ {
			c.says(ana, conv, fmt.Sprint(i))
		}
		seqs := func(after, before *uint64, limit int) (list []uint64, more bool) {
			items, more, err := c.Messages(ctx(), ana, conv, Public, after, before, limit)
			must(t, err)
			for _, m := range items {
				list = append(list, m.Seq)
			}
			return list, more
		}
		four, eight := uint64(4), uint64(8)
		if got, more := seqs(nil, nil, 3); !slices.Equal(got, []uint64{8, 9, 10}) || !more {
			t.Errorf("newest: %v %v", got, more)
		}
		if got, more := seqs(nil, &four, 5); !slices.Equal(got, []uint64{1, 2, 3}) || more {
			t.Errorf("before 4: %v %v", got, more)
		}
		if got, more := seqs(&eight, nil, 5); !slices.Equal(got, []uint64{9, 10}) || more {
			t.Errorf("after 8: %v %v", got, more)
		}
		if got, more := seqs(&four, nil, 2); !slices.Equal(got, []uint64{5, 6}) || !more {
			t.Errorf("after 4: %v %v", got, more)
		}
		if got, more := seqs(&four, &eight, 9); !slices.Equal(got, []uint64{5, 6, 7}) || more {
			t.Errorf("between 4 and 8: %v %v", got, more)
		}
	})
}

func TestSearchFindsByNameTextAndNoteNewestFirst(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		old, other := c.visitor("Ana Souza"), c.visitor("Bea")
		first := c.opens(old, "The printer smokes")
		time.Sleep(time.Second)
		second := c.opens(other, "A printer, please")
		c.notes(olga, first, "Ask the TECHNICIAN about it")
		for query, want := range map[string][]string{"PRINTER": {second, first}, "souza": {first}, "technician": {first}, "scanner": nil, "  ": nil} {
			hits, err := c.Search(ctx(), olga, query, 10)
			must(t, err)
			var got []string
			for _, h := range hits {
				got = append(got, h.ID)
				if h.Kind != "conversation" || h.Title == "" || h.URL != "/console/inbox/"+h.ID {
					t.Errorf("%+v", h)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q finds %v, want %v", query, got, want)
			}
		}
		if hits, _ := c.Search(ctx(), old, "printer", 10); len(hits) != 1 || hits[0].ID != first {
			t.Errorf("a visitor finds %+v", hits)
		}
	})
}
