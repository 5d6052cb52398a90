package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// A writer takes this much from the queue at a time.
const (
	batchFrames = 16
	batchBytes  = 16 << 10
)

// writeBuffers hold a batch on its way out and the frame being encoded.
var writeBuffers = sync.Pool{New: func() any { return new([2][]byte) }}

// write empties the queue batch by batch, each in one write, and closes the
// connection when that has been asked for.
func (c *Conn) write() {
	defer c.hub.wg.Done()
	bufs := writeBuffers.Get().(*[2][]byte)
	defer func() {
		if cap(bufs[0])+cap(bufs[1]) <= 4*batchBytes {
			writeBuffers.Put(bufs)
		}
	}()
	var batch [batchFrames]outgoing
	for {
		n := c.take(batch[:])
		if n == 0 {
			return
		}
		err := c.send(batch[:n], bufs)
		c.mu.Lock()
		if c.code == 0 {
			for _, o := range batch[:n] {
				c.bytes -= c.size(o)
			}
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

// send writes frames in one call to the network.
func (c *Conn) send(batch []outgoing, bufs *[2][]byte) (err error) {
	c.hub.stats.Out.Add(len(batch))
	c.net.gather(bufs[0])
	for i := range batch {
		b := batch[i].raw
		if e := batch[i].event; e != nil {
			bufs[1] = e.appendTo(bufs[1][:0], batch[i].n, c.staff, e.author == c.own[0])
			b = bufs[1]
		}
		if err = c.ws.Write(context.Background(), websocket.MessageText, b); err != nil {
			break
		}
	}
	var flushed error
	bufs[0], flushed = c.net.flush()
	return errors.Join(err, flushed)
}

// take moves frames from the queue into the batch; 0 = the writer has nothing
// left to do.
func (c *Conn) take(batch []outgoing) int {
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
		return 0
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
		return 0
	}
	n := 0
	for size := 0; n < len(batch) && c.waiting() > 0 && size < batchBytes; n++ {
		batch[n] = c.queue[c.taken]
		c.queue[c.taken] = outgoing{}
		c.taken++
		size += c.size(batch[n])
	}
	_ = c.net.SetWriteDeadline(time.Now().Add(c.hub.limits.WriteTime))
	return n
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
