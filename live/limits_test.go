package live

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"balcao/fault"
)

func TestBadInputIsClosedWithItsCode(t *testing.T) {
	w := newWorld(t, Limits{PersonSockets: 100})
	bystander, _, _ := w.join("bob", nil)
	for name, c := range map[string]struct {
		kind websocket.MessageType
		data []byte
		code int
	}{
		"binary":    {websocket.MessageBinary, []byte(`{"t":"ping"}`), CloseBinary},
		"not UTF-8": {websocket.MessageText, []byte("{\"t\":\"\xff\"}"), CloseNotUTF8},
		"too big":   {websocket.MessageText, bytes.Repeat([]byte("x"), 64<<10+1), CloseTooBig},
		"huge":      {websocket.MessageText, bytes.Repeat([]byte("x"), 3<<20), CloseTooBig},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, _ := w.join("ada", nil)
			began := time.Now()
			go func() { _ = s.ws.Write(context.Background(), c.kind, c.data) }()
			s.closed(c.code)
			if took := time.Since(began); took > time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	largest := fmt.Sprintf(`{"t":"ping","n":1,"x":"%s"}`, strings.Repeat("x", 64<<10-len(`{"t":"ping","n":1,"x":""}`)))
	bystander.say(largest)
	if f := bystander.next(); len(largest) != 64<<10 || f.T != "pong" {
		t.Fatalf("%s", f.raw)
	}
}

func TestTheThirdBadFrameCloses(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	c.say(`{"t":"send","cmid":"m-1",`)
	if f := c.next(); f.T != "err" || f.Code != "bad_frame" || f.CMID != "m-1" {
		t.Fatalf("%s", f.raw)
	}
	c.say(`{"cmid":"m-2","t":"nonsense"}`)
	if f := c.next(); f.Code != "bad_frame" || f.CMID != "m-2" {
		t.Fatalf("%s", f.raw)
	}
	c.say(`{"t":"ping"}`)
	c.until("pong")
	c.say(`{"t":"ping","x":` + strings.Repeat("[", 8) + strings.Repeat("]", 8) + `}`)
	if f := c.next(); f.Code != "bad_frame" {
		t.Fatalf("%s", f.raw)
	}
	c.closed(CloseProtocol)
}

func TestASecondHelloIsABadFrame(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	c.hello(w.ticket("vic"), nil)
	if f := c.next(); f.Code != "bad_frame" {
		t.Fatalf("%s", f.raw)
	}
}

func TestFailuresAreToldWithoutInnerText(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	c.say(`{"t":"panic","cmid":"m-1"}`)
	if f := c.next(); f.Code != "internal" || f.CMID != "m-1" || strings.Contains(f.raw, "secret") {
		t.Fatalf("%s", f.raw)
	}
	c.say(`{"t":"send","cmid":"m-2"}`)
	if f := c.next(); f.Code != "bad_request" || f.CMID != "m-2" || f.Field != "text" || f.Detail != "why in : required" {
		t.Fatalf("%s", f.raw)
	}
}

func TestEveryFaultHasACodeOfTheProtocol(t *testing.T) {
	for want, f := range map[string]*fault.Error{
		"bad_request": fault.Field("text", "required"), "cmid_conflict": fault.New(fault.Conflict, "cmid_conflict"), "conv_closed": fault.New(fault.Conflict, "conv_closed"),
		"not_found": fault.Missing(), "forbidden": fault.New(fault.Forbidden, "must_change"), "too_large": fault.New(fault.TooLarge, "text_too_long"),
		"busy": fault.New(fault.Busy, ""), "readonly": fault.New(fault.ReadOnly, ""), "unauthorized": fault.New(fault.Unauthenticated, ""),
		"internal": fault.New(fault.Internal, ""), "rate_limited": fault.New(fault.RateLimited, "slow_down"),
	} {
		if got := codeOf(f); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
	if got := codeOf(fault.New(fault.Conflict, "already_claimed")); got != "bad_request" {
		t.Errorf("another conflict: %s", got)
	}
}

func TestTheMessageRateIsTheSessionsAndExcessCloses(t *testing.T) {
	w := newWorld(t, Limits{VisitorBurst: 4})
	one, _, _ := w.join("vic", nil)
	two, _, _ := w.join("vic", nil)
	send := `{"t":"send","cmid":"m","text":"x"}`
	for range 3 {
		one.say(send)
		one.until("ok")
	}
	two.say(send)
	two.until("ok")
	two.say(send)
	f := two.until("err")
	if f.Code != "rate_limited" || f.Retry < 1 || f.Retry > 1000 || f.CMID != "m" {
		t.Fatalf("%s", f.raw)
	}
	two.say(`{"t":"ping"}`) // other frames have a rate of their own
	two.until("pong")
	if err := w.hub.Pace(vic); !fault.Is(err, fault.RateLimited) {
		t.Errorf("beside the socket: %v", err)
	}
	for range 20 {
		two.say(send)
	}
	two.closed(CloseTooMuch)
	time.Sleep(time.Duration(f.Retry) * time.Millisecond)
	one.say(send)
	one.until("ok")
}

// stuck is a socket of the person that has stopped reading.
func (w *world) stuck(who string) *client {
	w.t.Helper()
	c := w.stuckAt(who, nil)
	c.until("synced")
	return c
}

func (w *world) stuckAt(who string, at *position) *client {
	w.t.Helper()
	dialer := &net.Dialer{}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dialer.DialContext(ctx, network, addr)
		if err == nil {
			_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		}
		return c, err
	}}
	w.t.Cleanup(transport.CloseIdleConnections)
	ws, _, err := websocket.Dial(context.Background(), w.server.URL+"/live", &websocket.DialOptions{
		Subprotocols: []string{Subprotocol}, HTTPHeader: http.Header{"Origin": {w.server.URL}}, HTTPClient: &http.Client{Transport: transport},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = ws.CloseNow() })
	c := &client{w, ws}
	c.hello(w.ticket(who), at)
	return c
}

func TestASlowReaderIsLetGoWhileOthersGoOn(t *testing.T) {
	w := newWorld(t, Limits{})
	slow := w.stuck("bob")
	fast, _, _ := w.join("ada", nil)
	start := w.hub.reached()
	body := strings.Repeat("x", 4000)
	const total = 800
	read := make(chan error, 1)
	go func() {
		for n := uint64(1); n <= total; n++ {
			f, err := fast.read(10 * time.Second)
			if err != nil || f.N != n {
				read <- fmt.Errorf("at %d: %s %w", n, f.raw, err)
				return
			}
		}
		read <- nil
	}()
	for range total / 10 {
		for range 10 {
			w.commit(message("x", "", body, "department/1"))
		}
		w.hub.mu.Lock()
		for c := range w.hub.conns {
			c.mu.Lock()
			if c.waiting() > 256 || c.bytes > 1<<20 {
				t.Errorf("%d frames, %d bytes waiting", c.waiting(), c.bytes)
			}
			c.mu.Unlock()
		}
		w.hub.mu.Unlock()
	}
	if err := <-read; err != nil {
		t.Fatal(err)
	}
	eventually(t, "the slow one is let go", func() bool { return len(w.hub.open()) == 1 })
	var last uint64
	for {
		f, err := slow.read(5 * time.Second)
		if err != nil {
			if code := websocket.CloseStatus(err); code != -1 && code != CloseTooSlow {
				t.Errorf("closed with %d", code)
			}
			break
		}
		last = f.Pos
	}
	if last == 0 {
		last = start
	}
	_, again, between := w.join("bob", &position{w.store.Log().Epoch(), last})
	if !again.Resumed || uint64(len(between)) != start+total-last {
		t.Fatalf("resumed %v with %d frames after %d", again.Resumed, len(between), last)
	}
}

func TestVolatileFramesAreDroppedAboveHalf(t *testing.T) {
	w := newWorld(t, Limits{})
	w.stuck("bob")
	var c *Conn
	for _, c = range w.hub.open() {
	}
	for range 2000 {
		w.hub.Volatile("typing", "c1", strings.Repeat("x", 2000), []string{"department/1"}, "")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := c.waiting(); c.code != 0 || n == 0 || n > 128 {
		t.Errorf("code %d, %d waiting", c.code, n)
	}
}

func TestAWriteThatDoesNotEndIsCut(t *testing.T) {
	w := newWorld(t, Limits{WriteTime: 200 * time.Millisecond})
	w.stuck("bob")
	for range 200 {
		w.commit(message("x", "", strings.Repeat("x", 4000), "department/1"))
	}
	eventually(t, "cut", func() bool { return len(w.hub.open()) == 0 })
}

func TestRevocationReachesASocketThatDoesNotRead(t *testing.T) {
	w := newWorld(t, Limits{})
	w.stuck("bob")
	for range 200 {
		w.commit(message("x", "", strings.Repeat("x", 4000), "department/1"))
	}
	began := time.Now()
	w.revoke("account/bob")
	eventually(t, "cut", func() bool { return len(w.hub.open()) == 0 })
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestNoPongCloses(t *testing.T) {
	w := newWorld(t, Limits{Heartbeat: 100 * time.Millisecond, Pong: 100 * time.Millisecond})
	c, _, _ := w.join("ada", nil)
	time.Sleep(500 * time.Millisecond) // the library answers pings only while it reads
	c.closed(CloseNoPong)
}

func TestAnExpiredSessionCloses(t *testing.T) {
	w := newWorld(t, Limits{Recheck: 100 * time.Millisecond})
	c, _, _ := w.join("zoe", nil)
	stays, _, _ := w.join("ada", nil)
	w.mu.Lock()
	delete(w.people, "zoe")
	w.mu.Unlock()
	c.closed(CloseExpired)
	stays.say(`{"t":"ping"}`)
	stays.until("pong")
}
