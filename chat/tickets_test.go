package chat

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
	"balcao/text"
)

func TestTicketNumberReachesTheChatAtOnce(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "It is broken")
		c.says(olga, conv, "I see")
		c.notes(olga, conv, "known defect")
		var link Link
		for n, title := range map[uint64]string{1042: "Broken", 1043: "Broken too", 1044: "And this"} {
			c.update(func(tx store.Tx) (err error) {
				link, err = LinkTicket(tx, c.now(), olga, conv, n, title)
				return err
			})
		}
		if link.Customer != ana.Topic() || link.PublicSeq != 2 || link.InternalSeq != 1 || link.FirstAnswer.IsZero() || link.Operator != olga.ID {
			t.Errorf("%+v", link)
		}
		v := c.shown(ana, conv)
		slices.Sort(v.Tickets)
		if !slices.Equal(v.Tickets, []uint64{1042, 1043, 1044}) || v.TicketTitles["1042"] != "Broken" || v.TicketTitles["1044"] != "And this" {
			t.Errorf("%v %v", v.Tickets, v.TicketTitles)
		}
		if e := c.last(conv, "conversation.ticketed"); !bytes.Contains(e.Public, []byte("1042")) || !slices.Contains(e.Topics, ana.Topic()) {
			t.Errorf("%s", e.Public)
		}
		bea := c.visitor("Bea")
		err := c.Store.Update(ctx(), func(tx store.Tx) error {
			_, err := LinkTicket(tx, c.now(), bea, conv, 1, "mine")
			return err
		})
		c.refused(err, "not_found")
	})
}

func TestTicketReplyIsSaidInTheChatOnce(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ivo, ana := c.operator("Olga"), c.staff("Ivo", actor.Operator), c.visitor("Ana")
		conv := c.opens(ana, "It is broken")
		say := func(cmid, body string) (m Message, dup bool, err error) {
			err = c.Store.Update(ctx(), func(tx store.Tx) (err error) {
				m, dup, err = Say(tx, c.now(), newID, ivo, conv, cmid, body, text.Chat(body), nil)
				return err
			})
			return m, dup, err
		}
		first, dup, err := say("t1", "fixed in **2.1**")
		if err != nil || dup || first.Seq != 2 {
			t.Fatalf("%+v %v %v", first, dup, err)
		}
		again, dup, err := say("t1", "fixed in **2.1**")
		if err != nil || !dup || again.MID != first.MID {
			t.Errorf("%+v %v %v", again, dup, err)
		}
		_, _, err = say("t1", "something else")
		c.refused(err, "cmid_conflict")
		c.held(conv, olga) // answering the ticket takes nobody's chat
		if e := c.last(conv, "message"); !bytes.Contains(e.Public, []byte("<strong>2.1</strong>")) || !slices.Contains(e.Topics, ana.Topic()) || !slices.Contains(e.Topics, olga.Topic()) {
			t.Errorf("%s to %v", e.Public, e.Topics)
		}
		must(t, c.Close(ctx(), olga, conv))
		_, _, err = say("t2", "more")
		c.refused(err, "conv_closed")
	})
}

func TestARefusedTicketTakesItsWordsBack(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "It is broken")
		before := len(c.events(conv))
		no := errors.New("no cover")
		err := c.Store.Update(ctx(), func(tx store.Tx) error {
			if _, err := LinkTicket(tx, c.now(), olga, conv, 7, "x"); err != nil {
				return err
			}
			if _, _, err := Say(tx, c.now(), newID, olga, conv, "t", "said", "said", nil); err != nil {
				return err
			}
			return no
		})
		if !errors.Is(err, no) {
			t.Fatal(err)
		}
		v := c.shown(ana, conv)
		if len(v.Tickets) != 0 || v.PublicSeq != 1 || len(c.events(conv)) != before {
			t.Errorf("%+v", v)
		}
	})
}

func TestClockGoingBackKeepsTheOrderOfAThread(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "one")
		c.stop() // due-rows go by the same clock as the desk, or not at all
		c.Clock = func() time.Time { return time.Now().Add(-time.Hour) }
		c.says(olga, conv, "two")
		items, _, err := c.Messages(ctx(), ana, conv, Public, nil, nil, 10)
		must(t, err)
		if items[1].At.Before(items[0].At) {
			t.Errorf("%v before %v", items[1].At, items[0].At)
		}
	})
}
