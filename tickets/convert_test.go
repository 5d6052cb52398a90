package tickets_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"balcao/store"
)

func TestAChatBecomesATicketAndGoesOn(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "The invoice is refused")
	h.say("olga", conv, "Let me see")
	n := h.open("olga", fields{"conversation": conv, "title": "Invoice refused", "note": "looks like the new rule"})
	h.say("vera", conv, "Any news?")

	v := h.call("olga", "GET", fmt.Sprintf("/tickets/%d", n), nil).body
	contact, assignee := v["contact"].(map[string]any), v["assignee"].(map[string]any)
	if v["status"] != "new" || v["type"] != "question" || v["priority"] != "average" || contact["name"] != "Vera" || assignee["name"] != "Olga" ||
		fmt.Sprint(v["conversations"]) != "["+conv+"]" || v["department"] == "" || v["first_answer_at"] == nil {
		t.Errorf("ticket: %v", v)
	}
	wantLines(t, h.timeline("olga", n),
		"chat The invoice is refused", "chat Let me see", "change status:<nil>>new", "note looks like the new rule", "chat Any news?")
	wantLines(t, h.timeline("vera", n),
		"chat The invoice is refused", "chat Let me see", "change status:<nil>>new", "chat Any news?")

	told := h.events("conversation.ticketed", "ticket.opened")
	if len(told) != 2 || !strings.Contains(string(told[0].Public), fmt.Sprintf(`"tickets":[%d]`, n)) {
		t.Fatalf("the chat was not told the number: %d events", len(told))
	}
	if !slices.Contains(told[1].Topics, "visitor/"+h.people["vera"].ID) || strings.Contains(string(told[1].Public), "@") {
		t.Errorf("ticket.opened goes to %v with %s", told[1].Topics, told[1].Public)
	}
}

func TestFiftyTimesTheSameKeyIsOneTicket(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	var group sync.WaitGroup
	numbers := make([]any, 50)
	for i := range numbers {
		group.Go(func() {
			a := h.call("olga", "POST", "/tickets", fields{"conversation": conv, "title": "Once"}, "Idempotency-Key", "k1")
			numbers[i] = a.body["number"]
			if a.code != http.StatusCreated {
				t.Errorf("answer %d: %s", a.code, a.raw)
			}
		})
	}
	group.Wait()
	if slices.ContainsFunc(numbers, func(n any) bool { return n != numbers[0] }) {
		t.Errorf("numbers: %v", numbers)
	}
	if n := len(h.events("ticket.opened")); n != 1 {
		t.Errorf("%d tickets opened", n)
	}
	if got := h.call("olga", "POST", "/tickets", fields{"title": "Other"}, "Idempotency-Key", "k1").problem(); got != "409 idempotency_conflict" {
		t.Errorf("the key with another content: %s", got)
	}
	if a := h.call("paulo", "POST", "/tickets", fields{"title": "Other"}, "Idempotency-Key", "k1"); a.code != http.StatusCreated {
		t.Errorf("somebody else's key: %d %s", a.code, a.raw)
	}
}

func TestFiftyAtOnceWithoutKeyConvertOnce(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	var group sync.WaitGroup
	codes := make([]string, 50)
	for i := range codes {
		group.Go(func() {
			codes[i] = h.call("olga", "POST", "/tickets", fields{"conversation": conv, "title": "Once"}).problem()
		})
	}
	group.Wait()
	slices.Sort(codes)
	if codes[0] != "201 <nil>" || codes[1] != "409 already_converted" || codes[49] != "409 already_converted" {
		t.Errorf("answers: %v", slices.Compact(codes))
	}
	if n := h.open("olga", fields{"conversation": conv, "title": "Another trouble"}); n != 2 {
		t.Errorf("number %d after one ticket: refusals took numbers", n)
	}
}

func TestNumbersHaveNoHoles(t *testing.T) {
	h := newHouse(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			h.call("olga", "POST", "/tickets", fields{"title": fmt.Sprint("good ", i)})
			h.call("olga", "POST", "/tickets", fields{"title": fmt.Sprint("bad ", i), "assignee": "nobody"})
			h.call("olga", "POST", "/tickets", fields{"title": fmt.Sprint("bad too ", i), "files": []string{"none"}})
		})
	}
	group.Wait()
	var numbers []int
	for _, item := range h.call("olga", "GET", "/tickets?sort=created&order=asc&limit=200", nil).body["items"].([]any) {
		numbers = append(numbers, int(item.(map[string]any)["number"].(float64)))
	}
	for i, n := range numbers {
		if n != i+1 {
			t.Fatalf("numbers %v", numbers)
		}
	}
	if len(numbers) != 20 {
		t.Errorf("%d tickets", len(numbers))
	}
}

func TestOnlyTheChosenMessagesAndTheLaterOnesBelong(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "one")
	h.say("vera", conv, "two")
	h.say("vera", conv, "three")
	n := h.open("olga", fields{"conversation": conv, "title": "Some", "messages": []int{2}})
	h.say("vera", conv, "four")
	wantLines(t, h.timeline("olga", n), "chat two", "change status:<nil>>new", "chat four")
	if got := h.call("olga", "POST", "/tickets", fields{"conversation": conv, "title": "Beyond", "messages": []int{9}}); got.problem() != "422 no_such_message" || got.body["field"] != "messages" {
		t.Errorf("a message that is not there: %s", got.raw)
	}
	none := h.open("olga", fields{"conversation": conv, "title": "None", "messages": []int{}})
	wantLines(t, h.timeline("olga", none), "change status:<nil>>new")
}

func TestTheTicketLastConvertedGetsTheLaterMessages(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "one")
	first := h.open("olga", fields{"conversation": conv, "title": "First"})
	h.say("vera", conv, "two")
	second := h.open("olga", fields{"conversation": conv, "title": "Second"})
	h.say("vera", conv, "three")
	wantLines(t, h.timeline("vera", first), "chat one", "change status:<nil>>new", "chat two")
	wantLines(t, h.timeline("vera", second), "chat one", "chat two", "change status:<nil>>new", "chat three")

	h.reply("olga", first, fields{"text": "about the first"})
	wantLines(t, h.timeline("vera", second), "chat one", "chat two", "change status:<nil>>new", "chat three")
}

func TestChatNotesAreForStaffOnly(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	note(h, conv, "ask the lab")
	n := h.open("olga", fields{"conversation": conv, "title": "T"})
	note(h, conv, "lab says no")
	wantLines(t, h.timeline("olga", n), "chat hello", "chat ask the lab", "change status:<nil>>new", "chat lab says no")
	wantLines(t, h.timeline("vera", n), "chat hello", "change status:<nil>>new")
}

func TestWithoutCoverTheDraftIsKept(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	needCover(h)
	a := h.call("olga", "POST", "/tickets", fields{"conversation": conv, "title": "Help", "description": "all of it"})
	if a.problem() != "403 no_cover" || a.body["request"] == nil {
		t.Fatalf("answer: %s", a.raw)
	}
	id := a.body["request"].(string)
	for who, code := range map[string]int{"olga": 200, "vera": 200, "otto": 404, "carla": 404} {
		got := h.call(who, "GET", "/requests/"+id, nil)
		if got.code != code {
			t.Errorf("%s reads the request: %d, want %d", who, got.code, code)
		}
		if code == 200 && (got.body["title"] != "Help" || got.body["description"] != "all of it" || got.body["state"] != "open") {
			t.Errorf("kept: %s", got.raw)
		}
	}
	if items := h.call("otto", "GET", "/requests", nil).body["items"].([]any); len(items) != 0 {
		t.Errorf("a stranger's list: %v", items)
	}
	if len(h.events("ticket.opened", "conversation.ticketed")) != 0 {
		t.Error("a refused conversion was announced")
	}
	if got := h.call("olga", "POST", "/tickets", fields{"conversation": conv, "title": "Help", "override_reason": "I want to"}).problem(); got != "403 no_cover" {
		t.Errorf("an operator overrides: %s", got)
	}
	if got := h.call("olga", "POST", "/requests/"+id+"/ticket", fields{"reason": "please"}).problem(); got != "403 no_cover" {
		t.Errorf("an operator grants: %s", got)
	}
	granted := h.call("sofia", "POST", "/requests/"+id+"/ticket", fields{"reason": "goodwill"})
	if granted.code != http.StatusCreated || granted.body["number"] != 1.0 {
		t.Fatalf("a supervisor grants: %d %s", granted.code, granted.raw)
	}
	if got := h.call("sofia", "POST", "/requests/"+id+"/ticket", fields{"reason": "again"}).problem(); got != "409 request_done" {
		t.Errorf("granted twice: %s", got)
	}
	if strings.Contains(strings.Join(h.timeline("vera", 1), "\n"), "goodwill") {
		t.Error("the customer reads the supervisor's reason")
	}
	if a := h.reply("vera", 1, fields{"text": "thank you"}); a.code != http.StatusCreated {
		t.Errorf("the customer of an overridden ticket answers: %d %s", a.code, a.raw)
	}
	audited := false
	must(t, h.store.View(t.Context(), func(r store.Reader) error {
		audited = overrides(r) == 1
		return nil
	}))
	if !audited {
		t.Error("the override is not in the audit log")
	}
}

func TestWhoMayConvert(t *testing.T) {
	h := newHouse(t)
	conv := h.say("carla", "", "hello")
	for who, want := range map[string]string{"carla": "403 forbidden", "dario": "404 not_found", "vera": "403 forbidden", "": "401 unauthorized"} {
		if got := h.call(who, "POST", "/tickets", fields{"conversation": conv, "title": "T"}).problem(); got != want {
			t.Errorf("%q converts: %s, want %s", who, got, want)
		}
	}
	if got := h.call("olga", "POST", "/tickets", fields{"conversation": newID(), "title": "T"}).problem(); got != "404 not_found" {
		t.Errorf("a chat that is not there: %s", got)
	}
}

func TestWrongDraftsNameTheirField(t *testing.T) {
	h := newHouse(t)
	for field, body := range map[string]fields{
		"title":       {"title": "  "},
		"description": {"title": "T", "description": strings.Repeat("ã", 16_001)},
		"type":        {"title": "T", "type": "wish"},
		"priority":    {"title": "T", "priority": "urgent"},
		"wished_date": {"title": "T", "type": "installation"},
		"assignee":    {"title": "T", "assignee": h.people["carla"].ID},
		"contact":     {"title": "T", "contact": "nobody@acme.test"},
		"department":  {"title": "T", "department": "none"},
		"files":       {"title": "T", "files": []string{newID()}},
		"tags":        {"title": "T", "tags": []string{strings.Repeat("x", 41)}},
		"colour":      {"title": "T", "colour": "red"},
	} {
		a := h.call("olga", "POST", "/tickets", body)
		if a.code != http.StatusUnprocessableEntity || a.body["field"] != field {
			t.Errorf("%s: %d %s", field, a.code, a.raw)
		}
	}
	if a := h.call("olga", "POST", "/tickets", fields{"title": strings.Repeat("ã", 200), "type": "installation", "wished_date": "2026-12-01"}); a.code != http.StatusCreated || a.body["wished_date"] != "2026-12-01" {
		t.Errorf("just within the limits: %d %s", a.code, a.raw)
	}
	if a := h.call("olga", "POST", "/tickets", fields{"title": strings.Repeat("ã", 201)}); a.body["field"] != "title" {
		t.Errorf("a title too long: %d %s", a.code, a.raw)
	}
}
