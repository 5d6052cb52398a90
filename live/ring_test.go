package live

import (
	"fmt"
	"testing"
)

func TestASearchOfTheRingLooksAtItsTopicsBitByBitAndAtNoOthers(t *testing.T) {
	const events = 3*lookAtOnce + 100
	r := newRing(0, 2*events, 1<<30)
	for pos := uint64(1); pos <= events; pos++ {
		e := &entry{pos: pos, kind: "message", topics: []string{"account/bob"}, staff: []byte("{}")}
		if pos == 1 || pos == events {
			e.topics, e.public = []string{"account/bob", "account/ada"}, []byte("{}")
		}
		r.push(e)
	}
	for topic, want := range map[string]int{"account/ada": 1, "account/bob": 4} {
		var found []uint64
		pos, steps := uint64(0), 0
		for more := true; more; steps++ {
			var list []*entry
			list, pos, more = r.after(pos, []string{topic}, false, 10, 1000) // of bob's a customer may see two
			for _, e := range list {
				found = append(found, e.pos)
			}
		}
		if len(found) != 2 || found[0] != 1 || found[1] != events || pos != events || steps != want {
			t.Errorf("%s: found %v up to %d in %d steps, want %d", topic, found, pos, steps, want)
		}
	}
}

// A topic that was busy once keeps neither its places nor their room.
func TestTheTrailsOfTheRingAreNoLongerThanTheRing(t *testing.T) {
	const events = 1000
	r, pos := newRing(0, events, 1<<30), uint64(0)
	push := func(topics ...string) {
		pos++
		r.push(&entry{pos: pos, kind: "message", topics: topics, staff: []byte("{}")})
	}
	for busy := range 20 {
		for i := range 2 * events {
			if push(fmt.Sprint("account/", busy), fmt.Sprint("visitor/", pos)); i%100 == 0 {
				push("account/0", "account/0")
			}
		}
		places, room := 0, 0
		for _, tr := range r.trails {
			places, room = places+tr.len(), room+cap(tr.numbers)
		}
		if len(r.trails) > events+2 || places > 2*events || room > 8*events {
			t.Fatalf("after %d events %d trails of %d places in room for %d", pos, len(r.trails), places, room)
		}
	}
	for range events {
		push()
	}
	if len(r.trails) != 0 {
		t.Errorf("%d trails of topics whose events are gone", len(r.trails))
	}
}
