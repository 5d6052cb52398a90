package main

import (
	"strings"
	"testing"
)

func TestWhoWatchesIsSeenLookingAndHearsWhatIsSaid(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	admin := s.signIn("a@balcao.test", adminPassword)
	admin.want(201, "POST", "/api/v1/accounts", object{"email": "olga@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"})
	console := s.signIn("olga@balcao.test", "Granite-Window-4").dial(nil)
	console.frame("synced")
	console.online()
	widget := s.visitor().dial(nil)
	widget.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "hello"})
	conv := widget.frame("ok")["conv"]
	console.event("message")

	listener := admin.dial(nil)
	listener.frame("synced")
	looks := func(on bool) {
		t.Helper()
		f := console.next("looking", func(f object) bool { return f["t"] == "volatile" && f["ev"] == "looking" })
		data := f["data"].(map[string]any)
		if f["conv"] != conv || data["on"] != on || data["person"].(map[string]any)["name"] != "Ada" {
			t.Errorf("looking: %v", f)
		}
	}
	listener.send(object{"t": "watch", "conv": conv})
	looks(true)
	widget.send(object{"t": "send", "cmid": newCMID(), "conv": conv, "text": "still there?"})
	if m := listener.event("message"); m["seq"] != 2.0 {
		t.Errorf("who watches hears %v", m)
	}
	console.send(object{"t": "typing", "conv": conv, "on": true})
	listener.next("typing", func(f object) bool { return f["ev"] == "typing" && f["conv"] == conv })
	listener.send(object{"t": "unwatch", "conv": conv})
	looks(false)
	widget.send(object{"t": "send", "cmid": newCMID(), "conv": conv, "text": "last"})
	widget.next("the last ok", func(f object) bool { return f["t"] == "ok" && f["seq"] == 3.0 })
	listener.send(object{"t": "ping", "n": 1})
	if f := listener.next("pong or message", func(f object) bool { return f["t"] == "pong" || f["ev"] == "message" }); f["t"] != "pong" {
		t.Errorf("after unwatch: %v", f)
	}
	for len(widget.seen) > 0 {
		if f := <-widget.seen; f["ev"] == "looking" || strings.Contains(f["t"].(string), "Ada") {
			t.Errorf("the customer hears %v", f)
		}
	}
}
