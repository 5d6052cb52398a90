package live

import (
	"cmp"
	"context"
	"errors"
	"io"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"
)

var readBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 1024); return &b }}

// serve begins the life of the connection, on a goroutine of its own: the stack
// and request of the upgrade have been given back by now.
func (c *Conn) serve() {
	defer c.hub.wg.Done()
	var resume *position
	if !c.each(func(raw []byte) (ok bool) { resume, ok = c.hello(raw); return ok }) {
		c.finish()
		return
	}
	// Before synced: whoever has seen it counts as here.
	c.hub.o.Attendance.Arrived(c.actor, c.id)
	if !c.begin(resume) {
		c.depart()
		return
	}
	c.hub.wg.Add(1)
	go c.loop(time.Now())
}

// renewal is how often a connection's reader starts afresh at most: growing
// its stack anew for each frame of a busy one costs a twentieth of the frame.
const renewal = 200 * time.Millisecond

// loop reads frame by frame. Handling one grows the stack and the collector
// does not shrink it all the way back, so a goroutine that has handled a frame
// hands over to a fresh one: an idle socket waits on 4 KiB, whatever it has
// said before.
func (c *Conn) loop(since time.Time) {
	defer c.hub.wg.Done()
	for c.each(c.handle) {
		if now := time.Now(); now.Sub(since) > renewal {
			c.hub.wg.Add(1)
			go c.loop(now)
			return
		}
	}
	c.depart()
}

func (c *Conn) depart() {
	c.finish()
	c.hub.o.Attendance.Left(c.actor, c.id)
}

// finish takes the connection out of the hub; after it nothing of it runs but
// a writer that is saying good-bye.
func (c *Conn) finish() {
	c.hub.forget(c)
	c.timer.Stop()
	c.mu.Lock()
	c.dead = true
	saying := c.writing && (c.code != 0 || c.after != 0)
	c.hub.stats.closed(cmp.Or(c.code, c.after))
	c.mu.Unlock()
	if !saying {
		_ = c.ws.CloseNow()
	}
}

// each reads one frame into a buffer that is lent for the call of do; false =
// the connection is over.
func (c *Conn) each(do func(raw []byte) bool) bool {
	// Background: ending a read by a context would cost a context a socket;
	// the socket is closed instead.
	kind, r, err := c.ws.Reader(context.Background())
	if err != nil {
		return false
	}
	if kind != websocket.MessageText {
		c.shut(CloseBinary)
		return false
	}
	c.reading.Store(time.Now().UnixNano())
	buf := readBuffers.Get().(*[]byte)
	defer func() {
		if cap(*buf) <= 16<<10 {
			readBuffers.Put(buf)
		}
	}()
	*buf, err = readUpTo(r, (*buf)[:0], c.hub.limits.FrameBytes)
	c.reading.Store(0)
	switch {
	case errors.Is(err, errTooBig):
		c.shut(CloseTooBig)
		return false
	case err != nil:
		return false
	case !utf8.Valid(*buf):
		c.shut(CloseNotUTF8)
		return false
	}
	c.hub.stats.In.Inc()
	return do(*buf)
}

var errTooBig = errors.New("live: frame too big")

func readUpTo(r io.Reader, b []byte, limit int) ([]byte, error) {
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if len(b) > limit {
			return b, errTooBig
		}
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}
