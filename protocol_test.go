package main

import (
	"context"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// knock dials /live with these subprotocols and origin and returns the status
// of a refusal, or the open connection.
func (c *caller) knock(origin string, protocols ...string) (*websocket.Conn, int) {
	c.t.Helper()
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, res, err := websocket.Dial(ctx, strings.Replace(c.url, "http", "ws", 1)+"/live", &websocket.DialOptions{Subprotocols: protocols, HTTPHeader: header})
	if err != nil {
		if res == nil {
			c.t.Fatal(err)
		}
		return nil, res.StatusCode
	}
	c.t.Cleanup(func() { _ = conn.CloseNow() })
	return conn, 101
}

// closedWith waits for the end of the connection and returns its code.
func closedWith(t *testing.T, conn *websocket.Conn) websocket.StatusCode {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

func (k *socket) closeCode() websocket.StatusCode {
	k.t.Helper()
	select {
	case err := <-k.end:
		return websocket.CloseStatus(err)
	case <-time.After(8 * time.Second):
		k.t.Fatal("the socket stays open")
		return 0
	}
}

func TestTheDoorRefusesWithTheCodesOfTheProtocol(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	v := s.visitor()
	for name, row := range map[string]struct {
		origin    string
		protocols []string
		want      int
	}{
		"no subprotocol": {s.url, nil, 400}, "another subprotocol": {s.url, []string{"chat"}, 400},
		"no origin": {"", []string{"balcao.v1"}, 403}, "a strange origin": {"https://evil.example", []string{"balcao.v1"}, 403},
		"localhost for 127.0.0.1": {strings.Replace(s.url, "127.0.0.1", "localhost", 1), []string{"balcao.v1"}, 101},
	} {
		if _, got := v.knock(row.origin, row.protocols...); got != row.want {
			t.Errorf("%s: %d, want %d", name, got, row.want)
		}
	}
	ticket := v.want(201, "POST", "/api/v1/live/ticket", nil)["ticket"].(string)
	for _, row := range []struct {
		name, frame string
		kind        websocket.MessageType
		want        websocket.StatusCode
	}{
		{"a wrong ticket", `{"t":"hello","ticket":"nonsense","client":{"name":"t","version":"1"}}`, websocket.MessageText, 4500},
		{"another frame first", `{"t":"ping","n":1}`, websocket.MessageText, 4501},
		{"binary", `{"t":"ping","n":1}`, websocket.MessageBinary, 1003},
		{"not UTF-8", "{\"t\":\"ping\",\"n\":\"\xff\"}", websocket.MessageText, 1007},
		{"too big", `{"t":"hello","ticket":"` + strings.Repeat("a", 70<<10) + `"}`, websocket.MessageText, 1009},
		{"silence", "", websocket.MessageText, 4001},
	} {
		conn, _ := v.knock(s.url, "balcao.v1")
		if row.frame != "" {
			_ = conn.Write(context.Background(), row.kind, []byte(row.frame))
		}
		if got := closedWith(t, conn); got != row.want {
			t.Errorf("%s: closed with %d, want %d", row.name, got, row.want)
		}
	}
	first, _ := v.knock(s.url, "balcao.v1")
	hello := []byte(`{"t":"hello","ticket":"` + ticket + `","client":{"name":"t","version":"1"}}`)
	_ = first.Write(context.Background(), websocket.MessageText, hello)
	if _, b, err := first.Read(context.Background()); err != nil || !strings.Contains(string(b), `"welcome"`) {
		t.Errorf("the first use of a ticket: %s %v", b, err)
	}
	second, _ := v.knock(s.url, "balcao.v1")
	_ = second.Write(context.Background(), websocket.MessageText, hello)
	if got := closedWith(t, second); got != 4500 {
		t.Errorf("the second use of a ticket: closed with %d", got)
	}
}

func TestOneCmidIsOneMessage(t *testing.T) {
	s := serveFolder(t, newFolder(t), wide...)
	v := s.visitor()
	k, other := v.dial(nil), v.dial(nil)
	cmid := newCMID()
	k.send(object{"t": "send", "cmid": cmid, "new": object{"site": "default"}, "text": "once"})
	first := k.frame("ok")
	other.event("message")
	for _, again := range []object{
		{"t": "send", "cmid": cmid, "new": object{"site": "default"}, "text": "once"},
		{"t": "send", "cmid": cmid, "conv": first["conv"], "text": "once"},
	} {
		k.send(again)
		ok := k.frame("ok")
		if ok["dup"] != true || ok["mid"] != first["mid"] || ok["seq"] != first["seq"] || ok["pos"] != first["pos"] || ok["conv"] != first["conv"] {
			t.Errorf("the repeat got %v, the first %v", ok, first)
		}
	}
	k.send(object{"t": "send", "cmid": cmid, "conv": first["conv"], "text": "twice"})
	if e := k.frame("err"); e["code"] != "cmid_conflict" || e["cmid"] != cmid {
		t.Errorf("other text under the same cmid: %v", e)
	}
	status, problem := v.call("POST", "/api/v1/conversations/"+first["conv"].(string)+"/messages", object{"cmid": cmid, "text": "twice"})
	if status != 409 || problem["code"] != "cmid_conflict" {
		t.Errorf("the same by HTTP: %d %v", status, problem)
	}
	k.send(object{"t": "send", "cmid": newCMID(), "conv": first["conv"], "text": "end"})
	if f := other.next("the next event", func(f object) bool { return f["ev"] == "message" }); f["seq"] != 2.0 {
		t.Errorf("a repeat made an event: %v", f)
	}
}

func TestFramesThatCannotBeServedGetTheirCode(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	mine, theirs := s.visitor(), s.visitor()
	k, foreign := mine.dial(nil), theirs.dial(nil)
	foreign.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "private"})
	conv := foreign.frame("ok")["conv"].(string)
	for _, row := range []struct {
		frame object
		code  string
	}{
		{object{"t": "send", "cmid": newCMID(), "conv": conv, "text": "let me in"}, "not_found"},
		{object{"t": "send", "cmid": newCMID(), "conv": "01980000-0000-7000-8000-000000000000", "text": "nobody"}, "not_found"},
		{object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "  "}, "bad_request"},
		{object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": strings.Repeat("é", 16_001)}, "too_large"},
		{object{"t": "send", "cmid": "", "new": object{"site": "default"}, "text": "x"}, "bad_request"},
		{object{"t": "presence", "state": "online"}, "forbidden"},
	} {
		k.send(row.frame)
		if e := k.frame("err"); e["code"] != row.code || (row.frame["cmid"] != nil && row.frame["cmid"] != "" && e["cmid"] != row.frame["cmid"]) {
			t.Errorf("%.80v: %v, want %s", row.frame, e, row.code)
		}
	}
	for _, path := range []string{"", "/messages", "/transcript"} {
		if status, _ := mine.call("GET", "/api/v1/conversations/"+conv+path, nil); status != 404 {
			t.Errorf("a foreign conversation%s answers %d", path, status)
		}
	}
	for range 3 {
		k.send(object{"t": "dance"})
	}
	if code := k.closeCode(); code != 4501 {
		t.Errorf("after three bad frames: %d", code)
	}
}

func TestSignOutReachesTheSocketWithinASecond(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	admin := s.signIn("a@balcao.test", adminPassword)
	k := admin.dial(nil)
	k.frame("synced")
	start := time.Now()
	admin.want(204, "DELETE", "/api/v1/session", nil)
	if code := k.closeCode(); code != 4502 || time.Since(start) > time.Second {
		t.Errorf("closed with %d after %v", code, time.Since(start))
	}
}

func TestResumeGivesWhatWasMissedAcrossARestart(t *testing.T) {
	folder := newFolder(t)
	s := serveFolder(t, folder)
	listen := strings.TrimPrefix(s.url, "http://")
	v := s.visitor()
	k := v.dial(nil)
	welcome := k.frame("welcome")
	k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "first"})
	ok := k.frame("ok")
	missed := v.dial(nil)
	missed.send(object{"t": "send", "cmid": newCMID(), "conv": ok["conv"], "text": "second"})
	last := missed.frame("ok")
	s.kill()
	serveFolder(t, folder, "--listen="+listen)
	again := v.dial(object{"epoch": welcome["epoch"], "pos": ok["pos"]})
	if again.frame("welcome")["resumed"] != true {
		t.Error("not resumed")
	}
	if f := again.event("message"); f["pos"] != last["pos"] || f["n"] != 1.0 || f["data"].(map[string]any)["text"] != "second" {
		t.Errorf("missed: %v", f)
	}
	again.frame("synced")
	for reason, resume := range map[string]object{
		"epoch":     {"epoch": "00000000000000000000000000000000", "pos": 1},
		"pos_ahead": {"epoch": welcome["epoch"], "pos": 1_000_000},
	} {
		k := v.dial(resume)
		if f := k.frame("reset"); f["reason"] != reason {
			t.Errorf("%s: %v", reason, f)
		}
		k.frame("synced")
	}
	if snap := v.want(200, "GET", "/api/v1/live/snapshot", nil); snap["epoch"] != welcome["epoch"] || snap["state"] == nil {
		t.Errorf("snapshot: %v", snap)
	}
	poll := v.want(200, "GET", "/api/v1/live/events?epoch="+welcome["epoch"].(string)+"&pos=0&wait=1", nil)
	if items := poll["items"].([]any); len(items) < 3 || items[0].(map[string]any)["n"] != nil {
		t.Errorf("long poll: %v", poll)
	}
}

func TestTooManySendsAndSocketsMeetTheirLimits(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	v := s.visitor()
	k := v.dial(nil)
	k.frame("synced")
	for range 12 {
		k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "hello"})
	}
	if e := k.frame("err"); e["code"] != "rate_limited" || e["retry_after_ms"] == nil {
		t.Errorf("beyond the burst: %v", e)
	}
	for range 5 {
		v.dial(nil).frame("synced")
	}
	if code := k.closeCode(); code != 4505 {
		t.Errorf("the oldest of six sockets: %d", code)
	}
}

func TestHTTPDrawsOnTheRateOfTheSocketsAndOnItsSetting(t *testing.T) {
	s := serveFolder(t, newFolder(t), "--visitor-burst=4")
	v, other := s.visitor(), s.visitor()
	k := v.dial(nil)
	k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "1"})
	path := "/api/v1/conversations/" + k.frame("ok")["conv"].(string) + "/messages"
	for range 2 {
		v.want(201, "POST", path, object{"cmid": newCMID(), "text": "by HTTP"})
	}
	k.send(object{"t": "send", "cmid": newCMID(), "conv": "nowhere", "text": "4"})
	k.frame("err")
	if problem := v.want(429, "POST", path, object{"cmid": newCMID(), "text": "too many"}); problem["code"] != "rate_limited" {
		t.Errorf("problem %v", problem)
	}
	other.want(201, "POST", "/api/v1/conversations", object{"cmid": newCMID(), "text": "not of that session"})
}

func TestStopTellsEverybodyAndExitsWith0(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	v := s.visitor()
	k := v.dial(nil)
	k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "before the stop"})
	k.frame("ok")
	start := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	k.frame("drain")
	if code := k.closeCode(); code != 1012 {
		t.Errorf("closed with %d", code)
	}
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
		t.Fatal("still running")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit %d after %v: %s", code, time.Since(start), s.errs)
	}
}
