package chat

import (
	"bytes"
	"slices"
	"testing"

	"balcao/actor"
)

func TestDeletedTextIsNowhereInTheLog(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		secret := c.says(ana, conv, "my password is KANARIENVOGEL")
		if _, err := c.Edit(ctx(), ana, conv, secret.MID, "it was KANARIENVOGEL, sorry"); err != nil {
			t.Fatal(err)
		}
		must(t, c.Rate(ctx(), ana, conv, 3, "")) // repeats the last message
		must(t, c.Close(ctx(), olga, conv))
		must(t, c.Delete(ctx(), ana, conv, secret.MID))
		seen := 0
		for _, e := range c.events(conv) {
			for _, b := range [][]byte{e.Staff, e.Public} {
				if bytes.Contains(b, []byte("KANARIENVOGEL")) {
					t.Errorf("%s: %s", e.Kind, b)
				}
				if bytes.Contains(b, []byte(`"deleted":true`)) {
					seen++
				}
			}
		}
		if seen != 6 { // message, edited, deleted, each for both sides
			t.Errorf("%d bodies say it was deleted", seen)
		}
		if last := c.shown(olga, conv).Last; last == nil || last.Text != "" || last.Seq != secret.Seq {
			t.Errorf("%+v", last)
		}
		m, err := c.Message(ctx(), ana, conv, Public, secret.Seq)
		must(t, err)
		if !m.Deleted || m.Text != "" || m.HTML != "" {
			t.Errorf("%+v", m)
		}
		_, err = c.Edit(ctx(), ana, conv, secret.MID, "again")
		c.refused(err, "message_deleted")
	})
}

func TestEditReachesTheLoggedMessageAndTheList(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		out := c.says(olga, conv, "It costs 10 €")
		v, err := c.Edit(ctx(), olga, conv, out.MID, "It costs **20** €")
		must(t, err)
		if v.EditedAt.IsZero() || v.Seq != out.Seq || v.HTML == "" {
			t.Errorf("%+v", v)
		}
		first := c.events(conv)[slices.Index(c.kinds(conv), "message")+1]
		if first.Pos != out.Pos || !bytes.Contains(first.Public, []byte("20")) || bytes.Contains(first.Public, []byte("10 €")) {
			t.Errorf("a client that resumes gets %s", first.Public)
		}
		e := c.last(conv, "message.edited")
		if e.Seq != out.Seq || e.Stream != Public || !slices.Contains(e.Topics, ana.Topic()) {
			t.Errorf("%+v", e)
		}
		if got := c.shown(ana, conv).Last.Text; got != "It costs 20 €" {
			t.Errorf("the list shows %q", got)
		}
	})
}

func TestOnlyAuthorsEditAndSupervisorsDelete(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, boss, ana := c.operator("Olga"), c.staff("Boss", actor.Supervisor), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		answer, note := c.says(olga, conv, "Good morning"), c.notes(olga, conv, "difficult")
		_, err := c.Edit(ctx(), ana, conv, answer.MID, "x")
		c.refused(err, "forbidden")
		_, err = c.Edit(ctx(), ana, conv, note.MID, "x")
		c.refused(err, "not_found") // the customer may not even know of it
		_, err = c.Edit(ctx(), boss, conv, answer.MID, "x")
		c.refused(err, "forbidden")
		_, err = c.Edit(ctx(), olga, conv, answer.MID, "  ")
		c.refused(err, "empty_text")
		_, err = c.Edit(ctx(), c.visitor("Bea"), conv, answer.MID, "x")
		c.refused(err, "not_found")
		c.refused(c.Delete(ctx(), ana, conv, answer.MID), "forbidden")
		must(t, c.Delete(ctx(), boss, conv, answer.MID))
	})
}
