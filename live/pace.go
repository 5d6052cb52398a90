package live

import (
	"time"

	"golang.org/x/time/rate"

	"balcao/actor"
	"balcao/fault"
)

// otherFrames is how many more frames that are no messages may come: typing,
// read marks, and a hundred watches after a reconnect.
const otherFrames = 10

// meter holds one session to its rates, over all its sockets.
type meter struct {
	messages, others *rate.Limiter
	patience         *rate.Limiter // refusals until the connection is closed
	conns            int           // Hub.mu
	used             time.Time     // Hub.mu
}

func (l Limits) pace(staff bool) (perSecond float64, burst int) {
	if staff {
		return l.StaffRate, l.StaffBurst
	}
	return l.VisitorRate, l.VisitorBurst
}

// pace takes one frame off the session's rate: how long to wait, 0 = not, and
// whether to go on with a client that does not wait.
func (c *Conn) pace(f Frame) (wait time.Duration, alive bool) {
	if c.meter == nil {
		h := c.hub
		h.mu.Lock()
		c.meter = h.meterOf(c.actor)
		c.meter.conns++
		h.mu.Unlock()
	}
	limiter := c.meter.others
	if f.message() {
		limiter = c.meter.messages
	}
	now := time.Now()
	if wait = takeOne(limiter, now); wait == 0 {
		return 0, true
	}
	return wait, c.meter.patience.AllowN(now, 1)
}

// Pace takes one message off the actor's session's rate, for those that do not
// come through a socket; without one left it fails with RateLimited.
func (h *Hub) Pace(a actor.Actor) error {
	h.mu.Lock()
	m := h.meterOf(a)
	h.mu.Unlock()
	if wait := takeOne(m.messages, time.Now()); wait > 0 {
		return &fault.Error{Kind: fault.RateLimited, Retry: wait}
	}
	return nil
}

// meterOf finds the session's meter; h.mu is held.
func (h *Hub) meterOf(a actor.Actor) *meter {
	own := ownTopics(a)
	key := own[len(own)-1]
	m := h.meters[key]
	if m == nil {
		perSecond, burst := h.limits.pace(a.Staff())
		r := rate.Limit(perSecond)
		m = &meter{
			messages: rate.NewLimiter(r, burst),
			others:   rate.NewLimiter(r*otherFrames, burst*otherFrames),
			patience: rate.NewLimiter(r, burst*3),
		}
		h.meters[key] = m
	}
	m.used = time.Now()
	return m
}

// sweepMeters forgets meters that are full again; h.mu is held.
func (h *Hub) sweepMeters(now time.Time) {
	for key, m := range h.meters {
		if m.conns == 0 && now.Sub(m.used) > time.Minute && m.messages.TokensAt(now) >= float64(m.messages.Burst()) && m.patience.TokensAt(now) >= float64(m.patience.Burst()) {
			delete(h.meters, key)
		}
	}
}

func takeOne(l *rate.Limiter, now time.Time) time.Duration {
	r := l.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}
