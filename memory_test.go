package main

import "testing"

func TestTheCollectorIsLeftMoreRoomUnderTrafficAndTidiesAfterIt(t *testing.T) {
	const mb = 1 << 20
	p := pacer{percent: calmPercent}
	total := uint64(0)
	for i, step := range []struct {
		allocated, live uint64
		percent         int
		tidy            bool
	}{
		{1 * mb, 10 * mb, 40, false}, // nothing going on, nothing to tidy
		{1 * mb, 10 * mb, 40, false},
		{100 * mb, 10 * mb, 40, false},   // a burst
		{100 * mb, 10 * mb, 400, false},  // traffic over a small heap
		{100 * mb, 128 * mb, 200, false}, // the headroom bounds it
		{100 * mb, 900 * mb, 100, false}, // never less than Go's own
		{100 * mb, 64 * mb, 400, false},
		{1 * mb, 64 * mb, 400, false}, // a breath is no end
		{1 * mb, 64 * mb, 40, true},
		{1 * mb, 20 * mb, 40, true}, // some times in a row
		{1 * mb, 20 * mb, 40, true},
		{1 * mb, 20 * mb, 40, false},
	} {
		total += step.allocated
		if percent, tidy := p.look(total, step.live); percent != step.percent || tidy != step.tidy {
			t.Errorf("look %d: %d %v, want %d %v", i, percent, tidy, step.percent, step.tidy)
		}
	}
}
