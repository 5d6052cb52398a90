package live

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"balcao/actor"
)

// remembering is a hub whose ring holds that many events, spread over that
// many visitors.
func remembering(b *testing.B, events, visitors int) *Hub {
	b.Helper()
	w := newWorld(b, Limits{})
	text := strings.Repeat("x", 100)
	for i := range events {
		v := fmt.Sprintf("visitor/%d", i%visitors)
		e := message(v, "m", text, v, "account/ada")
		e.Pos = uint64(i) + 1
		w.hub.dispatch(context.Background(), e)
	}
	b.ReportAllocs()
	b.ResetTimer()
	return w.hub
}

// What a client that comes back costs the hub, under its lock: one that missed
// nothing, one that missed a few among everybody's, one that missed all.
func BenchmarkReplayFromMemory(b *testing.B) {
	const events = 60_000
	for _, c := range []struct {
		name   string
		topic  string
		behind uint64
	}{
		{"nothing missed", "visitor/never", events},
		{"one of the last 6000 missed", "visitor/0", 6_000},
		{"a few of all 60000 missed", "visitor/0", events},
		{"all of the last 128 missed", "account/ada", 128},
	} {
		b.Run(c.name, func(b *testing.B) {
			h := remembering(b, events, 5_000)
			topics := []string{c.topic, "session/s"}
			found, holds := 0, 0
			for b.Loop() {
				found, holds = 0, 0
				for pos, more := h.head-c.behind, true; more; holds++ {
					var list []*entry
					h.mu.Lock()
					list, pos, more = h.ring.after(pos, topics, true, h.limits.QueueFrames/2, h.limits.QueueBytes/2)
					h.mu.Unlock()
					found += len(list)
				}
			}
			b.ReportMetric(float64(found), "events")
			b.ReportMetric(float64(holds), "holds")
		})
	}
}

// What keeping an event costs, once the ring is full: each is of a visitor of
// its own, of a conversation's operator and of a department.
func BenchmarkRememberAnEvent(b *testing.B) {
	const events = 65_536
	list := make([]*entry, 2*events)
	for i := range list {
		v := fmt.Sprintf("visitor/%d", i%10_000)
		list[i] = &entry{kind: "message", topics: []string{v, fmt.Sprintf("account/%d", i%50), "department/d"}, staff: make([]byte, 1)}
	}
	before := heap()
	r, pos := newRing(0, events, 1<<30), uint64(0)
	push := func() {
		pos++
		e := list[pos%uint64(len(list))]
		e.pos = pos
		r.push(e)
	}
	for range list {
		push()
	}
	full := heap() - before
	b.ReportAllocs()
	for b.Loop() {
		push()
	}
	b.ReportMetric(float64(full)/events, "B/event-kept")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// The plan of a client that comes back: its rights are read from the store.
func BenchmarkResumePlan(b *testing.B) {
	h := remembering(b, 1_000, 100)
	epoch := h.o.Store.Log().Epoch()
	m := &member{actor: actor.Actor{Role: actor.Visitor, ID: "vic"}, own: []string{"visitor/vic"}}
	for b.Loop() {
		if _, err := h.plan(context.Background(), m, &position{Epoch: epoch}); err != nil {
			b.Fatal(err)
		}
	}
}
