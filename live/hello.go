package live

import (
	"encoding/json"
	"log/slog"
	"time"
)

// hello reads the first frame and finds out who is there; false = the
// connection is closing.
func (c *Conn) hello(raw []byte) (*position, bool) {
	h := c.hub
	var f helloFrame
	env, err := readEnvelope(raw, h.limits.Depth)
	if err != nil || env.t != "hello" || json.Unmarshal(raw, &f) != nil {
		c.shut(CloseProtocol)
		return nil, false
	}
	c.greeted.Store(true)
	if h.o.Outdated(f.Client) {
		c.shut(CloseVersion)
		return nil, false
	}
	id := h.o.NewID()
	h.mu.Lock()
	t := h.tickets.take(f.Ticket, c.origin, time.Now())
	if t == nil {
		h.mu.Unlock()
		c.shut(CloseBadTicket)
		return nil, false
	}
	c.id, c.actor, c.staff, c.own, c.proof = id, t.actor, t.actor.Staff(), ownTopics(t.actor), t.proof
	remove(h.silent, c.addr, c)
	h.join(&c.member)
	limit := h.limits.PersonSockets
	if c.actor.Kind() == "visitor" {
		limit = h.limits.VisitorSockets
	}
	h.crowd(&c.member, limit)
	h.mu.Unlock()
	if t.origin == "" && !c.mine() {
		c.shut(CloseForbidden)
		return nil, false
	}
	return f.Resume, true
}

// begin welcomes the client and brings it up to the present; what it gets after
// synced is live.
func (c *Conn) begin(at *position) bool {
	p, err := c.hub.plan(c.hub.ctx, &c.member, at)
	if err != nil {
		return c.overloaded(err)
	}
	resumed := at != nil && p.reset == ""
	c.hub.stats.resumed(at, p)
	c.welcome(resumed)
	if resumed {
		return c.replay(p)
	}
	return c.settle(p.reset)
}

func (c *Conn) overloaded(err error) bool {
	if c.hub.ctx.Err() == nil {
		c.hub.o.Log.Error("bringing a connection up to date", slog.String("conn", c.id), slog.Any("err", err))
	}
	c.shut(CloseOverload)
	return false
}

func (c *Conn) welcome(resumed bool) {
	h, l := c.hub, c.hub.limits
	f := welcomeFrame{
		T: "welcome", Conn: c.id, Epoch: h.o.Store.Log().Epoch(), Resumed: resumed,
		Self:      self{Kind: c.actor.Kind(), ID: c.actor.ID, Name: c.actor.Name},
		Limits:    toldLimits{FrameBytes: l.FrameBytes, TextRunes: l.TextRunes, Depth: l.Depth, Watch: l.Watch},
		Heartbeat: l.Heartbeat.Seconds(), TS: Stamp(h.o.Clock()),
	}
	f.Limits.Rate, f.Limits.Burst = l.pace(c.staff)
	h.mu.Lock()
	f.Pos = h.head
	h.mu.Unlock()
	_ = c.Reply(f)
}

// settle begins at the present, after a reset when there is a reason for one.
func (c *Conn) settle(reset string) bool {
	h := c.hub
	h.stats.reset(reset)
	for {
		p, err := h.plan(h.ctx, &c.member, nil)
		if err != nil {
			return c.overloaded(err)
		}
		h.mu.Lock()
		if c.changed {
			c.changed = false
			h.mu.Unlock()
			continue
		}
		c.topics = p.topics
		if reset != "" {
			_ = c.Reply(resetFrame{T: "reset", Reason: reset})
		}
		c.sync(h.head)
		h.mu.Unlock()
		return true
	}
}

// sync attaches the connection at pos and says so; Hub.mu is held.
func (c *Conn) sync(pos uint64) {
	c.hub.attach(&c.member, pos)
	_ = c.Reply(syncedFrame{T: "synced", Pos: pos})
	c.beginBeats()
}

// replay hands over what happened since the client was here last, never more
// than half a queue at a time, until it meets the hub's head.
func (c *Conn) replay(p plan) bool {
	h := c.hub
	frames, size := h.limits.QueueFrames/2, h.limits.QueueBytes/2
	for {
		for older := p.older; len(older) > 0; {
			n := portion(older, c.staff, frames, size)
			h.mu.Lock()
			c.hand(older[:n])
			h.mu.Unlock()
			older = older[n:]
			if !c.drained() {
				return false
			}
		}
		pos, done, alive := c.meet(p, frames, size)
		if done || !alive {
			return alive
		}
		// The ring has moved on, or the rights have: work it out from here.
		var err error
		if p, err = h.plan(h.ctx, &c.member, &position{Epoch: h.o.Store.Log().Epoch(), Pos: pos}); err != nil {
			return c.overloaded(err)
		}
		if p.reset != "" {
			return c.settle(p.reset)
		}
	}
}

// meet hands over from the ring until the head is reached and the connection
// attached (done), or until the plan no longer holds at pos.
func (c *Conn) meet(p plan, frames, size int) (pos uint64, done, alive bool) {
	h := c.hub
	for pos = p.from; ; {
		h.mu.Lock()
		if c.changed || pos < h.ring.from {
			c.changed = false
			h.mu.Unlock()
			return pos, false, true
		}
		c.topics = p.topics
		found, upto, more := h.ring.after(pos, c.topics, c.staff, frames, size)
		c.hand(found)
		if !more {
			c.sync(max(upto, h.head))
			h.mu.Unlock()
			return upto, true, true
		}
		h.mu.Unlock()
		pos = upto
		if !c.drained() {
			return pos, false, false
		}
	}
}

// hand queues events that the member is entitled to; Hub.mu is held.
func (c *Conn) hand(events []*entry) {
	now := time.Now().UnixNano()
	for _, e := range events {
		c.n++
		c.pushEvent(e, c.n, now)
	}
}
