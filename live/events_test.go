package live

import (
	"strings"
	"testing"
	"time"

	"balcao/store"
)

func TestBothTabsGetTheEventAndOnlyTheAuthorTheCMID(t *testing.T) {
	w := newWorld(t, Limits{})
	one, _, _ := w.join("vic", nil)
	two, _, _ := w.join("vic", nil)
	staff, _, _ := w.join("ada", nil)
	one.say(map[string]any{"t": "send", "cmid": "m-1", "text": "hi", "to": []string{"department/1"}})
	var ok, mine frame
	for range 2 { // ok and event come in either order
		if f := one.next(); f.T == "ok" {
			ok = f
		} else {
			mine = f
		}
	}
	if ok.CMID != "m-1" || mine.CMID != "m-1" || mine.Pos != ok.Pos {
		t.Fatalf("ok %s, event %s", ok.raw, mine.raw)
	}
	if f := two.next(); f.CMID != "m-1" || f.N != 1 {
		t.Fatalf("the other tab: %s", f.raw)
	}
	if f := staff.next(); f.CMID != "" || strings.Contains(f.raw, "m-1") {
		t.Fatalf("not the author: %s", f.raw)
	}
}

func TestNotesDoNotShiftTheCustomersNumbers(t *testing.T) {
	w := newWorld(t, Limits{})
	customer, _, _ := w.join("zoe", nil)
	staff, _, _ := w.join("ada", nil)
	both := []string{"account/zoe", "department/1"}
	w.commit(message("account/zoe", "", "one", both...), note("secret", both...), note("secret too", both...), message("account/ada", "", "two", both...))
	for i, text := range []string{"one", "two"} {
		if f := customer.next(); f.N != uint64(i+1) || f.text() != text || f.Stream != "public" {
			t.Fatalf("customer: %s", f.raw)
		}
	}
	for i, text := range []string{"one", "secret", "secret too", "two"} {
		if f := staff.next(); f.N != uint64(i+1) || f.text() != text {
			t.Fatalf("staff: %s", f.raw)
		}
	}
}

func TestACustomerNeverReceivesAStaffBody(t *testing.T) {
	w := newWorld(t, Limits{})
	start := w.commit(message("x", "", "start", "account/zoe"))
	live, _, _ := w.join("zoe", nil)
	both := []string{"account/zoe", "department/1"}
	w.commit(note("CANARY", both...), message("account/ada", "", "plain", both...), note("CANARY", both...))
	check := func(where, raw string) {
		t.Helper()
		if strings.Contains(raw, "CANARY") || strings.Contains(raw, `"for"`) {
			t.Errorf("%s: %s", where, raw)
		}
	}
	f := live.next()
	check("live", f.raw)
	if f.text() != "plain" {
		t.Fatalf("%s", f.raw)
	}
	at := &position{w.store.Log().Epoch(), start}
	for range 2 { // from memory, then by a new process
		_, _, between := w.join("zoe", at)
		if len(between) != 1 {
			t.Fatalf("resumed with %d frames", len(between))
		}
		check("resume", between[0].raw)
		_, _, body := w.ask("GET", "/api/v1/live/events?epoch="+at.Epoch+"&pos=1", "zoe")
		check("poll", string(body))
		w.restart()
	}
}

func TestAnEventOfSeveralTopicsComesOnce(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("ada", nil)
	w.commit(message("x", "", "one", "account/ada", "department/1", "session/s-ada"), message("x", "", "two", "department/1"))
	if one, two := c.next(), c.next(); one.text() != "one" || two.text() != "two" || two.N != 2 {
		t.Fatalf("%s, %s", one.raw, two.raw)
	}
}

func TestWatchingBringsAConversationUntilUnwatched(t *testing.T) {
	w := newWorld(t, Limits{Watch: 2})
	c, _, _ := w.join("ada", nil)
	c.say(`{"t":"watch","conv":"foreign-1"}`)
	if f := c.next(); f.Code != "not_found" {
		t.Fatalf("%s", f.raw)
	}
	c.say(`{"t":"watch"}`)
	if f := c.next(); f.Code != "bad_request" || f.Field != "conv" {
		t.Fatalf("%s", f.raw)
	}
	for _, conv := range []string{"c1", "c1", "c2", "c3"} {
		c.say(map[string]string{"t": "watch", "conv": conv})
	}
	if f := c.next(); f.Code != "bad_request" {
		t.Fatalf("a third watch: %s", f.raw)
	}
	w.commit(message("visitor/vic", "", "seen", "conversation/c1"))
	if f := c.next(); f.text() != "seen" {
		t.Fatalf("%s", f.raw)
	}
	c.say(`{"t":"unwatch","conv":"c1"}`)
	c.say(`{"t":"ping"}`)
	c.until("pong")
	w.commit(message("visitor/vic", "", "unseen", "conversation/c1"), message("visitor/vic", "", "last", "department/1"))
	if f := c.next(); f.text() != "last" {
		t.Fatalf("%s", f.raw)
	}
}

func TestVolatileFramesReachTheOthersOnce(t *testing.T) {
	w := newWorld(t, Limits{})
	a, _, _ := w.join("ada", nil)
	b, _, _ := w.join("bob", nil)
	b.say(`{"t":"watch","conv":"c1"}`)
	b.say(`{"t":"ping"}`)
	b.until("pong")
	a.say(`{"t":"typing"}`)
	if f := b.next(); f.T != "volatile" || f.Ev != "typing" || !strings.Contains(f.raw, `"conv":"c1","data":{"by":"ada"}`) {
		t.Fatalf("%s", f.raw)
	}
	b.say(`{"t":"ping"}`)
	if f := b.next(); f.T != "pong" {
		t.Fatalf("twice: %s", f.raw)
	}
	a.say(`{"t":"ping"}`)
	if f := a.next(); f.T != "pong" {
		t.Fatalf("to the sender: %s", f.raw)
	}
}

func TestRevocationClosesSocketsWithinASecond(t *testing.T) {
	for kind, code := range map[string]int{store.KindRevoked: CloseRevoked, store.KindBlocked: CloseBlocked} {
		for _, topic := range []string{"account/ada", "session/s-ada"} {
			w := newWorld(t, Limits{})
			gone, _, _ := w.join("ada", nil)
			stays, _, _ := w.join("bob", nil)
			began := time.Now()
			w.commit(store.Event{Kind: kind, Topics: []string{topic}})
			gone.closed(code)
			if took := time.Since(began); took > time.Second {
				t.Errorf("%s %s took %v", kind, topic, took)
			}
			w.commit(message("x", "", "still", "department/1"))
			if f := stays.next(); f.text() != "still" || f.N != 1 {
				t.Fatalf("%s", f.raw)
			}
		}
	}
}

func TestChangedRightsCountAtOnceAndResumeBelowIsReset(t *testing.T) {
	w := newWorld(t, Limits{})
	c, welcome, _ := w.join("zoe", nil)
	w.commit(message("x", "", "foreign", "company/1"))
	w.mu.Lock()
	w.topics["zoe"] = []string{"company/1"}
	w.mu.Unlock()
	changed := w.commit(store.Event{Kind: store.KindTopics, Topics: []string{"account/zoe"}}, message("x", "", "ours", "company/1"))
	if f := c.next(); f.text() != "ours" || f.N != 1 {
		t.Fatalf("%s", f.raw)
	}
	w.mu.Lock()
	w.topics["zoe"] = nil
	w.mu.Unlock()
	w.commit(store.Event{Kind: store.KindTopics, Topics: []string{"account/zoe"}}, message("x", "", "theirs", "company/1"), message("x", "", "mine", "account/zoe"))
	if f := c.next(); f.text() != "mine" {
		t.Fatalf("%s", f.raw)
	}
	for range 2 {
		for _, pos := range []uint64{welcome.Pos, changed} {
			_, again, between := w.join("zoe", &position{welcome.Epoch, pos})
			if again.Resumed || len(between) != 1 || between[0].T != "reset" || between[0].Reason != resetTrimmed {
				t.Fatalf("resume at %d: %s %v", pos, again.raw, between)
			}
		}
		w.restart()
	}
}

func TestAHeartbeatComesWhenIdleWithTheCount(t *testing.T) {
	w := newWorld(t, Limits{Heartbeat: 200 * time.Millisecond})
	c, _, _ := w.join("ada", nil)
	w.commit(message("x", "", "one", "account/ada"))
	pos := w.commit(message("x", "", "not mine", "account/bob"))
	c.until("event")
	began := time.Now()
	f := c.until("heartbeat")
	if took := time.Since(began); took < 100*time.Millisecond || took > 2*time.Second {
		t.Errorf("after %v", took)
	}
	if f.N != 1 || f.Pos != pos {
		t.Fatalf("%s", f.raw)
	}
	if f = c.next(); f.T != "heartbeat" {
		t.Fatalf("%s", f.raw)
	}
}

func TestEditedMessagesAreNotReplayedAsTheyWere(t *testing.T) {
	w := newWorld(t, Limits{})
	start := w.commit(message("x", "", "start", "account/zoe"))
	w.commit(message("x", "", "WITHDRAWN", "account/zoe"))
	gone := message("x", "", "", "account/zoe")
	gone.Kind = "message.deleted"
	w.commit(gone)
	eventually(t, "handed out", func() bool { return w.hub.reached() == w.store.Log().Head() })
	_, _, between := w.join("zoe", &position{w.store.Log().Epoch(), start})
	if len(between) != 2 {
		t.Fatalf("%v", between)
	}
	for _, f := range between {
		if strings.Contains(f.raw, "WITHDRAWN") {
			t.Errorf("replayed: %s", f.raw)
		}
	}
}

// reached is the hub's head.
func (h *Hub) reached() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.head
}
