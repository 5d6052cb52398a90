package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Go's collector costs most when it runs most often: with a small heap and much
// traffic, marking takes the processors several times a second and is what the
// slowest hundredth of messages wait for. So under traffic the heap may grow
// further between two collections, by headroom at most; once it is quiet, what
// the traffic left behind goes back to the system.
const (
	memoryLook  = 3 * time.Second
	busyBytes   = 24 << 20  // allocated between two looks: more than the pings of 10,000 idle sockets
	headroom    = 256 << 20 // of garbage under traffic
	busyLooks   = 2         // a burst of handshakes is none: heap it spreads over never comes back whole
	quietLooks  = 2
	tidyLooks   = 3   // in a row: each collection halves the stacks that have grown, once
	goPercent   = 100 // Go's own
	calmPercent = 40  // little is allocated, so this costs nothing
	busyPercent = 400 // at most
)

// pacer decides how the collector is set.
type pacer struct {
	before  uint64 // allocated until the last look
	busy    int    // looks in a row with traffic
	quiet   int    // looks since there was
	untidy  bool
	percent int
}

// look takes what has been allocated since the start and what lives, and
// returns the percentage the heap may grow by, and whether to tidy up now.
func (p *pacer) look(allocated, live uint64) (percent int, tidy bool) {
	traffic := allocated-p.before > busyBytes
	p.before = allocated
	if traffic {
		p.busy++
		p.quiet, p.untidy = 0, true
		if p.busy < busyLooks {
			return p.percent, false
		}
		p.percent = busyPercent
		if live > 0 {
			p.percent = int(min(busyPercent, max(goPercent, headroom*100/live)))
		}
		return p.percent, false
	}
	p.busy = 0
	p.quiet++
	if p.untidy && p.quiet >= quietLooks {
		p.untidy, p.percent = p.quiet < quietLooks+tidyLooks-1, calmPercent
		return p.percent, true
	}
	return p.percent, false
}

// keepMemory sets the collector until ctx ends and lets the store rest when it
// becomes quiet. A percentage that somebody set with GOGC stays.
func keepMemory(ctx context.Context, rest func() error) {
	if was := debug.SetGCPercent(goPercent); was != goPercent {
		debug.SetGCPercent(was)
		return
	}
	debug.SetGCPercent(calmPercent)
	p := pacer{percent: calmPercent, untidy: true} // the start leaves garbage too
	figures := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(memoryLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		metrics.Read(figures)
		was := p.percent
		percent, tidy := p.look(figures[0].Value.Uint64(), figures[1].Value.Uint64())
		if percent != was {
			debug.SetGCPercent(percent)
		}
		if tidy {
			debug.FreeOSMemory()
			_ = rest() // a system that does not know how loses nothing
		}
	}
}
