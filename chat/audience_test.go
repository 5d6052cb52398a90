package chat

import (
	"net/url"
	"strings"
	"testing"

	"balcao/actor"
)

func TestASiteAdmitsWhomItIsFor(t *testing.T) {
	atCounter(t, func(c *counter) {
		boss, ana, carla := c.staff("Boss", actor.Administrator), c.visitor("Ana"), c.staffless("carla@example.com")
		old := c.opens(ana, "before anything was said")
		for audience, want := range map[string][2]string{
			"signed_in": {"chat_signed_in", ""}, "licensed": {"chat_licensed", "chat_licensed"}, "covered": {"chat_covered", "chat_covered"}, "everybody": {"", ""},
		} {
			_, err := c.ChangeSite(ctx(), boss, DefaultSite, SiteChange{Audience: &audience})
			must(t, err)
			for i, who := range []actor.Actor{ana, carla} {
				_, err := c.Post(ctx(), who, Post{CMID: newID(), New: &Opening{}, Text: "Hello"})
				if want[i] == "" {
					must(t, err)
				} else {
					c.refused(err, want[i])
				}
			}
			c.says(ana, old, "what goes on is not asked")
		}
		none := "nobody"
		_, err := c.ChangeSite(ctx(), boss, DefaultSite, SiteChange{Audience: &none})
		c.refused(err, "bad_choice")
	})
}

func TestTheLinkOfAMailIsAPageThatUsesNothingUpBeforeItsButton(t *testing.T) {
	onWire(t, func(w *wire) {
		if body, _ := w.page(actor.Actor{}, 200, "/chat/answer", nil); !strings.Contains(body, `action="/chat/answer"`) {
			t.Errorf("%s", body)
		}
		if body, _ := w.page(actor.Actor{}, 404, "/chat/answer", url.Values{"code": {"none-of-ours"}}); !strings.Contains(body, `value="none-of-ours"`) {
			t.Errorf("what was typed is lost: %s", body)
		}
	})
}
