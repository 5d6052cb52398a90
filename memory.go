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
	memoryLook  = 5 * time.Second
	busyBytes   = 8 << 20   // allocated between two looks: there is traffic
	headroom    = 256 << 20 // of garbage under traffic
	quietLooks  = 2
	calmPercent = 100 // Go's own
	busyPercent = 400 // at most
)

// pacer decides how the collector is set.
type pacer struct {
	before  uint64 // allocated until the last look
	quiet   int    // looks since there was traffic
	untidy  bool
	percent int
}

// look takes what has been allocated since the start and what lives, and
// returns the percentage the heap may grow by, and whether to tidy up now.
func (p *pacer) look(allocated, live uint64) (percent int, tidy bool) {
	busy := allocated-p.before > busyBytes
	p.before = allocated
	if busy {
		p.quiet, p.untidy = 0, true
		p.percent = calmPercent
		if live > 0 {
			p.percent = int(min(busyPercent, max(calmPercent, headroom*100/live)))
		}
		return p.percent, false
	}
	p.quiet++
	if p.untidy && p.quiet >= quietLooks {
		p.untidy, p.percent = false, calmPercent
		return p.percent, true
	}
	return p.percent, false
}

// keepMemory sets the collector until ctx ends. A percentage that somebody set
// with GOGC stays.
func keepMemory(ctx context.Context) {
	if was := debug.SetGCPercent(calmPercent); was != calmPercent {
		debug.SetGCPercent(was)
		return
	}
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
		}
	}
}
