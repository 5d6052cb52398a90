package live

import "testing"

func TestASearchOfTheRingLooksThroughItBitByBit(t *testing.T) {
	const events = 3*lookAtOnce + 100
	r := newRing(0, 2*events, 1<<30)
	for pos := uint64(1); pos <= events; pos++ {
		topic := "account/bob"
		if pos == 1 || pos == events {
			topic = "account/ada"
		}
		r.push(&entry{pos: pos, kind: "message", topics: []string{topic}, staff: []byte("{}")})
	}
	var found []uint64
	pos, steps := uint64(0), 0
	for more := true; more; steps++ {
		var list []*entry
		list, pos, more = r.after(pos, []string{"account/ada"}, true, 10, 1000)
		for _, e := range list {
			found = append(found, e.pos)
		}
	}
	if len(found) != 2 || found[0] != 1 || found[1] != events || pos != events || steps != 4 {
		t.Errorf("found %v up to %d in %d steps", found, pos, steps)
	}
}
