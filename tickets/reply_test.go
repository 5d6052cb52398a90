package tickets_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/chat"
	"balcao/store"
)

// spoken are the public messages of a chat.
func (h *house) spoken(conv string) []string {
	h.t.Helper()
	var texts []string
	must(h.t, h.store.View(h.t.Context(), func(r store.Reader) error {
		texts = nil
		for m, err := range chat.MessagesOf(r, conv, chat.Public, 0) {
			if err != nil {
				return err
			}
			texts = append(texts, m.Text)
		}
		return nil
	}))
	return texts
}

func TestAnAnswerReachesTheChatOnce(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	body := fields{"text": "It is *fixed*", "internal": false, "cmid": newID()}
	var group sync.WaitGroup
	ids := make([]any, 10)
	for i := range ids {
		group.Go(func() {
			a := h.reply("paulo", n, body)
			ids[i] = a.body["id"]
			if a.code != http.StatusCreated || a.body["html"] != "<p>It is <em>fixed</em></p>" {
				t.Errorf("answer: %d %s", a.code, a.raw)
			}
		})
	}
	group.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("ten sends of one answer gave %v", ids)
		}
	}
	wantLines(t, h.spoken(conv), "hello", "It is *fixed*")
	want := []string{"chat hello", "change status:<nil>>new", "reply It is *fixed*", "change status:new>open"}
	wantLines(t, h.timeline("olga", n), want...)
	wantLines(t, h.timeline("vera", n), want...)
	if got := len(h.events("ticket.replied")); got != 1 {
		t.Errorf("%d events", got)
	}
	body["text"] = "something else"
	if got := h.reply("paulo", n, body).problem(); got != "409 cmid_conflict" {
		t.Errorf("the same cmid with another text: %s", got)
	}
}

func TestNotesNeverReachTheCustomer(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	h.reply("olga", n, fields{"text": "CANARY note", "internal": true, "cmid": newID()})
	h.change("olga", n, fields{"tags": []string{"CANARY-tag"}, "assignee": h.people["paulo"].ID, "reason": "CANARY reason"})
	h.change("olga", n, fields{"priority": "high", "reason": "CANARY second reason"})
	wantLines(t, h.spoken(conv), "hello")
	for _, path := range []string{"", "/timeline"} {
		if a := h.call("vera", "GET", fmt.Sprintf("/tickets/%d%s", n, path), nil); a.code != http.StatusOK || strings.Contains(a.raw, "CANARY") || strings.Contains(a.raw, "@") {
			t.Errorf("the customer gets %s", a.raw)
		}
	}
	wantLines(t, h.timeline("vera", n), "chat hello", "change status:<nil>>new", "change priority:average>high")
	for _, e := range h.events("ticket.opened", "ticket.replied", "ticket.changed") {
		if bytes.Contains(e.Public, []byte("CANARY")) || bytes.Contains(e.Public, []byte("@")) {
			t.Errorf("event for customers: %s", e.Public)
		}
	}
	if got := h.reply("vera", n, fields{"text": "x", "internal": true}).problem(); got != "403 forbidden" {
		t.Errorf("the customer writes a note: %s", got)
	}
	if items := h.call("vera", "GET", "/search?q=CANARY", nil); strings.Contains(items.raw, "note") {
		t.Errorf("found: %s", items.raw)
	}
}

func TestACustomersAnswerTakesTheTicketBackToOpen(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	for _, from := range []string{"waiting_customer", "resolved", "closed"} {
		h.reply("olga", n, fields{"text": "your turn", "status": from})
		if got := h.status(n); got != from {
			t.Fatalf("after send and %s: %s", from, got)
		}
		if a := h.reply("carla", n, fields{"text": "here it is"}); a.code != http.StatusCreated {
			t.Fatalf("%s: %d %s", from, a.code, a.raw)
		}
		if got := h.status(n); got != "open" {
			t.Errorf("from %s the answer leads to %s", from, got)
		}
	}
	h.reply("olga", n, fields{"text": "asking the maker", "status": "waiting_third_party"})
	h.reply("carla", n, fields{"text": "fine"})
	if got := h.status(n); got != "waiting_third_party" {
		t.Errorf("the maker is still awaited, but: %s", got)
	}
	if got := h.reply("carla", n, fields{"text": "x", "status": "closed"}).problem(); got != "403 forbidden" {
		t.Errorf("the customer sets a status with an answer: %s", got)
	}
}

func TestAChatMessageIsAnAnswerToo(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	first := h.open("olga", fields{"conversation": conv, "title": "First"})
	second := h.open("olga", fields{"conversation": conv, "title": "Second"})
	h.change("olga", first, fields{"status": "waiting_customer"})
	h.say("vera", conv, "before it waited")
	h.change("olga", second, fields{"status": "waiting_customer"})
	must(t, h.k.Follow(t.Context()))
	if got := h.status(second); got != "waiting_customer" {
		t.Errorf("a message from before counted: %s", got)
	}
	h.say("vera", conv, "here it is")
	must(t, h.k.Follow(t.Context()))
	if got := h.status(second); got != "open" {
		t.Errorf("the answer in the chat leads to %s", got)
	}
	if got := h.status(first); got != "waiting_customer" {
		t.Errorf("the ticket that gave the chat away moved to %s", got)
	}
	h.change("olga", second, fields{"status": "waiting_customer"})
	must(t, h.k.Follow(t.Context()))
	if got := h.status(second); got != "waiting_customer" {
		t.Errorf("an old message counted again: %s", got)
	}
}

func TestTheFollowerRunsBesideTheServer(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.k.Run(ctx) }()
	h.change("olga", n, fields{"status": "resolved"})
	h.say("vera", conv, "not at all")
	for deadline := time.Now().Add(10 * time.Second); h.status(n) != "open"; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the message did not reopen the ticket")
		}
	}
	stop()
	must(t, <-done)
}

func TestAnAnswerToAnEndedChatStaysInTheTicket(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	err := h.desk.Close(t.Context(), h.people["olga"], conv)
	must(t, err)
	if a := h.reply("olga", n, fields{"text": "later"}); a.code != http.StatusCreated {
		t.Fatalf("%d %s", a.code, a.raw)
	}
	wantLines(t, h.spoken(conv), "hello")
	wantLines(t, h.timeline("vera", n), "chat hello", "change status:<nil>>new", "reply later", "change status:new>open")
}

func TestFilesOfARepliesReachWhoReadsIt(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	keep := func(name string) string {
		f, err := h.files.Take(t.Context(), h.people["olga"], name, strings.NewReader("content of "+name))
		must(t, err)
		return f.ID
	}
	public, internal := keep("public.txt"), keep("internal.txt")
	if a := h.reply("olga", n, fields{"text": "see", "files": []string{public}}); a.code != http.StatusCreated || !strings.Contains(a.raw, "public.txt") {
		t.Fatalf("%d %s", a.code, a.raw)
	}
	h.reply("olga", n, fields{"text": "note", "internal": true, "files": []string{internal}})
	for _, c := range []struct {
		who, id string
		want    int
	}{{"vera", public, 200}, {"vera", internal, 404}, {"paulo", internal, 200}, {"otto", public, 404}} {
		r := h.raw(c.who, "/files/"+c.id+"/x")
		if r != c.want {
			t.Errorf("%s reads %s: %d, want %d", c.who, c.id, r, c.want)
		}
	}
	if got := h.reply("vera", n, fields{"text": "mine", "files": []string{public}}); got.problem() != "422 file_missing" || got.body["field"] != "files" {
		t.Errorf("somebody else's file attached: %s", got.raw)
	}
}

func TestAFrozenTicketKeepsWhatItsCustomerWrites(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	needCover(h)
	a := h.reply("carla", n, fields{"text": "my comment"})
	if a.problem() != "403 no_cover" || a.body["request"] == nil {
		t.Fatalf("answer: %s", a.raw)
	}
	if got := h.call("carla", "GET", "/requests/"+a.body["request"].(string), nil); got.body["description"] != "my comment" || got.body["reply"] != float64(n) {
		t.Errorf("kept: %s", got.raw)
	}
	if a := h.change("carla", n, fields{"status": "closed"}); a.code != http.StatusOK {
		t.Errorf("closing a frozen ticket: %d %s", a.code, a.raw)
	}
}

func TestWrongRepliesNameTheirField(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	for field, body := range map[string]fields{
		"text":   {"text": " \u202e "},
		"cmid":   {"text": "x", "cmid": strings.Repeat("x", 65)},
		"status": {"text": "x", "status": "done"},
		"files":  {"text": "x", "files": []string{"none"}},
		"mood":   {"text": "x", "mood": "good"},
	} {
		if a := h.reply("olga", n, body); a.code != http.StatusUnprocessableEntity || a.body["field"] != field {
			t.Errorf("%s: %d %s", field, a.code, a.raw)
		}
	}
	if a := h.reply("olga", n, fields{"text": strings.Repeat("ã", 16_001)}); a.body["field"] != "text" {
		t.Errorf("too long: %d %s", a.code, a.raw)
	}
	if a := h.reply("olga", n, fields{"text": strings.Repeat("ã", 16_000)}); a.code != http.StatusCreated {
		t.Errorf("just within the limit: %d %s", a.code, a.raw)
	}
}

func TestAVisitorsTicketsGoToWhoTheVisitorTurnsOutToBe(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	must(t, h.desk.Attach(t.Context(), h.people["olga"], conv, chat.Attachment{Account: h.people["carla"].ID}))
	must(t, h.k.Follow(t.Context()))
	for who, want := range map[string]int{"vera": 200, "carla": 200, "dario": 404} {
		if a := h.call(who, "GET", fmt.Sprintf("/tickets/%d", n), nil); a.code != want {
			t.Errorf("%s: %d, want %d", who, a.code, want)
		}
	}
	lines := h.timeline("olga", n)
	if lines[len(lines)-1] != "change contact:Vera>Carla" {
		t.Errorf("timeline: %v", lines)
	}
	acme := h.company("Acme Secret")
	h.change("olga", n, fields{"status": "waiting_customer", "company": acme, "watchers": []string{h.people["dario"].ID}})
	for _, path := range []string{fmt.Sprintf("/tickets/%d", n), "/tickets", fmt.Sprintf("/tickets/%d/timeline", n), "/tickets?q=carla"} {
		if a := h.call("vera", "GET", path, nil); a.code != 200 || strings.Contains(a.raw, "Carla") || strings.Contains(a.raw, acme) || strings.Contains(a.raw, "Dario") {
			t.Errorf("%s tells the visitor whom staff take him for: %d %s", path, a.code, a.raw)
		}
	}
	for _, e := range h.events("ticket.changed") {
		if strings.Contains(string(e.Public), "Carla") || strings.Contains(string(e.Public), acme) || strings.Contains(string(e.Public), "Dario") {
			t.Errorf("an event tells the visitor whom staff take him for: %s", e.Public)
		}
	}
	if a := h.call("carla", "GET", fmt.Sprintf("/tickets/%d", n), nil); a.body["contact"].(map[string]any)["name"] != "Carla" || a.body["company"] != acme {
		t.Errorf("she herself sees %s", a.raw)
	}
	h.say("vera", conv, "it is me")
	must(t, h.k.Follow(t.Context()))
	if got := h.status(n); got != "open" {
		t.Errorf("the visitor's word does not count any more: %s", got)
	}
}
