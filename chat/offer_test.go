package chat

import (
	"testing"
	"time"

	"balcao/actor"
)

func (c *counter) offers(seconds int) {
	c.t.Helper()
	_, err := c.ChangeDepartment(ctx(), c.staff("Boss", actor.Administrator), defaultDepartmentID, DepartmentChange{OfferSeconds: &seconds})
	must(c.t, err)
}

func TestOfferGoesToTheNextWhenItLapses(t *testing.T) {
	atCounter(t, func(c *counter) {
		c.offers(45)
		olga, ivo, ana := c.operator("Olga"), c.operator("Ivo"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		first := c.conv(conv).Operator
		if c.conv(conv).State != Offered || c.shown(ana, conv).State != Queued || c.shown(ana, conv).Operator != nil {
			t.Errorf("offered: staff see %s, the customer %+v", c.conv(conv).State, c.shown(ana, conv))
		}
		if e := c.last(conv, "conversation.offered"); e.Public != nil {
			t.Error("the customer hears whom it is offered to")
		}
		time.Sleep(46 * time.Second)
		second := c.conv(conv).Operator
		if c.conv(conv).State != Offered || second == first {
			t.Fatalf("offered to %s, then to %s", first, second)
		}
		taker, other := olga, ivo
		if second == ivo.ID {
			taker, other = ivo, olga
		}
		c.refused(c.Claim(ctx(), other, conv), "already_claimed")
		must(t, c.Claim(ctx(), taker, conv))
		c.held(conv, taker)
		time.Sleep(50 * time.Second)
		c.held(conv, taker)
	})
}

func TestOfferEverybodyLetLapseIsOfferedAgainAndNotForgotten(t *testing.T) {
	atCounter(t, func(c *counter) {
		c.offers(45)
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		next := c.opens(c.visitor("Bea"), "Hello")
		must(t, c.Decline(ctx(), olga, conv))
		c.refused(c.Decline(ctx(), olga, conv), "no_offer")
		c.is(conv, Queued)
		c.is(next, Offered)
		time.Sleep(46 * time.Second)
		c.is(next, Queued)
		time.Sleep(15 * time.Second)
		c.is(conv, Offered)
	})
}

func TestOfferToWhoGoesAwayIsTakenBack(t *testing.T) {
	atCounter(t, func(c *counter) {
		c.offers(300)
		olga := c.operator("Olga")
		conv := c.opens(c.visitor("Ana"), "Hello")
		c.gone(olga)
		time.Sleep(31 * time.Second)
		c.is(conv, Queued)
		c.online(c.staff("Ivo", actor.Operator))
		c.is(conv, Offered)
	})
}

func TestClosingAnOfferedChatEndsTheOffer(t *testing.T) {
	atCounter(t, func(c *counter) {
		c.offers(45)
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "Hello")
		must(t, c.Close(ctx(), ana, conv))
		time.Sleep(2 * time.Minute)
		c.is(conv, Closed)
		c.refused(c.Claim(ctx(), olga, conv), "conv_closed")
	})
}
