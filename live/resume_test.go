package live

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balcao/actor"
	"balcao/store"
)

func texts(frames []frame) string {
	var all []string
	for _, f := range frames {
		if f.T != "event" {
			all = append(all, f.T+" "+f.Reason)
			continue
		}
		all = append(all, f.text())
	}
	return strings.Join(all, ",")
}

func TestResumeBringsWhatWasMissedAcrossARestart(t *testing.T) {
	w := newWorld(t, Limits{})
	c, welcome, _ := w.join("zoe", nil)
	w.commit(message("x", "", "seen", "account/zoe"))
	at := &position{welcome.Epoch, c.next().Pos}
	_ = c.ws.CloseNow()
	w.commit(message("x", "", "a", "account/zoe"), message("x", "", "foreign", "account/bob"), note("internal", "account/zoe"))
	w.restart()
	head := w.commit(message("x", "", "b", "account/zoe"))
	eventually(t, "handed out", func() bool { return w.hub.reached() == head })
	c, welcome, between := w.join("zoe", at)
	if got := texts(between); !welcome.Resumed || got != "a,b" || between[1].N != 2 {
		t.Fatalf("resumed %v with %q", welcome.Resumed, got)
	}
	w.commit(message("x", "", "c", "account/zoe"))
	if f := c.next(); f.N != 3 || f.text() != "c" {
		t.Fatalf("%s", f.raw)
	}
}

func TestResumeThatCannotBeIsReset(t *testing.T) {
	w := newWorld(t, Limits{RingEvents: 10, ScanRows: 20})
	epoch := w.store.Log().Epoch()
	var head uint64
	for i := range 60 {
		head = w.commit(message("x", "", fmt.Sprint(i), "account/zoe"))
	}
	eventually(t, "handed out", func() bool { return w.hub.reached() == head })
	expect := func(at *position, reason string) {
		t.Helper()
		c, welcome, between := w.join("zoe", at)
		if reason == "" {
			if got := texts(between); !welcome.Resumed || uint64(len(between)) != head-at.Pos {
				t.Fatalf("at %d: resumed %v with %s", at.Pos, welcome.Resumed, got)
			}
		} else if welcome.Resumed || len(between) != 1 || between[0].T != "reset" || between[0].Reason != reason || welcome.Pos != head {
			t.Fatalf("at %v: %s then %s", at, welcome.raw, texts(between))
		}
		_ = c.ws.CloseNow()
	}
	expect(&position{"other", head}, resetEpoch)
	expect(&position{epoch, head + 1}, resetAhead)
	expect(&position{epoch, head}, "")
	expect(&position{epoch, head - 5}, "")
	expect(&position{epoch, head - 30}, "") // 20 rows on disk, 10 in memory
	expect(&position{epoch, head - 31}, resetTooMany)
	if err := store.Trim(context.Background(), w.store, time.Now(), time.Hour, 15); err != nil {
		t.Fatal(err)
	}
	expect(&position{epoch, head - 15}, "")
	expect(&position{epoch, head - 17}, resetTrimmed)
}

func TestTheRingIsFilledFromDiskAfterAStart(t *testing.T) {
	w := newWorld(t, Limits{RingEvents: 50})
	var head uint64
	for i := range 80 {
		head = w.commit(message("x", "", fmt.Sprint(i), "account/zoe"))
	}
	w.restart()
	w.commit(message("x", "", "new", "account/bob"))
	eventually(t, "filled", func() bool {
		w.hub.mu.Lock()
		defer w.hub.mu.Unlock()
		return w.hub.ring.from == head-49 && w.hub.head == head+1
	})
	w.hub.mu.Lock()
	found, upto, more := w.hub.ring.after(head-10, []string{"account/zoe"}, true, 100, 1<<20)
	w.hub.mu.Unlock()
	if len(found) != 10 || upto != head+1 || more {
		t.Errorf("%d found up to %d, more %v", len(found), upto, more)
	}
}

func TestAReplayLargerThanTheQueueComesWhole(t *testing.T) {
	w := newWorld(t, Limits{})
	start := w.commit(message("x", "", "start", "account/zoe"))
	body := strings.Repeat("é", 5000)
	for range 100 {
		var many []store.Event
		for range 10 {
			many = append(many, message("x", "", body, "account/zoe"))
		}
		w.commit(many...)
	}
	for range 2 {
		_, welcome, between := w.join("zoe", &position{w.store.Log().Epoch(), start})
		if !welcome.Resumed || len(between) != 1000 || between[999].N != 1000 {
			t.Fatalf("resumed %v with %d", welcome.Resumed, len(between))
		}
		w.restart()
	}
}

func TestRevocationEndsAReplay(t *testing.T) {
	w := newWorld(t, Limits{})
	start := w.commit(message("x", "", "start", "account/bob"))
	for range 300 {
		w.commit(message("x", "", strings.Repeat("x", 8000), "account/bob"))
	}
	c := w.stuckAt("bob", &position{w.store.Log().Epoch(), start})
	eventually(t, "replaying", func() bool {
		w.hub.mu.Lock()
		defer w.hub.mu.Unlock()
		return len(w.hub.byOwn["account/bob"]) == 1
	})
	time.Sleep(50 * time.Millisecond)
	began := time.Now()
	w.revoke("session/s-bob")
	eventually(t, "cut", func() bool { return len(w.hub.open()) == 0 })
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	_ = c
}

// Whoever leaves and resumes at any moment while events are committed has each
// of its events exactly once, in order, and no other's — from the ring, from
// disk, and where both meet the head.
func TestResumeDuringTrafficHasNoGapAndNoDouble(t *testing.T) {
	for _, l := range []Limits{{}, {RingEvents: 7}, {RingEvents: 40, QueueFrames: 16}} {
		w := newWorld(t, l)
		const total, listeners = 1200, 4
		for i := range listeners {
			w.add(actor.Actor{Role: actor.Customer, ID: fmt.Sprint("p", i), Session: fmt.Sprint("s", i)})
		}
		start := w.commit(message("x", "", "start", "company/1"))
		var wg sync.WaitGroup
		done := make(chan struct{})
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer close(done)
			for i := 0; i < total; i += 3 {
				var group []store.Event
				for j := range 3 {
					e := message("x", "", fmt.Sprint(i+j), fmt.Sprint("account/p", (i+j)%listeners))
					group = append(group, e, note("internal", e.Topics...))
				}
				w.commit(group...)
				if i%30 == 0 {
					time.Sleep(time.Millisecond)
				}
			}
		}()
		for i := range listeners {
			wg.Add(1)
			go func() {
				defer wg.Done()
				at, got := &position{w.store.Log().Epoch(), start}, 0
				for finished := false; got < total/listeners; {
					c := w.socket()
					c.hello(w.ticket(fmt.Sprint("p", i)), at)
					n, leave := uint64(0), rand.IntN(60)
					for {
						f, err := c.read(10 * time.Second)
						if err != nil {
							if finished {
								t.Errorf("listener %d at %d: %v", i, got, err)
								return
							}
							break // too slow for a queue of 16: it resumes
						}
						if f.T == "reset" {
							t.Errorf("reset %s at %d", f.Reason, at.Pos)
							return
						}
						if f.T != "event" {
							if f.T == "synced" {
								at.Pos = max(at.Pos, f.Pos)
							}
							continue
						}
						n++
						if f.N != n || f.Pos <= at.Pos || f.text() != fmt.Sprint(i+got*listeners) {
							t.Errorf("listener %d wanted n %d and %d after %d: %s", i, n, i+got*listeners, at.Pos, f.raw)
							return
						}
						at.Pos = f.Pos
						got++
						select {
						case <-done:
							finished = true
						default:
						}
						if got == total/listeners || !finished && int(n) >= leave {
							break
						}
					}
					_ = c.ws.CloseNow()
				}
			}()
		}
		wg.Wait()
		w.stop()
	}
}

// The ring, whatever it has let go, finds exactly what a plain list would.
func TestTheRingFindsWhatAListWould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRing(0, rapid.IntRange(1, 20).Draw(t, "events"), rapid.IntRange(200, 9000).Draw(t, "bytes"))
		r.base = rapid.SampledFrom([]uint32{0, math.MaxUint32 - 7}).Draw(t, "base")
		topics := []string{"a", "b", "c", "d"}
		var all []*entry
		pos := uint64(0)
		add := func() *entry {
			pos += uint64(rapid.IntRange(1, 3).Draw(t, "step"))
			ev := store.Event{Pos: pos, Kind: "k", Topics: rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 3, rapid.ID).Draw(t, "topics"), Staff: []byte(`1`)}
			if rapid.Bool().Draw(t, "public") {
				ev.Public = []byte(strings.Repeat("2", rapid.IntRange(1, 300).Draw(t, "size")))
			}
			e := newEntry(ev, nil)
			all = append(all, e)
			return e
		}
		for range rapid.IntRange(0, 10).Draw(t, "older") {
			add()
		}
		older := all
		r.from = pos
		for range rapid.IntRange(0, 30).Draw(t, "newer") {
			r.push(add())
		}
		if r.from == uint64(0) || len(older) > 0 && r.from == older[len(older)-1].pos {
			r.prepend(0, older)
		}
		staff := rapid.Bool().Draw(t, "staff")
		mine := rapid.SliceOfDistinct(rapid.SampledFrom(topics), rapid.ID).Draw(t, "mine")
		at := rapid.Uint64Range(r.from, pos).Draw(t, "at")
		var want, got []*entry
		for _, e := range all {
			if e.pos > at && e.of(staff) != nil && meets(e.topics, mine) {
				want = append(want, e)
			}
		}
		for more := true; more; {
			var found []*entry
			found, at, more = r.after(at, mine, staff, rapid.IntRange(1, 5).Draw(t, "frames"), rapid.IntRange(1, 500).Draw(t, "room"))
			got = append(got, found...)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || at != pos {
			t.Fatalf("found %d of %d, up to %d of %d", len(got), len(want), at, pos)
		}
	})
}

func TestAnOverfullInboxIsReadFromTheLog(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("zoe", nil)
	w.hub.in.mu.Lock()
	w.hub.in.lost = true // as after 65,536 events that nobody took
	w.hub.unhook()
	w.hub.in.mu.Unlock()
	for i := range 20 {
		w.commit(message("x", "", fmt.Sprint(i), "account/zoe"))
	}
	signal(w.hub.in.more)
	for i := range 20 {
		if f := c.next(); f.N != uint64(i+1) || f.text() != fmt.Sprint(i) {
			t.Fatalf("%s", f.raw)
		}
	}
}
