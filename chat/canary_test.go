package chat

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// Everything staff keep to themselves is given a word that must not be in
// anything a customer is sent, and customers' events carry no field of theirs.
func TestCustomersNeverGetAnInternalWord(t *testing.T) {
	atCounter(t, func(c *counter) {
		const canary = "KANARIENVOGEL"
		olga, ivo, boss := c.operator("Olga"), c.operator("Ivo"), c.staff("Boss", actor.Administrator)
		ana := c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		if c.conv(conv).Operator == ivo.ID {
			olga, ivo = ivo, olga
		}
		note := c.notes(olga, conv, "note "+canary)
		c.says(olga, conv, "Good morning")
		edited, err := c.Edit(ctx(), olga, conv, note.MID, "changed "+canary)
		must(t, err)
		must(t, c.Read(ctx(), olga, conv, Internal, 1))
		must(t, c.Type(ctx(), olga, "tab", conv, Internal, true, canary))
		must(t, c.Look(ctx(), boss, "tab", conv, true))
		must(t, c.Transfer(ctx(), olga, conv, ivo.ID, "", "reason "+canary))
		must(t, c.Assign(ctx(), boss, conv, boss.ID))
		c.notes(boss, conv, "again "+canary)
		must(t, c.Delete(ctx(), olga, conv, edited.MID))
		_, err = c.KeepDraft(ctx(), olga, "conversation:"+conv, canary, Internal)
		must(t, err)
		customer := c.staffless("carla@" + strings.ToLower(canary) + ".example.com")
		must(t, c.Attach(ctx(), olga, conv, Attachment{Account: customer.ID}))
		must(t, c.Close(ctx(), olga, conv))
		must(t, c.Block(ctx(), boss, conv, true, "reason "+canary))
		time.Sleep(time.Minute)

		forbidden := []string{canary, strings.ToLower(canary), "@balcao.test", "internal_seq", `"unread"`, "queue_position", `"note"`, `"from":`, "assigned_at"}
		clean := func(what string, b []byte) {
			t.Helper()
			for _, word := range forbidden {
				if bytes.Contains(b, []byte(word)) {
					t.Errorf("%s holds %q: %s", what, word, b)
				}
			}
		}
		shown := 0
		for _, e := range c.events(conv) {
			if e.Public == nil {
				continue
			}
			shown++
			clean("event "+e.Kind, e.Public)
			if e.Stream == Internal {
				t.Errorf("%s of the internal stream has a public body", e.Kind)
			}
		}
		if shown < 6 {
			t.Errorf("only %d public events: the test does not see what it means to", shown)
		}
		forbidden = forbidden[:4]
		for _, a := range []actor.Actor{ana, customer} {
			for what, fetch := range map[string]func() (any, error){
				"conversation": func() (any, error) { return c.Show(ctx(), a, conv) },
				"messages":     func() (any, error) { m, _, err := c.Messages(ctx(), a, conv, Public, nil, nil, 200); return m, err },
				"transcript":   func() (any, error) { return c.Transcript(ctx(), a, conv, true) },
				"list":         func() (any, error) { l, _, err := c.List(ctx(), a, Listing{Limit: 200}); return l, err },
				"search":       func() (any, error) { return c.Search(ctx(), a, "hello", 10) },
				"snapshot": func() (v any, err error) {
					c.view(func(r store.Reader) error { v, err = c.Snapshot(r, a); return nil })
					return v, err
				},
			} {
				v, err := fetch()
				must(t, err)
				b, err := json.Marshal(v)
				must(t, err)
				if !bytes.Contains(b, []byte(conv)) {
					t.Errorf("%s does not even hold the conversation: %s", what, b)
				}
				clean(what, b)
			}
			if hits, err := c.Search(ctx(), a, canary, 10); err != nil || len(hits) > 0 {
				t.Errorf("a customer finds notes: %v %v", hits, err)
			}
		}
		for _, w := range c.told.frames {
			for _, topic := range w.topics {
				if strings.HasPrefix(topic, "visitor/") || topic == customer.Topic() {
					clean("volatile "+w.ev, []byte(w.data))
				}
			}
			if w.ev == "looking" && strings.Contains(strings.Join(w.topics, " "), "visitor/") {
				t.Error("customers hear who looks")
			}
		}
	})
}

// staffless makes a customer account.
func (c *counter) staffless(email string) actor.Actor {
	c.t.Helper()
	a, err := c.house.CreateAccount(ctx(), actor.Actor{Role: actor.System}, accounts.NewAccount{
		Email: email, Name: "Carla Mota", Password: "Corret0-cavalo", Role: actor.Customer,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return a.Actor()
}
