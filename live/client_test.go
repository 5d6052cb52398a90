package live

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// frame is any frame of the server.
type frame struct {
	T       string          `json:"t"`
	N       uint64          `json:"n"`
	Pos     uint64          `json:"pos"`
	Ev      string          `json:"ev"`
	Stream  string          `json:"stream"`
	CMID    string          `json:"cmid"`
	Code    string          `json:"code"`
	Field   string          `json:"field"`
	Detail  string          `json:"detail"`
	Reason  string          `json:"reason"`
	Epoch   string          `json:"epoch"`
	Conn    string          `json:"conn"`
	Resumed bool            `json:"resumed"`
	Retry   int64           `json:"retry_after_ms"`
	After   *int64          `json:"reconnect_after_ms"`
	Data    json.RawMessage `json:"data"`
	Self    self            `json:"self"`
	raw     string
}

func (f frame) text() string {
	var d struct{ Text string }
	_ = json.Unmarshal(f.Data, &d)
	return d.Text
}

// client is the other end of a socket.
type client struct {
	w  *world
	ws *websocket.Conn
}

func (w *world) dial(origin string) (*client, *http.Response, error) {
	o := &websocket.DialOptions{Subprotocols: []string{Subprotocol}, HTTPHeader: http.Header{}}
	if origin != "" {
		o.HTTPHeader.Set("Origin", origin)
	}
	ws, answer, err := websocket.Dial(context.Background(), w.server.URL+"/live", o)
	if err != nil {
		return nil, answer, err
	}
	ws.SetReadLimit(1 << 22)
	c := &client{w, ws}
	w.t.Cleanup(func() { _ = ws.CloseNow() })
	return c, answer, nil
}

func (w *world) socket() *client {
	w.t.Helper()
	c, _, err := w.dial(w.server.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// join opens a socket of the person and reads up to synced; what came between
// welcome and synced is returned too.
func (w *world) join(who string, resume *position) (c *client, welcome frame, between []frame) {
	w.t.Helper()
	c = w.socket()
	c.hello(w.ticket(who), resume)
	if welcome = c.next(); welcome.T != "welcome" {
		w.t.Fatalf("not welcome: %s", welcome.raw)
	}
	for {
		f := c.next()
		if f.T == "synced" {
			welcome.Pos = f.Pos
			return c, welcome, between
		}
		between = append(between, f)
	}
}

func (c *client) hello(ticket string, resume *position) {
	c.w.t.Helper()
	c.say(map[string]any{"t": "hello", "ticket": ticket, "client": Client{"test", "1"}, "resume": resume})
}

func (c *client) say(v any) {
	c.w.t.Helper()
	b, ok := v.(string)
	if !ok {
		m, err := json.Marshal(v)
		if err != nil {
			c.w.t.Fatal(err)
		}
		b = string(m)
	}
	if err := c.ws.Write(context.Background(), websocket.MessageText, []byte(b)); err != nil {
		c.w.t.Logf("write: %v", err)
	}
}

func (c *client) read(wait time.Duration) (frame, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	_, b, err := c.ws.Read(ctx)
	if err != nil {
		return frame{}, err
	}
	var f frame
	if err := json.Unmarshal(b, &f); err != nil {
		c.w.t.Fatalf("%v: %s", err, b)
	}
	f.raw = string(b)
	return f, nil
}

func (c *client) next() frame {
	c.w.t.Helper()
	f, err := c.read(10 * time.Second)
	if err != nil {
		c.w.t.Fatalf("reading: %v", err)
	}
	return f
}

// until reads on to the first frame of that kind.
func (c *client) until(t string) frame {
	c.w.t.Helper()
	for {
		if f := c.next(); f.T == t {
			return f
		}
	}
}

// closed reads on until the server closes and holds the code against want.
func (c *client) closed(want int) {
	c.w.t.Helper()
	for {
		_, err := c.read(10 * time.Second)
		if err == nil {
			continue
		}
		if got := websocket.CloseStatus(err); int(got) != want {
			c.w.t.Fatalf("closed with %d (%v), want %d", got, err, want)
		}
		return
	}
}

// silent fails if anything comes within the time; the socket is gone after it.
func (c *client) silent(wait time.Duration) {
	c.w.t.Helper()
	if f, err := c.read(wait); err == nil {
		c.w.t.Fatalf("unexpected %s", f.raw)
	}
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}
