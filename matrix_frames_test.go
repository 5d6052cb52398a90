package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestFramesReachNothingOfOthers sends every frame that names a conversation as
// each role, about what is the own and what is not.
func TestFramesReachNothingOfOthers(t *testing.T) {
	s := serveFolder(t, newFolder(t), wide...)
	admin := s.signIn("a@balcao.test", adminPassword)
	company := func(name string) any { return admin.want(201, "POST", "/api/v1/companies", object{"name": name})["id"] }
	alpha, beta := company("Alpha"), company("Beta")
	columns := []string{"visitor", "customer", "manager", "other", "operator", "supervisor", "administrator"}
	people := map[string]*caller{"administrator": admin}
	for _, p := range []object{
		{"name": "customer", "role": "customer", "company": alpha},
		{"name": "colleague", "role": "customer", "company": alpha},
		{"name": "manager", "role": "customer", "company": alpha, "manager": true},
		{"name": "other", "role": "customer", "company": beta, "manager": true},
		{"name": "operator", "role": "operator"},
		{"name": "supervisor", "role": "supervisor"},
	} {
		p["email"], p["password"] = fmt.Sprint(p["name"], "@people.example"), townPassword
		admin.want(201, "POST", "/api/v1/accounts", p)
		people[p["name"].(string)] = s.signIn(p["email"].(string), townPassword)
	}
	people["visitor"] = s.visitor()
	opens := func(name string) any {
		return people[name].want(201, "POST", "/api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": "Help"})["id"]
	}
	frames := []object{
		{"t": "send", "text": "Hello"},
		{"t": "send", "text": "Hello", "stream": "internal"},
		{"t": "read", "stream": "public", "seq": 1},
		{"t": "typing", "on": true},
		{"t": "watch"},
		{"t": "unwatch"},
		{"t": "looking", "on": true},
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-28s %s\n", "", strings.Join(columns, " "))
	sockets := map[string]*socket{}
	for _, name := range columns {
		sockets[name] = people[name].dial(nil)
		sockets[name].frame("synced")
	}
	for _, relation := range []string{"own", "foreign"} {
		for _, f := range frames {
			row := make([]string, len(columns))
			for i, name := range columns {
				owner := "colleague"
				if customer := i < 4; relation == "own" && customer {
					owner = name
				} else if relation == "foreign" && !customer {
					row[i] = "."
					continue
				} else if relation == "foreign" && name != "other" {
					owner = "other"
				}
				row[i] = sockets[name].answered(f, opens(owner))
				if allowed := row[i] == "ok" || row[i] == "quiet"; relation == "foreign" && allowed {
					t.Errorf("%v of a stranger as %s: %s", f, name, row[i])
				}
				people[owner].call("POST", "/api/v1/conversations/"+fmt.Sprint(sockets[name].last)+"/close", nil)
			}
			what := fmt.Sprint(f["t"])
			if f["stream"] != nil {
				what += " " + fmt.Sprint(f["stream"])
			}
			fmt.Fprintf(&b, "%-28s %s\n", what+" ["+relation+"]", strings.Join(row, " "))
		}
	}
	const golden = "testdata/matrix-frames.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the frames' matrix changed; look at the difference after go test . -run Frames -update\n%s", b.String())
	}
}

// answered sends the frame about the conversation and tells how it was
// answered: ok, the code of an err, or quiet when it is one without an answer.
func (k *socket) answered(frame object, conv any) string {
	k.t.Helper()
	k.last = conv
	sent := object{"conv": conv, "cmid": newCMID()}
	for name, v := range frame {
		sent[name] = v
	}
	if frame["t"] != "send" {
		delete(sent, "cmid")
	}
	k.send(sent)
	k.send(object{"t": "ping"})
	deadline := time.After(10 * time.Second)
	answer := "quiet"
	for {
		select {
		case f, ok := <-k.seen:
			switch {
			case !ok:
				return "closed"
			case f["t"] == "err":
				answer = fmt.Sprint(f["code"])
			case f["t"] == "ok" && f["cmid"] == sent["cmid"] && sent["cmid"] != nil:
				return "ok"
			case f["t"] == "pong":
				if answer != "quiet" || frame["t"] != "send" { // an ok waits for the disk, a pong does not
					return answer
				}
			}
		case <-deadline:
			return "nothing"
		}
	}
}
