package main

import (
	"time"

	"balcao/metrics"
)

// recent is what counts as now: figures are of the last so many minutes.
const recent = 5 * time.Minute

// moment is how far the writer had come.
type moment struct {
	at      time.Time
	commits metrics.Tally
	refused uint64
}

// remember keeps how far the writer has come and how the clock goes.
func (h *house) remember() {
	s := h.store.Stats()
	now := moment{at: time.Now(), commits: s.Commit.Tally(), refused: s.Refused.Value()}
	h.legs.mu.Lock()
	defer h.legs.mu.Unlock()
	for len(h.legs.past) > 1 && now.at.Sub(h.legs.past[1].at) > recent {
		h.legs.past = append(h.legs.past[:0], h.legs.past[1:]...)
	}
	h.legs.past = append(h.legs.past, now)
	h.legs.clock.look(now.at, now.at.Sub(h.born))
}

// lately is what the writer did in the last minutes.
func (h *house) lately() (commits metrics.Tally, refused uint64) {
	s := h.store.Stats()
	h.legs.mu.Lock()
	defer h.legs.mu.Unlock()
	var then moment
	if len(h.legs.past) > 0 {
		then = h.legs.past[0]
	}
	return s.Commit.Tally().After(then.commits), s.Refused.Value() - then.refused
}

// drift notices jumps of the wall clock against the one that only ticks.
type drift struct {
	wall   time.Time
	up     time.Duration
	jumped time.Duration // up, when the latest was noticed; 0 = never
	by     time.Duration
}

// leap is a jump worth telling: due times and sessions go by the wall clock.
const leap = 5 * time.Second

// look compares how far both have come since the last look; up is by the clock
// that only ticks.
func (d *drift) look(wall time.Time, up time.Duration) {
	wall = wall.Round(0) // without its own ticking reading
	if !d.wall.IsZero() {
		if by := wall.Sub(d.wall) - (up - d.up); by > leap || by < -leap {
			d.jumped, d.by = up, by
		}
	}
	d.wall, d.up = wall, up
}
