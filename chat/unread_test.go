package chat

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// notices are those logged of the kind, oldest first.
func (c *counter) notices(kind string) (list []store.Notice) {
	c.t.Helper()
	synctest.Wait()
	for _, e := range c.events("") {
		for _, n := range e.Notices {
			if n.Kind == kind {
				list = append(list, n)
			}
		}
	}
	return list
}

func (c *counter) visitorWith(name, email string) actor.Actor {
	c.t.Helper()
	v, _, err := c.Arrive(ctx(), accounts.Visitor{Site: DefaultSite, Name: name, Email: email, Locale: "en"})
	must(c.t, err)
	return v.Actor()
}

func TestAnAnswerUnreadForFiveMinutesIsToldOnceAndTheNextOneAgain(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, carla := c.operator("Olga"), c.staffless("carla@example.com")
		conv := c.opens(carla, "Hello")
		c.says(olga, conv, "Good morning")
		time.Sleep(time.Minute)
		c.says(olga, conv, "Try again now")
		time.Sleep(3*time.Minute + 50*time.Second)
		if got := c.notices("chat.answer"); len(got) != 0 {
			t.Fatalf("told before five minutes: %+v", got)
		}
		time.Sleep(20 * time.Second)
		got := c.notices("chat.answer")
		if len(got) != 1 || got[0].To[0] != carla.Topic() || got[0].Args["by"] != "Olga" || got[0].URL != "/chats/"+conv || got[0].Link != "" {
			t.Fatalf("told %+v", got)
		}
		c.view(func(r store.Reader) error {
			q, err := QuoteOf(r, got[0].Quote)
			if err != nil || q.Text != "Try again now" || q.Author != "Olga" {
				t.Errorf("quotes %+v, %v", q, err)
			}
			whole, err := QuoteOf(r, "conversation/"+conv)
			if err != nil || !strings.Contains(whole.Text, "Hello") || !strings.Contains(whole.Text, "Try again now") {
				t.Errorf("the transcript is %q, %v", whole.Text, err)
			}
			return nil
		})
		time.Sleep(time.Hour)
		if got := c.notices("chat.answer"); len(got) != 1 {
			t.Errorf("told again of the same: %d", len(got))
		}
		c.says(olga, conv, "Are you there?")
		time.Sleep(6 * time.Minute)
		if got := c.notices("chat.answer"); len(got) != 2 {
			t.Errorf("of the next answer told %d times", len(got))
		}
	})
}

func TestAnAnswerThatWasReadIsNotTold(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, carla := c.operator("Olga"), c.staffless("carla@example.com")
		conv := c.opens(carla, "Hello")
		m := c.says(olga, conv, "Good morning")
		must(t, c.Read(ctx(), carla, conv, Public, m.Seq))
		m = c.says(olga, conv, "and more")
		must(t, c.Read(ctx(), carla, conv, Public, m.Seq))
		c.notes(olga, conv, "a note is nobody's mail")
		time.Sleep(time.Hour)
		if got := c.notices("chat.answer"); len(got) != 0 {
			t.Errorf("told %+v", got)
		}
	})
}

func TestAnAddressNobodyProvedGetsALinkThatOpensOnceAndProvesIt(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitorWith("Ana", "ana@example.com")
		conv := c.opens(ana, "Hello")
		c.says(olga, conv, "A secret answer")
		time.Sleep(6 * time.Minute)
		got := c.notices("chat.waiting")
		if len(got) != 1 || got[0].Quote != "" || len(got[0].Args) != 0 || got[0].URL != "" || len(c.notices("chat.answer")) != 0 {
			t.Fatalf("told %+v", got)
		}
		var path string
		link := func() (err error) {
			c.view(func(r store.Reader) error {
				path, err = c.LinkOf(r, got[0].Link)
				return nil
			})
			return err
		}
		must(t, link())
		code, ok := strings.CutPrefix(path, "/chat/answer#")
		if !ok || len(code) < 30 {
			t.Fatalf("link %q", path)
		}
		_, err := c.Return(ctx(), code+"x")
		c.refused(err, "not_found")
		back, err := c.Return(ctx(), code)
		must(t, err)
		if back.Visitor != ana.ID || back.Conversation != conv || back.Token == "" {
			t.Errorf("came back as %+v", back)
		}
		_, err = c.Return(ctx(), code)
		c.refused(err, "link_used")
		c.refused(link(), "not_found")
		c.says(olga, conv, "Now that it is proved")
		time.Sleep(6 * time.Minute)
		if got := c.notices("chat.answer"); len(got) != 1 || got[0].Quote == "" || got[0].Link == "" {
			t.Errorf("once proved: %+v", got)
		}
		other := "other@example.com"
		_, err = c.ChangeVisitor(ctx(), ana, VisitorChange{Email: &other})
		must(t, err)
		c.says(olga, conv, "To whom?")
		time.Sleep(6 * time.Minute)
		if got := c.notices("chat.answer"); len(got) != 1 {
			t.Errorf("another address counts as proved: %+v", got)
		}
	})
}

func TestALinkIsVoidOnceAnotherAddressIsGivenAndAfterTwoWeeks(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana, bia := c.operator("Olga"), c.visitorWith("Ana", "ana@example.com"), c.visitorWith("Bia", "bia@example.com")
		for _, who := range []actor.Actor{ana, bia} {
			c.says(olga, c.opens(who, "Hello"), "An answer")
		}
		time.Sleep(6 * time.Minute)
		got := c.notices("chat.waiting")
		if len(got) != 2 {
			t.Fatalf("told %+v", got)
		}
		codes := make([]string, 2)
		c.view(func(r store.Reader) (err error) {
			for i, n := range got {
				if codes[i], err = c.LinkOf(r, n.Link); err != nil {
					return err
				}
			}
			return nil
		})
		other := "other@example.com"
		_, err := c.ChangeVisitor(ctx(), ana, VisitorChange{Email: &other})
		must(t, err)
		_, err = c.Return(ctx(), codes[0])
		c.refused(err, "link_void")
		time.Sleep(linkLasts)
		_, err = c.Return(ctx(), codes[1])
		c.refused(err, "link_expired")
	})
}

func TestTheTeamIsToldOfAMessageThatWasLeftOnlyWhenNobodyIsThere(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.staff("Olga", actor.Operator), c.visitorWith("Ana", "ana@example.com")
		conv := c.opens(ana, "Nobody here?")
		got := c.notices("chat.left")
		if len(got) != 1 || len(got[0].To) != 1 || got[0].To[0] != olga.Topic() || got[0].Args["name"] != "Ana" {
			t.Fatalf("told %+v", got)
		}
		c.view(func(r store.Reader) error {
			if q, err := QuoteOf(r, got[0].Quote); err != nil || q.Text != "Nobody here?" {
				t.Errorf("quotes %+v, %v", q, err)
			}
			return nil
		})
		c.says(ana, conv, "still nobody")
		c.online(olga)
		c.opens(c.visitor("Bia"), "Hello")
		if got := c.notices("chat.left"); len(got) != 1 {
			t.Errorf("told %d times", len(got))
		}
	})
}
