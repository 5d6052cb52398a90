package live

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"balcao/actor"
)

// Conn is one live socket.
type Conn struct {
	member
	hub    *Hub
	id     string
	ws     *websocket.Conn
	net    *wire
	addr   string // neighbourhood it came from
	host   string // it asked for
	origin string
	proof  credential
	born   time.Time

	timer   *time.Timer
	greeted atomic.Bool  // has said hello
	reading atomic.Int64 // since when a frame is being read, 0 = none
	bad     []time.Time  // the latest bad frames; the reader's
	meter   *meter       // the session's; the reader's

	mu      sync.Mutex // guards what follows; taken after Hub.mu
	queue   []outgoing
	taken   int // frames of queue already written or being written
	bytes   int // waiting and being written
	writing bool
	idle    chan struct{} // of a replay that waits for an empty queue
	code    int           // why it is closing, 0 = it is not
	after   int           // close with this once the queue is empty
	dead    bool          // the reader has gone: start nothing any more
	spoke   int64         // when the client last heard n or pos, nanoseconds
	quietly time.Duration // silence until the next heartbeat
	pingAt  time.Time
	checkAt time.Time
}

// Actor is who is at the other end.
func (c *Conn) Actor() actor.Actor { return c.actor }

// ID names the connection, as the welcome frame does.
func (c *Conn) ID() string { return c.id }

// Reply queues one frame for this connection only; v has the member t, except
// an OK, which may leave it out. A connection that is closing drops it.
func (c *Conn) Reply(v any) error {
	if ok, is := v.(OK); is && ok.T == "" {
		ok.T = "ok"
		v = ok
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.push(outgoing{raw: b}, len(b))
	return nil
}

// shut drops what is queued and closes with the code, at once if a write is
// under way that does not end. The first code given stays.
func (c *Conn) shut(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shutLocked(code)
}

func (c *Conn) shutLocked(code int) {
	if c.code != 0 || c.dead {
		return
	}
	c.code = code
	c.queue, c.taken, c.bytes = nil, 0, 0
	_ = c.net.SetWriteDeadline(time.Now().Add(c.hub.limits.CloseTime))
	c.startWriter()
}

// bye closes with the code after what is queued has been written.
func (c *Conn) bye(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code != 0 || c.after != 0 || c.dead {
		return
	}
	c.after = code
	c.startWriter()
}

// cut ends the connection without a word.
func (c *Conn) cut() { _ = c.net.Close() }

func (c *Conn) closing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.code != 0 || c.after != 0 || c.dead
}
