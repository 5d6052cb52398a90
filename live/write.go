package live

import (
	"context"
	"sync"
	"time"

	"github.com/coder/websocket"
)

var writeBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 2048); return &b }}

// write empties the queue frame by frame, each in one write, and closes the
// connection when that has been asked for.
func (c *Conn) write() {
	defer c.hub.wg.Done()
	buf := writeBuffers.Get().(*[]byte)
	defer func() {
		if cap(*buf) <= 64<<10 {
			writeBuffers.Put(buf)
		}
	}()
	for {
		o, ok := c.take()
		if !ok {
			return
		}
		b := o.raw
		if o.event != nil {
			*buf = o.event.appendTo((*buf)[:0], o.n, c.staff, o.event.author == c.own[0])
			b = *buf
		}
		err := c.ws.Write(context.Background(), websocket.MessageText, b)
		c.mu.Lock()
		if c.code == 0 {
			c.bytes -= c.size(o)
		}
		if err != nil {
			// The client stopped reading or has gone; half a frame may be out, so
			// nothing more can be said. The reader sees the end and cleans up.
			if c.code == 0 {
				c.code = CloseTooSlow
			}
			c.queue, c.taken, c.bytes = nil, 0, 0
			c.rested()
			c.mu.Unlock()
			_ = c.ws.CloseNow()
			return
		}
		c.mu.Unlock()
	}
}

// take returns the next frame; false = the writer has nothing left to do.
func (c *Conn) take() (outgoing, bool) {
	c.mu.Lock()
	if c.code == 0 && c.waiting() == 0 && c.after != 0 {
		c.code = c.after
	}
	if c.code != 0 {
		code := c.code
		_ = c.net.SetWriteDeadline(time.Now().Add(c.hub.limits.CloseTime))
		c.mu.Unlock()
		c.farewell(code)
		c.mu.Lock()
		c.rested()
		c.mu.Unlock()
		return outgoing{}, false
	}
	defer c.mu.Unlock()
	if c.waiting() == 0 {
		if cap(c.queue) > 8 {
			c.queue = nil
		}
		c.queue, c.taken = c.queue[:0], 0
		// A deadline left behind would end the next ping.
		_ = c.net.SetWriteDeadline(time.Time{})
		c.rested()
		return outgoing{}, false
	}
	o := c.queue[c.taken]
	c.queue[c.taken] = outgoing{}
	c.taken++
	_ = c.net.SetWriteDeadline(time.Now().Add(c.hub.limits.WriteTime))
	return o, true
}

// farewell writes the close frame, gives the client a moment to answer it and
// cuts. A cut without that moment could take the close frame with it.
func (c *Conn) farewell(code int) {
	linger := time.AfterFunc(c.hub.limits.CloseTime+c.hub.limits.LingerTime, c.cut)
	defer linger.Stop()
	_ = c.ws.Close(websocket.StatusCode(code), reasons[code])
}

// reasons are for people reading a network log.
var reasons = map[int]string{
	CloseBinary:     "text frames only",
	CloseNotUTF8:    "not UTF-8",
	CloseTooBig:     "frame too big",
	CloseRestart:    "restart",
	CloseOverload:   "overload",
	CloseNoHello:    "no hello",
	CloseExpired:    "credential expired",
	CloseTooSlow:    "too slow",
	CloseTooMuch:    "too many messages",
	CloseNoPong:     "no pong",
	CloseBadTicket:  "bad ticket",
	CloseProtocol:   "protocol",
	CloseRevoked:    "session revoked",
	CloseForbidden:  "forbidden",
	CloseVersion:    "version",
	CloseTooManyCon: "too many connections",
	CloseBlocked:    "blocked",
}
