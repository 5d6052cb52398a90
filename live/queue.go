package live

import "time"

// headRoom is what the head of an event frame adds to its tail, at most about.
const headRoom = 96

// outgoing is one frame waiting: an event or an encoded frame.
type outgoing struct {
	event *entry
	n     uint64
	raw   []byte
}

func (c *Conn) size(o outgoing) int {
	if o.event != nil {
		return headRoom + len(o.event.of(c.staff))
	}
	return len(o.raw)
}

func (c *Conn) pushEvent(e *entry, n uint64, now int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spoke = now
	o := outgoing{event: e, n: n}
	c.pushLocked(o, c.size(o))
}

func (c *Conn) push(o outgoing, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pushLocked(o, size)
}

// pushLocked queues a frame that may not be dropped: when it does not fit, the
// connection closes and the client resumes. An empty queue takes any size.
func (c *Conn) pushLocked(o outgoing, size int) {
	if c.code != 0 || c.dead {
		return
	}
	if waiting := c.waiting(); waiting > 0 && (waiting >= c.hub.limits.QueueFrames || c.bytes+size > c.hub.limits.QueueBytes) {
		c.shutLocked(CloseTooSlow)
		return
	}
	c.add(o, size)
}

// pushVolatile queues a frame that may be dropped, and is above half.
func (c *Conn) pushVolatile(b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code != 0 || c.after != 0 || c.dead {
		return
	}
	if waiting := c.waiting(); waiting > 0 && (waiting >= c.hub.limits.QueueFrames/2 || c.bytes+len(b) > c.hub.limits.QueueBytes/2) {
		c.hub.stats.Dropped.Inc()
		return
	}
	c.add(outgoing{raw: b}, len(b))
}

func (c *Conn) waiting() int { return len(c.queue) - c.taken }

func (c *Conn) add(o outgoing, size int) {
	if c.taken > 32 && c.taken > len(c.queue)/2 {
		n := copy(c.queue, c.queue[c.taken:])
		clear(c.queue[n:])
		c.queue, c.taken = c.queue[:n], 0
	}
	c.queue = append(c.queue, o)
	c.bytes += size
	c.startWriter()
}

// startWriter has the queue written; there is a goroutine only while there is
// something to write. c.mu is held.
func (c *Conn) startWriter() {
	if c.writing {
		return
	}
	c.writing = true
	c.hub.wg.Add(1) // the reader, still alive, holds the count above zero
	go c.write()
}

// drained waits until the queue has been written; false = the connection is
// closing.
func (c *Conn) drained() bool {
	c.mu.Lock()
	if c.idle == nil {
		c.idle = make(chan struct{}, 1)
	}
	for c.code == 0 && (c.writing || c.waiting() > 0) {
		c.mu.Unlock()
		<-c.idle
		c.mu.Lock()
	}
	defer c.mu.Unlock()
	c.idle = nil
	return c.code == 0
}

// rested tells a waiting replay that the writer has stopped. c.mu is held.
func (c *Conn) rested() {
	c.writing = false
	if c.idle != nil {
		signal(c.idle)
	}
}

// heartbeatAt is when the next heartbeat is due. c.mu is held.
func (c *Conn) heartbeatAt() time.Time { return time.Unix(0, c.spoke).Add(c.quietly) }
