package main

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"
)

// socket is one live connection; frames arrive in order in seen.
type socket struct {
	t    *testing.T
	conn *websocket.Conn
	seen chan object
	end  chan error
	last any // the conversation asked about last
}

// dial opens a socket and says hello; resume may be nil.
func (c *caller) dial(resume object) *socket {
	c.t.Helper()
	k, err := c.tryDial(resume)
	if err != nil {
		c.t.Fatal(err)
	}
	return k
}

func (c *caller) tryDial(resume object) (*socket, error) {
	status, ticket, err := c.try("POST", "/api/v1/live/ticket", nil)
	if err != nil {
		return nil, err
	}
	if status != 201 {
		c.t.Fatalf("ticket: %d %v", status, ticket)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, ticket["url"].(string), &websocket.DialOptions{Subprotocols: []string{"balcao.v1"}, HTTPHeader: http.Header{"Origin": {c.url}}})
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(1 << 20)
	k := &socket{t: c.t, conn: conn, seen: make(chan object, 4096), end: make(chan error, 1)}
	hello := object{"t": "hello", "ticket": ticket["ticket"], "client": object{"name": "test", "version": "1"}}
	if resume != nil {
		hello["resume"] = resume
	}
	k.send(hello)
	go k.read()
	c.t.Cleanup(func() { _ = conn.CloseNow() })
	return k, nil
}

func (k *socket) read() {
	for {
		_, b, err := k.conn.Read(context.Background())
		if err != nil {
			k.end <- err
			close(k.seen)
			return
		}
		frame := object{}
		if err := json.Unmarshal(b, &frame); err != nil {
			k.end <- err
			return
		}
		k.seen <- frame
	}
}

func (k *socket) send(frame object) {
	b, _ := json.Marshal(frame)
	_ = k.conn.Write(context.Background(), websocket.MessageText, b)
}

// next returns the next frame that fits, dropping what comes before it.
func (k *socket) next(what string, fits func(object) bool) object {
	k.t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case frame, ok := <-k.seen:
			if !ok {
				k.t.Fatalf("the socket ended before %s: %v", what, <-k.end)
			}
			if fits(frame) {
				return frame
			}
		case <-deadline:
			k.t.Fatalf("%s did not come", what)
		}
	}
}

func (k *socket) event(ev string) object {
	k.t.Helper()
	return k.next("event "+ev, func(f object) bool { return f["t"] == "event" && f["ev"] == ev })
}

func (k *socket) frame(t string) object {
	k.t.Helper()
	return k.next("frame "+t, func(f object) bool { return f["t"] == t })
}

// online makes the operator available and waits until the server has taken
// it: a chat opened before that is queued first and assigned after its message.
func (k *socket) online() {
	k.t.Helper()
	k.send(object{"t": "presence", "state": "online"})
	k.event("operator.state")
}

func newCMID() string { return uuid.Must(uuid.NewV7()).String() }
