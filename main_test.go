package main

import (
	"fmt"
	"testing"
)

// TestTheMainJobRunsEndToEnd is the whole run of http.md on the real program.
func TestTheMainJobRunsEndToEnd(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	admin := s.signIn("a@balcao.test", adminPassword)
	account := admin.want(201, "POST", "/api/v1/accounts", object{"email": "olga@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"})
	operator := s.signIn("olga@balcao.test", "Granite-Window-4")
	console := operator.dial(nil)
	if self := console.frame("welcome")["self"].(map[string]any); self["id"] != account["id"] {
		t.Errorf("welcome says %v", self)
	}
	console.frame("synced")
	console.online()

	visitor := s.visitor()
	widget := visitor.dial(nil)
	widget.frame("synced")
	cmid := newCMID()
	widget.send(object{"t": "send", "cmid": cmid, "new": object{"site": "default", "page": "https://example.com/a"}, "text": "The import stops"})
	ok := widget.frame("ok")
	conv := ok["conv"].(string)
	if ok["cmid"] != cmid || ok["seq"] != 1.0 || ok["dup"] != false {
		t.Errorf("ok is %v", ok)
	}
	console.event("conversation.opened")
	if data := console.event("conversation.assigned")["data"].(map[string]any); data["operator"].(map[string]any)["id"] != account["id"] {
		t.Errorf("assigned to %v", data["operator"])
	}
	if message := console.event("message"); message["seq"] != 1.0 || message["stream"] != "public" || message["data"].(map[string]any)["text"] != "The import stops" {
		t.Errorf("message is %v", message)
	}
	console.send(object{"t": "send", "cmid": newCMID(), "conv": conv, "text": "I am looking"})
	answer := widget.next("the answer", func(f object) bool { return f["ev"] == "message" && f["seq"] == 2.0 })
	if author := answer["data"].(map[string]any)["author"].(map[string]any); author["name"] != "Olga" || author["email"] != nil {
		t.Errorf("the customer sees the author as %v", author)
	}

	ticket := operator.want(201, "POST", "/api/v1/tickets", object{"conversation": conv, "title": "Import stops"})
	number := ticket["number"].(float64)
	ticketed := widget.event("conversation.ticketed")["data"].(map[string]any)["tickets"].([]any)
	if len(ticketed) != 1 || ticketed[0] != number {
		t.Errorf("the chat names %v, the ticket is %v", ticketed, number)
	}
	widget.send(object{"t": "send", "cmid": newCMID(), "conv": conv, "text": "Here is more"})
	widget.next("the second ok", func(f object) bool { return f["t"] == "ok" && f["seq"] == 3.0 })
	timeline := operator.want(200, "GET", fmt.Sprintf("/api/v1/tickets/%.0f/timeline", number), nil)
	found := false
	for _, item := range timeline["items"].([]any) {
		if m, _ := item.(map[string]any)["message"].(map[string]any); m != nil && m["text"] == "Here is more" {
			found = true
		}
	}
	if !found {
		t.Errorf("the later message is not in %v", timeline)
	}
}
