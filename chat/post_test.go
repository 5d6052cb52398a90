package chat

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"balcao/actor"
	"balcao/store"
)

func TestFirstMessageOpensAssignsAndSpeaksInThatOrder(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.held(conv, olga)
		if got, want := c.kinds(conv), []string{"conversation.opened", "conversation.assigned", "message"}; !slices.Equal(got, want) {
			t.Errorf("events %v, want %v", got, want)
		}
	})
}

func TestFirstMessageWaitsWithNobodyThere(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		if got, want := c.kinds(conv), []string{"conversation.opened", "conversation.queued", "message"}; !slices.Equal(got, want) {
			t.Errorf("events %v, want %v", got, want)
		}
		v := c.shown(ana, conv)
		if v.State != Queued || !v.LeftMessage || v.QueuePosition != 1 {
			t.Errorf("state %s, left_message %v, place %d", v.State, v.LeftMessage, v.QueuePosition)
		}
	})
}

func TestRepeatsInParallelAreOneMessage(t *testing.T) {
	atCounter(t, func(c *counter) {
		c.operator("Olga")
		ana := c.visitor("Ana")
		p := Post{CMID: "same-id-of-the-client", New: &Opening{Subject: "Printer"}, Text: "Hello"}
		var all sync.WaitGroup
		answers := make([]Posted, 20)
		for i := range answers {
			all.Go(func() { answers[i] = c.must(ana, p) })
		}
		all.Wait()
		first := 0
		for _, a := range answers {
			if !a.Dup {
				first++
			}
			a.Dup = answers[0].Dup
			if a != answers[0] {
				t.Errorf("answers differ: %+v and %+v", a, answers[0])
			}
		}
		if first != 1 {
			t.Errorf("%d of the answers say they are the first", first)
		}
		if n := strings.Count(strings.Join(c.kinds(""), " ")+" ", "message "); n != 1 {
			t.Errorf("%d message events", n)
		}
		again := c.must(ana, Post{CMID: p.CMID, Conv: answers[0].Conv, Text: "Hello"})
		if !again.Dup || again.Seq != 1 || again.Pos != answers[0].Pos {
			t.Errorf("a repeat that names the conversation by conv: %+v", again)
		}
	})
}

func TestSameCMIDWithOtherContentIsAConflict(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		other := c.opens(ana, "Another matter")
		p := Post{CMID: "a", Conv: conv, Text: "It is broken", ReplyTo: 1}
		c.must(ana, p)
		for name, change := range map[string]func(*Post){
			"text":         func(p *Post) { p.Text = "It works" },
			"reply_to":     func(p *Post) { p.ReplyTo = 0 },
			"conversation": func(p *Post) { p.Conv = other },
			"new":          func(p *Post) { p.Conv, p.New = "", &Opening{} },
			"files":        func(p *Post) { p.Files = []string{} },
		} {
			q := p
			change(&q)
			out, err := c.Post(ctx(), ana, q)
			if name == "files" {
				if err != nil || !out.Dup {
					t.Errorf("an empty list of files is no other content: %v", err)
				}
				continue
			}
			if err == nil {
				t.Errorf("%s: no conflict", name)
				continue
			}
			c.refused(err, "cmid_conflict")
		}
		c.must(olga, Post{CMID: "a", Conv: conv, Text: "another author's a"})
		note := Post{CMID: "n", Conv: conv, Text: "between us", Stream: Internal}
		c.must(olga, note)
		note.Stream = Public
		_, err := c.Post(ctx(), olga, note)
		c.refused(err, "cmid_conflict")
	})
}

func TestRepeatAfterAnEditIsStillTheFirstMessage(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		p := Post{CMID: "x", Conv: conv, Text: "teh printer"}
		out := c.must(ana, p)
		if _, err := c.Edit(ctx(), ana, conv, out.MID, "the printer"); err != nil {
			t.Fatal(err)
		}
		if again := c.must(ana, p); !again.Dup || again.MID != out.MID {
			t.Errorf("%+v", again)
		}
	})
}

func TestStreamsAreGaplessUnderParallelWriters(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() { c.says(ana, conv, fmt.Sprint("question ", i)) })
			all.Go(func() { c.notes(olga, conv, fmt.Sprint("note ", i)) })
			all.Go(func() { c.says(olga, conv, fmt.Sprint("answer ", i)) })
		}
		all.Wait()
		want := map[string]uint64{Public: 61, Internal: 30}
		c.view(func(r store.Reader) error {
			for stream, last := range want {
				var seq uint64
				for m, err := range MessagesOf(r, conv, stream, 0) {
					if err != nil {
						return err
					}
					if seq++; m.Seq != seq {
						t.Fatalf("%s: seq %d after %d", stream, m.Seq, seq-1)
					}
				}
				if seq != last {
					t.Errorf("%s ends at %d, want %d", stream, seq, last)
				}
			}
			return nil
		})
		seen := map[string]uint64{}
		for _, e := range c.events(conv) {
			if e.Kind != "message" {
				continue
			}
			if seen[e.Stream]++; e.Seq != seen[e.Stream] {
				t.Fatalf("events of %s: seq %d, want %d", e.Stream, e.Seq, seen[e.Stream])
			}
		}
	})
}

func TestForeignAndUnknownConversationsAreMissing(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana, bea := c.visitor("Ana"), c.visitor("Bea")
		conv := c.opens(ana, "Hello")
		for _, id := range []string{conv, newID(), "x", strings.Repeat("y", 2000)} {
			_, err := c.Post(ctx(), bea, Post{CMID: newID(), Conv: id, Text: "let me in"})
			c.refused(err, "not_found")
			_, err = c.Show(ctx(), bea, id)
			c.refused(err, "not_found")
			c.refused(c.Read(ctx(), bea, id, Public, 1), "not_found")
			c.refused(c.Close(ctx(), bea, id), "not_found")
			c.refused(c.Type(ctx(), bea, "", id, "", true, ""), "not_found")
		}
		_, err := c.Post(ctx(), ana, Post{CMID: newID(), Conv: conv, Text: "a note?", Stream: Internal})
		c.refused(err, "forbidden")
		_, _, err = c.Messages(ctx(), ana, conv, Internal, nil, nil, 10)
		c.refused(err, "not_found")
	})
}

func TestBadPostsNameTheField(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		for name, want := range map[string]struct {
			Post
			code, field string
		}{
			"empty":         {Post{CMID: "1", Conv: conv, Text: " \n\t "}, "empty_text", "text"},
			"no cmid":       {Post{Conv: conv, Text: "x"}, "bad_cmid", "cmid"},
			"long cmid":     {Post{CMID: strings.Repeat("a", 65), Conv: conv, Text: "x"}, "bad_cmid", "cmid"},
			"nowhere":       {Post{CMID: "1", Text: "x"}, "conv_or_new", "conv"},
			"too long":      {Post{CMID: "1", Conv: conv, Text: strings.Repeat("é", 16_001)}, "too_large", "text"},
			"stream":        {Post{CMID: "1", Conv: conv, Text: "x", Stream: "secret"}, "bad_stream", "stream"},
			"reply to none": {Post{CMID: "1", Conv: conv, Text: "x", ReplyTo: 9}, "no_such_message", "reply_to"},
			"file":          {Post{CMID: "1", Conv: conv, Text: "x", Files: []string{newID()}}, "file_missing", "files"},
			"department":    {Post{CMID: "1", New: &Opening{Department: "none"}, Text: "x"}, "no_such_department", "department"},
		} {
			_, err := c.Post(ctx(), ana, want.Post)
			c.refused(err, want.code)
			if f := faultOf(err); f.Field != want.field {
				t.Errorf("%s: field %q, want %q", name, f.Field, want.field)
			}
		}
		if out := c.must(ana, Post{CMID: "1", Conv: conv, Text: strings.Repeat("é", 16_000)}); out.Seq != 2 {
			t.Errorf("nothing refused may take a number: seq %d", out.Seq)
		}
	})
}

func TestOneCustomerCannotFillTheQueue(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana := c.visitor("Ana")
		for range 20 {
			c.opens(ana, "again")
		}
		_, err := c.Post(ctx(), ana, Post{CMID: "1", New: &Opening{}, Text: "x"})
		c.refused(err, "rate_limited")
		c.opens(c.visitor("Bea"), "still welcome")
	})
}

func TestWhoNotesInAColleaguesChatSeesItInTheOtherTabs(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss := c.operator("Olga"), c.staff("Boss", actor.Supervisor)
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.notes(boss, conv, "ask for the version")
		if e := c.last(conv, "message"); !slices.Contains(e.Topics, boss.Topic()) || !slices.Contains(e.Topics, olga.Topic()) {
			t.Errorf("told %v", e.Topics)
		}
	})
}

func TestWhoChangesAChatOfAnotherDepartmentHearsOfIt(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, kim, boss := c.operator("Olga"), c.staff("Kim", actor.Operator), c.staff("Boss", actor.Administrator)
		name, members := "Billing", []string{olga.ID}
		billing, err := c.AddDepartment(ctx(), boss, DepartmentChange{Name: &name, Members: &members})
		must(t, err)
		conv := c.opens(c.visitor("Ana"), "Hello")
		must(t, c.Transfer(ctx(), olga, conv, "", billing.ID, ""))
		must(t, c.Rename(ctx(), kim, conv, "An invoice"))
		if e := c.last(conv, "conversation.changed"); !slices.Contains(e.Topics, kim.Topic()) {
			t.Errorf("told %v", e.Topics)
		}
	})
}
