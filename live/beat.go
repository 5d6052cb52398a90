package live

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"balcao/fault"
)

// beginBeats starts heartbeats and pings; Hub.mu is held.
func (c *Conn) beginBeats() {
	now := time.Now()
	every := c.hub.limits.Heartbeat
	c.mu.Lock()
	c.spoke, c.quietly = now.UnixNano(), about(every)
	c.pingAt, c.checkAt = now.Add(about(every)), now.Add(about(c.hub.limits.Recheck))
	next := c.next()
	c.mu.Unlock()
	c.timer.Reset(time.Until(next))
}

// about is d ± 20 %, so that ten thousand sockets do not beat together.
func about(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.8 + 0.4*rand.Float64()))
}

// next is when the timer has something to do. c.mu is held.
func (c *Conn) next() time.Time {
	at := c.heartbeatAt()
	for _, t := range []time.Time{c.pingAt, c.checkAt} {
		if t.Before(at) {
			at = t
		}
	}
	return at
}

// tick is the connection's one timer: first the wait for hello, then the beats.
func (c *Conn) tick() {
	if !c.greeted.Load() {
		c.shut(CloseNoHello)
		return
	}
	h := c.hub
	now := time.Now()
	if since := c.reading.Load(); since != 0 && now.UnixNano()-since > int64(h.limits.ReadTime) {
		c.shut(CloseTooSlow)
		return
	}
	h.mu.Lock()
	attached, beat := c.attached, heartbeatFrame{T: "heartbeat", N: c.n, Pos: h.head, TS: Stamp(h.o.Clock())}
	if !attached {
		h.mu.Unlock()
		return // still being brought up to date: sync starts the beats
	}
	c.mu.Lock()
	due := !now.Before(c.heartbeatAt())
	if due {
		c.spoke, c.quietly = now.UnixNano(), about(h.limits.Heartbeat)
	}
	ping, check := !now.Before(c.pingAt), !now.Before(c.checkAt)
	if ping && c.writing {
		// A ping would wait behind the write, which has a limit of its own.
		ping, c.pingAt = false, now.Add(time.Second)
	}
	if ping {
		c.pingAt = now.Add(about(h.limits.Heartbeat))
	}
	if check {
		c.checkAt = now.Add(about(h.limits.Recheck))
	}
	over := c.dead || c.code != 0
	if !over && (ping || check) {
		h.wg.Add(1) // the reader is alive and holds the count above zero
	}
	next := c.next()
	c.mu.Unlock()
	if due {
		_ = c.Reply(beat) // under Hub.mu, so that no event gets between n and the queue
	}
	h.mu.Unlock()
	if over {
		return
	}
	c.timer.Reset(time.Until(next))
	if ping || check {
		go c.look(ping, check)
	}
}

// look asks whether the client is still there and its session still good.
func (c *Conn) look(ping, check bool) {
	h := c.hub
	defer h.wg.Done()
	if check && c.lapsed() {
		c.shut(CloseExpired)
		return
	}
	if !ping {
		return
	}
	ctx, cancel := context.WithTimeout(h.ctx, h.limits.Pong)
	defer cancel()
	if err := c.ws.Ping(ctx); err == nil || !errors.Is(err, context.DeadlineExceeded) || ctx.Err() == nil {
		return // an ended connection is the reader's to notice; a full one the writer's
	}
	c.shut(CloseNoPong)
}

// lapsed tells whether the credential of the ticket holds no longer.
func (c *Conn) lapsed() bool {
	ctx, cancel := context.WithTimeout(c.hub.ctx, c.hub.limits.Pong)
	defer cancel()
	a, err := c.hub.o.Authenticate(ctx, c.proof.request())
	if err != nil {
		return fault.Is(err, fault.Unauthenticated)
	}
	return a.ID != c.actor.ID || a.Session != c.actor.Session
}
