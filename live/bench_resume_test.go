package live

import (
	"context"
	"fmt"
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
			found := 0
			for b.Loop() {
				h.mu.Lock()
				list, _, _ := h.ring.after(h.head-c.behind, topics, true, h.limits.QueueFrames/2, h.limits.QueueBytes/2)
				h.mu.Unlock()
				found = len(list)
			}
			b.ReportMetric(float64(found), "events")
		})
	}
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
