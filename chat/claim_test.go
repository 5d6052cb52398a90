package chat

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
)

func TestOfFiftyClaimsOneWins(t *testing.T) {
	atCounter(t, func(c *counter) {
		conv := c.opens(c.visitor("Ana"), "Hello")
		crowd := make([]actor.Actor, 50)
		for i := range crowd {
			crowd[i] = c.staff(fmt.Sprint("Op", i), actor.Operator)
		}
		var all sync.WaitGroup
		var won, late atomic.Int32
		for _, a := range crowd {
			all.Go(func() {
				switch err := c.Claim(ctx(), a, conv); {
				case err == nil:
					won.Add(1)
				case fault.Is(err, fault.Conflict):
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || late.Load() != 49 {
			t.Errorf("%d won, %d were told they are late", won.Load(), late.Load())
		}
		for _, a := range crowd {
			if a.ID != c.conv(conv).Operator {
				continue
			}
			before := len(c.events(conv))
			if err := c.Claim(ctx(), a, conv); err != nil {
				t.Errorf("the holder's repeat: %v", err)
			}
			if len(c.events(conv)) != before {
				t.Error("the holder's repeat made an event")
			}
		}
	})
}

func TestClaimWithoutASocketLastsHalfAMinute(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga := c.staff("Olga", actor.Operator)
		first, second := c.opens(c.visitor("Ana"), "Hello"), c.opens(c.visitor("Bea"), "Hello")
		must(t, c.Claim(ctx(), olga, first))
		time.Sleep(20 * time.Second)
		must(t, c.Claim(ctx(), olga, second))
		time.Sleep(11 * time.Second)
		c.is(first, Queued)
		c.held(second, olga)
		time.Sleep(20 * time.Second)
		c.is(second, Queued)
	})
}

func TestClaimWithASocketStaysThoughOffline(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.staff("Olga", actor.Operator), c.visitor("Ana")
		c.Arrived(olga, "tab")
		conv := c.opens(ana, "Hello")
		must(t, c.Claim(ctx(), olga, conv))
		c.says(olga, conv, "I am here")
		time.Sleep(5 * time.Minute)
		c.held(conv, olga)
	})
}

func TestAnsweringAWaitingChatTakesIt(t *testing.T) {
	atCounter(t, func(c *counter) {
		conv := c.opens(c.visitor("Ana"), "Hello")
		olga, ivo := c.staff("Olga", actor.Operator), c.staff("Ivo", actor.Operator)
		c.notes(ivo, conv, "I know her")
		c.is(conv, Queued)
		c.says(olga, conv, "Good morning")
		c.held(conv, olga)
		c.says(ivo, conv, "Me too")
		c.held(conv, olga)
		kinds := c.kinds(conv)
		if kinds[len(kinds)-2] != "conversation.joined" {
			t.Errorf("who writes into a colleague's chat joins it: %v", kinds)
		}
	})
}

func TestClaimOfAClosedChatIsRefused(t *testing.T) {
	atCounter(t, func(c *counter) {
		ana, olga := c.visitor("Ana"), c.staff("Olga", actor.Operator)
		conv := c.opens(ana, "Hello")
		must(t, c.Close(ctx(), ana, conv))
		c.refused(c.Claim(ctx(), olga, conv), "conv_closed")
		c.refused(c.Claim(ctx(), olga, newID()), "not_found")
		c.refused(c.Claim(ctx(), ana, conv), "forbidden")
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
