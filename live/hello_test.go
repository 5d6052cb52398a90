package live

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"balcao/store"
)

func TestHelloIsWelcomedAndSynced(t *testing.T) {
	w := newWorld(t, Limits{})
	pos := w.commit(message("x", "", "before", "account/ada"))
	w.reached(pos)
	c := w.socket()
	c.hello(w.ticket("ada"), nil)
	f := c.next()
	if f.T != "welcome" || f.Conn == "" || f.Epoch != w.store.Log().Epoch() || f.Resumed || f.Self != (self{"operator", "ada", "Ada"}) {
		t.Fatalf("welcome: %s", f.raw)
	}
	for _, part := range []string{`"heartbeat_s":25`, `"frame_bytes":65536`, `"ts":"20`} {
		if !strings.Contains(f.raw, part) {
			t.Errorf("welcome without %s: %s", part, f.raw)
		}
	}
	if f = c.next(); f.T != "synced" || f.Pos != pos {
		t.Fatalf("synced: %s", f.raw)
	}
	w.commit(message("account/bob", "m1", "hi", "department/1"))
	f = c.next()
	if f.N != 1 || f.Pos != pos+1 || f.Ev != "message" || f.text() != "hi" || f.CMID != "" {
		t.Fatalf("event: %s", f.raw)
	}
	c.say(`{"t":"ping","n":7}`)
	if f = c.next(); f.T != "pong" || f.N != 7 {
		t.Fatalf("pong: %s", f.raw)
	}
}

func TestATicketIsGoodOnceForItsOriginAndNotForLong(t *testing.T) {
	w := newWorld(t, Limits{TicketLife: 200 * time.Millisecond})
	w.sites["vic"] = "https://site.example"
	use := func(ticket, origin string) *client {
		c, _, err := w.dial(origin)
		if err != nil {
			t.Fatal(err)
		}
		c.hello(ticket, nil)
		return c
	}
	once := w.ticket("vic")
	if f := use(once, w.server.URL).next(); f.T != "welcome" {
		t.Fatalf("%s", f.raw)
	}
	use(once, w.server.URL).closed(CloseBadTicket)
	use("made up", w.server.URL).closed(CloseBadTicket)
	use(w.ticket("vic", "Origin", "https://site.example"), w.server.URL).closed(CloseBadTicket)
	if f := use(w.ticket("vic", "Origin", "https://site.example"), "https://site.example").next(); f.T != "welcome" {
		t.Fatalf("%s", f.raw)
	}
	// A program's ticket names no origin; the socket's must suit the principal.
	use(w.ticket("ada"), "https://site.example").closed(CloseForbidden)
	late := w.ticket("vic")
	time.Sleep(250 * time.Millisecond)
	use(late, w.server.URL).closed(CloseBadTicket)
	local := w.ticket("vic", "Origin", w.server.URL)
	w.hub.mu.Lock()
	taken := w.hub.tickets.take(local, strings.Replace(w.server.URL, "127.0.0.1", "localhost", 1), time.Now())
	w.hub.mu.Unlock()
	if taken == nil {
		t.Error("localhost and 127.0.0.1 are not one server")
	}
	if status, _, _ := w.ask("POST", "/api/v1/live/ticket", "ada", "Origin", "https://site.example"); status != 403 {
		t.Errorf("a ticket for a foreign origin: %d", status)
	}
	if status, _, _ := w.ask("POST", "/api/v1/live/ticket", ""); status != 401 {
		t.Errorf("a ticket for nobody: %d", status)
	}
}

func TestUpgradesAreRefusedForCause(t *testing.T) {
	w := newWorld(t, Limits{Handshakes: 3})
	refused := func(status int, code, origin, protocol string) {
		t.Helper()
		o := &websocket.DialOptions{HTTPHeader: http.Header{}}
		if protocol != "" {
			o.Subprotocols = []string{protocol}
		}
		if origin != "" {
			o.HTTPHeader.Set("Origin", origin)
		}
		ws, answer, err := websocket.Dial(context.Background(), w.server.URL+"/live", o)
		if err == nil {
			_ = ws.CloseNow()
			t.Fatalf("let in; want %d %s", status, code)
		}
		if answer == nil || answer.StatusCode != status {
			t.Fatalf("%v, want %d", err, status)
		}
		if status == 503 && answer.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	refused(400, "no_subprotocol", w.server.URL, "")
	refused(400, "no_subprotocol", w.server.URL, "balcao.v2")
	refused(403, "bad_origin", "", Subprotocol)
	refused(403, "bad_origin", "https://evil.example", Subprotocol)
	if status, _, b := w.ask("GET", "/live", "", "Origin", w.server.URL); status != 400 || !strings.Contains(string(b), "not_websocket") {
		t.Errorf("plain GET: %d %s", status, b)
	}
	for range 3 {
		w.socket()
	}
	refused(503, "busy", w.server.URL, Subprotocol)
	w.hub.NotReady()
	refused(503, "busy", w.server.URL, Subprotocol)
}

func TestWhoSaysNothingOrTheWrongThingFirstIsClosed(t *testing.T) {
	w := newWorld(t, Limits{Hello: 100 * time.Millisecond})
	w.socket().closed(CloseNoHello)
	for _, first := range []string{`{"t":"ping"}`, `{`, `[]`, `{"t":"hello","ticket":5}`, `{"t":"hello","ticket":"x","resume":{"epoch":"e","pos":-1}}`} {
		c := w.socket()
		c.say(first)
		c.closed(CloseProtocol)
	}
	c := w.socket()
	c.say(map[string]any{"t": "hello", "ticket": w.ticket("vic"), "client": Client{"widget", "0"}})
	c.closed(CloseVersion)
}

func TestTheOldestSocketGoesWhenThereAreTooMany(t *testing.T) {
	w := newWorld(t, Limits{})
	var visitor, person []*client
	for range 6 {
		c, _, _ := w.join("vic", nil)
		visitor = append(visitor, c)
	}
	visitor[0].closed(CloseTooManyCon)
	for range 11 {
		c, _, _ := w.join("ada", nil)
		person = append(person, c)
	}
	person[0].closed(CloseTooManyCon)
	visitor[1].say(`{"t":"ping"}`)
	person[1].say(`{"t":"ping"}`)
	visitor[1].until("pong")
	person[1].until("pong")
}

func TestTheOldestSilentSocketOfAnAddressGoes(t *testing.T) {
	w := newWorld(t, Limits{AddressSockets: 3})
	first := w.socket()
	eventually(t, "the server has taken it in", func() bool { return len(w.hub.open()) == 1 })
	for range 3 {
		w.socket()
	}
	first.closed(CloseTooManyCon)
}

func TestARevokedPrincipalsTicketIsNoGood(t *testing.T) {
	w := newWorld(t, Limits{})
	ticket := w.ticket("ada")
	w.commit(store.Event{Kind: store.KindRevoked, Topics: []string{"session/s-ada"}})
	eventually(t, "the ticket is dropped", func() bool {
		w.hub.mu.Lock()
		defer w.hub.mu.Unlock()
		return len(w.hub.tickets.rows) == 0
	})
	c := w.socket()
	c.hello(ticket, nil)
	c.closed(CloseBadTicket)
}

func TestUnusedTicketsOfOneAreBounded(t *testing.T) {
	ts := tickets{life: time.Minute, rows: map[[32]byte]*ticket{}, owners: map[string][][32]byte{}}
	first, _ := ts.issue(ada, "", credential{}, time.Now())
	for range 500 {
		ts.issue(ada, "", credential{}, time.Now())
	}
	ts.issue(bob, "", credential{}, time.Now())
	if len(ts.rows) != maxTickets+1 || ts.take(first, "", time.Now()) != nil {
		t.Errorf("%d tickets kept", len(ts.rows))
	}
	ts.revoke("account/ada")
	if len(ts.rows) != 1 || len(ts.owners) != 1 {
		t.Errorf("%d tickets of %d left", len(ts.rows), len(ts.owners))
	}
}

func TestAttendanceIsToldOfEverySocketOnce(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	if got := w.attended(); got != "+vic" {
		t.Fatalf("after synced: %q", got)
	}
	_ = c.ws.Close(websocket.StatusNormalClosure, "")
	eventually(t, "gone", func() bool { return w.attended() == "+vic -vic" })
}

func TestFramesAreHeldToTheirRoles(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	c.say(`{"t":"watch","conv":"c1"}`)
	if f := c.next(); f.T != "err" || f.Code != "forbidden" || f.Detail != "" {
		t.Fatalf("%s", f.raw)
	}
	var names []string
	for _, f := range w.hub.Frames() {
		names = append(names, f.Name+" "+f.Roles.String())
	}
	if got := strings.Join(names, "; "); !strings.Contains(got, "watch operator,supervisor,administrator") || !strings.Contains(got, "ping visitor,customer,") {
		t.Errorf("frames: %s", got)
	}
}
