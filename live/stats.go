package live

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/metrics"
)

// Stats is what the hub has done since it was made; all of it may be read at
// any time. The maps never change.
type Stats struct {
	In, Out    metrics.Counter // frames
	Dropped    metrics.Counter // volatile frames not queued for a socket that was behind
	FromMemory metrics.Counter // resumes, polls not among them
	FromDisk   metrics.Counter // the same, when the log had to be read
	Polls      metrics.Gauge   // open long polls
	OK         *metrics.Histogram
	Dispatch   *metrics.Histogram       // time an event waited for the hub after its commit
	Dispatched metrics.Gauge            // pos of the newest event handed out
	Closes     map[int]*metrics.Counter // sockets that ended, by close code; 0 = the client left
	Resets     map[string]*metrics.Counter
	Refused    map[string]*metrics.Counter // frames answered with err, by code
	Upgrades   map[string]*metrics.Counter // upgrades refused, by code
}

func newStats() *Stats {
	s := &Stats{
		OK: metrics.Durations(), Dispatch: metrics.Durations(), Closes: map[int]*metrics.Counter{0: {}},
		Resets: counters(resetEpoch, resetAhead, resetTrimmed, resetTooMany), Refused: map[string]*metrics.Counter{},
		Upgrades: counters("busy", "not_websocket", "no_subprotocol", "bad_origin", "other"),
	}
	for code := range reasons {
		s.Closes[code] = &metrics.Counter{}
	}
	for code := range codes {
		s.Refused[code] = &metrics.Counter{}
	}
	return s
}

func counters(names ...string) map[string]*metrics.Counter {
	m := make(map[string]*metrics.Counter, len(names))
	for _, name := range names {
		m[name] = &metrics.Counter{}
	}
	return m
}

// Stats is what the hub has done.
func (h *Hub) Stats() *Stats { return h.stats }

// Sockets counts the open ones by role; Anonymous have not said hello.
func (h *Hub) Sockets() map[actor.Role]int {
	open := map[actor.Role]int{}
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.conns {
		role := actor.Anonymous
		if c.own != nil {
			role = c.actor.Role
		}
		open[role]++
	}
	return open
}

// Lag is how many committed events the hub has yet to hand out, and for how
// long the oldest of those not yet taken has waited. It asks for no lock that a
// stuck hub could hold.
func (h *Hub) Lag() (events uint64, waits time.Duration) {
	handed, head := uint64(h.stats.Dispatched.Value()), h.o.Store.Log().Head()
	if head > handed {
		events = head - handed
	}
	return events, h.in.waits()
}

// Pulse returns once Run has come round, or with the error of ctx.
func (h *Hub) Pulse(ctx context.Context) error {
	select {
	case h.pulse <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Stats) upgraded(err error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return
	}
	if c := s.Upgrades[f.Name()]; c != nil {
		c.Inc()
		return
	}
	s.Upgrades["other"].Inc()
}

func (s *Stats) closed(code int) {
	if c := s.Closes[code]; c != nil {
		c.Inc()
	}
}

// resumed counts how a client that came back gets what it missed; resets are
// counted where they are told.
func (s *Stats) resumed(at *position, p plan) {
	switch {
	case at == nil || p.reset != "":
	case p.from > at.Pos:
		s.FromDisk.Inc()
	default:
		s.FromMemory.Inc()
	}
}

func (s *Stats) reset(reason string) {
	if c := s.Resets[reason]; c != nil {
		c.Inc()
	}
}

// handled counts the time from a send to its ok.
func (s *Stats) handled(f Frame, began time.Time, err error) {
	if err == nil && f.message() {
		s.OK.Since(began)
	}
}
