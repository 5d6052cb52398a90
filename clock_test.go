package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// wall is a clock that somebody sets while the server runs.
type wall struct{ ahead atomic.Int64 }

func (w *wall) now() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }

func (w *wall) jump(d time.Duration) { w.ahead.Add(int64(d)) }

// serveBy runs the assembled house in this process by the wall clock.
func serveBy(t *testing.T, w *wall, folder string) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, url: "http://" + listener.Addr().String()}
	h, err := assemble(settings{
		Data: folder, Listen: listener.Addr().String(), MaxFileMB: 100, VisitorBurst: 10_000, StaffBurst: 10_000, VisitorRate: 600_000,
		StaffRate: 600_000, SocketsPerIP: 100, HandshakeRate: 500, VisitorsPerIP: 1000, SignInsPerIP: 1000,
	}, s.url, w.now, slog.New(slog.DiscardHandler), func(err error) { t.Error("fatal:", err) })
	if err != nil {
		t.Fatal(err)
	}
	h.start()
	web := &http.Server{Handler: h.handler(), ReadHeaderTimeout: time.Second}
	go func() { _ = web.Serve(listener) }()
	t.Cleanup(func() {
		limit, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		h.hub.Drain(limit)
		_ = web.Close()
		h.hub.Close()
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestAClockThatJumpsNeitherBreaksOrderNorTellsTwice sets the wall clock about
// while an operator and a customer chat (quality.md: ± 1 s, ± 1 h, − 1 day,
// + 10 years; daylight saving moves no instant, only how one is shown).
func TestAClockThatJumpsNeitherBreaksOrderNorTellsTwice(t *testing.T) {
	folder := newFolder(t)
	w := &wall{}
	s := serveBy(t, w, folder)
	admin := s.signIn("a@balcao.test", adminPassword)
	admin.want(201, "POST", "/api/v1/accounts", object{"email": "olga@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"})
	olga := s.signIn("olga@balcao.test", "Granite-Window-4")
	console := olga.dial(nil)
	console.online()
	v := s.visitor()
	k := v.dial(nil)
	k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "good morning"})
	conv := k.frame("ok")["conv"].(string)
	console.event("conversation.assigned")
	console.event("message")

	said, told := 1, map[string]int{} // what the console hears, by kind
	say := func(from *socket, to *socket, what string) {
		t.Helper()
		cmid := newCMID()
		from.send(object{"t": "send", "cmid": cmid, "conv": conv, "text": what})
		f := from.next("an answer", func(f object) bool { return f["cmid"] == cmid && f["t"] != "event" })
		if said++; f["t"] != "ok" || f["seq"] != float64(said) {
			t.Fatalf("%s: %v, want seq %d", what, f, said)
		}
		to.next(what+" at the other side", func(f object) bool {
			if to == console && f["t"] == "event" {
				told[fmt.Sprint(f["ev"])]++
			}
			return f["ev"] == "message" && f["seq"] == float64(said)
		})
	}
	for _, jump := range []time.Duration{time.Second, -time.Second, time.Hour, -time.Hour, -24 * time.Hour, 24 * time.Hour, 10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour} {
		say(k, console, fmt.Sprint("before ", jump))
		w.jump(jump)
		say(k, console, fmt.Sprint("after ", jump))
		if jump < 1000*time.Hour { // ten years on, every session is over: that is no fault
			view := v.want(200, "GET", "/api/v1/conversations/"+conv, nil)
			for name, value := range view {
				if n, is := value.(float64); is && n < 0 {
					t.Errorf("after %v: %s is %v", jump, name, n)
				}
			}
		}
		say(console, k, fmt.Sprint("answer after ", jump))
	}

	before := time.Time{}
	for i, item := range all(t, v, conv) {
		m := item.(map[string]any)
		at, err := time.Parse(time.RFC3339Nano, m["at"].(string))
		if err != nil || at.Before(before) {
			t.Errorf("message %d is from %v, the one before it from %v, %v", i+1, at, before, err)
		}
		before = at
	}
	if told["conversation.assigned"] > 0 || told["conversation.opened"] > 0 {
		t.Errorf("told a second time: %v", told)
	}
}
