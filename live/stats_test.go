package live

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"balcao/actor"
)

func TestResumesAreCountedByWhereTheyAreServedFrom(t *testing.T) {
	w := newWorld(t, Limits{RingEvents: 10, ScanRows: 100})
	start := w.commit(message("x", "", "start", "account/zoe"))
	var head uint64
	for i := range 30 {
		head = w.commit(message("x", "", fmt.Sprint(i), "account/zoe"))
	}
	w.reached(head)
	epoch := w.store.Log().Epoch()
	w.join("zoe", nil)
	w.join("zoe", &position{epoch, head - 5})
	w.join("zoe", &position{epoch, start})
	w.join("zoe", &position{epoch, head + 1000})
	w.join("zoe", &position{"another", head})
	s := w.hub.Stats()
	if m, d := s.FromMemory.Value(), s.FromDisk.Value(); m != 1 || d != 1 {
		t.Errorf("from memory %d, from disk %d", m, d)
	}
	if s.Resets[resetAhead].Value() != 1 || s.Resets[resetEpoch].Value() != 1 || s.Resets[resetTrimmed].Value() != 0 {
		t.Errorf("resets: ahead %d, epoch %d", s.Resets[resetAhead].Value(), s.Resets[resetEpoch].Value())
	}
	if n := w.hub.Sockets()[actor.Customer]; n != 5 {
		t.Errorf("%d sockets of customers", n)
	}
}

func TestEverySocketThatEndsIsCountedOnceByItsCode(t *testing.T) {
	w := newWorld(t, Limits{})
	left, _, _ := w.join("vic", nil)
	_ = left.ws.CloseNow()
	bad := w.socket()
	bad.hello("none", nil)
	bad.closed(CloseBadTicket)
	binary, _, _ := w.join("ada", nil)
	_ = binary.ws.Write(t.Context(), websocket.MessageBinary, []byte("x"))
	binary.closed(CloseBinary)
	w.join("zoe", nil)
	w.revoke("account/zoe")
	s := w.hub.Stats()
	eventually(t, "all have ended", func() bool { return len(w.hub.open()) == 0 })
	for code, c := range s.Closes {
		want := uint64(0)
		if code == 0 || code == CloseBadTicket || code == CloseBinary || code == CloseRevoked {
			want = 1
		}
		eventually(t, fmt.Sprintf("code %d counted %d times", code, want), func() bool { return c.Value() == want })
	}
}

func TestDroppedVolatileFramesAreCounted(t *testing.T) {
	w := newWorld(t, Limits{QueueFrames: 4, WriteTime: time.Minute})
	w.stuck("bob")
	eventually(t, "some dropped", func() bool {
		w.hub.Volatile("typing", "c1", strings.Repeat("x", 20_000), []string{"department/1"}, "")
		return w.hub.Stats().Dropped.Value() > 3
	})
}

func TestRefusedUpgradesAreCountedByCode(t *testing.T) {
	w := newWorld(t, Limits{})
	if _, _, err := w.dial("https://elsewhere.example"); err == nil {
		t.Fatal("a foreign origin got a socket")
	}
	w.ask("GET", "/live", "")
	s := w.hub.Stats()
	if s.Upgrades["bad_origin"].Value() != 1 || s.Upgrades["not_websocket"].Value() != 1 {
		t.Errorf("foreign %d, plain %d", s.Upgrades["bad_origin"].Value(), s.Upgrades["not_websocket"].Value())
	}
}

func TestOnlySendsThatWorkedCountAsOK(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	c.say(`{"t":"send","cmid":"m-1","text":"x"}`)
	c.until("ok")
	c.say(`{"t":"send","cmid":"m-2"}`)
	c.until("err")
	c.say(`{"t":"ping"}`)
	c.until("pong")
	s := w.hub.Stats()
	if ok, in := s.OK.Tally().Count(), s.In.Value(); ok != 1 || in != 4 || s.Refused["bad_request"].Value() != 1 {
		t.Errorf("ok %d, frames in %d, refused %d", ok, in, s.Refused["bad_request"].Value())
	}
	if err := w.hub.Pulse(t.Context()); err != nil {
		t.Error("the hub does not come round:", err)
	}
	if events, _ := w.hub.Lag(); events != 0 {
		w.reached(w.store.Log().Head())
	}
}
