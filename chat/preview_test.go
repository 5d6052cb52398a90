package chat

import (
	"bytes"
	"testing"
)

func TestAPreviewShowsWhatAPersonReadsWithoutMarks(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "It is **urgent**: see [the log](https://x.test/log)")
		want := func(text string) {
			t.Helper()
			for _, v := range []View{c.shown(olga, conv), c.shown(ana, conv)} {
				if v.Last == nil || v.Last.Text != text {
					t.Errorf("the list shows %+v, want %q", v.Last, text)
				}
			}
		}
		want("It is urgent: see the log")
		out := c.says(olga, conv, "Try `balcao check` *now*")
		want("Try balcao check now")
		must(t, c.Rate(ctx(), ana, conv, 5, "")) // its event repeats the last message
		_, err := c.Edit(ctx(), olga, conv, out.MID, "Try **this** first")
		must(t, err)
		want("Try this first")
		repeated := 0
		for _, e := range c.events(conv) {
			if bytes.Contains(e.Staff, []byte(`"last_message":`)) && bytes.Contains(e.Staff, []byte(`Try this first`)) {
				repeated++
			}
		}
		if repeated == 0 {
			t.Error("no event repeats the last message as it reads")
		}
		c.says(ana, conv, "> ") // nothing to read in it: shown as it was typed, since empty means deleted
		want(">")
		hits, err := c.Search(ctx(), olga, "urgent", 5)
		must(t, err)
		if len(hits) != 1 || hits[0].Snippet != "It is urgent: see the log" {
			t.Errorf("found %+v", hits)
		}
	})
}
