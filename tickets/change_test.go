package tickets_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/actor"
	"balcao/chat"
	"balcao/store"
)

// raw is the status of a page outside the API.
func (h *house) raw(who, path string) int {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Authorization", who)
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	return w.Code
}

func TestWhoeverWasSlowerIsTold(t *testing.T) {
	h := newHouse(t)
	n := h.open("olga", fields{"title": "T"})
	seen := h.call("olga", "GET", fmt.Sprintf("/tickets/%d", n), nil).header.Get("ETag")
	first := h.change("olga", n, fields{"priority": "high"}, "If-Match", seen)
	if first.code != http.StatusOK || first.body["priority"] != "high" || first.header.Get("ETag") == seen {
		t.Fatalf("the faster: %d %s", first.code, first.raw)
	}
	if got := h.change("paulo", n, fields{"priority": "low"}, "If-Match", seen).problem(); got != "412 stale" {
		t.Errorf("the slower: %s", got)
	}
	if a := h.change("paulo", n, fields{"priority": "low"}); a.code != http.StatusOK {
		t.Errorf("without If-Match: %d %s", a.code, a.raw)
	}
	wantLines(t, h.timeline("olga", n), "change status:<nil>>new", "change priority:average>high", "change priority:high>low")
}

func TestChangesAreWrittenDownWithNames(t *testing.T) {
	h := newHouse(t)
	n := h.open("olga", fields{"title": "T", "contact": "carla@acme.test"})
	a := h.change("olga", n, fields{"assignee": fields{"kind": "operator", "id": h.people["paulo"].ID}, "tags": []string{"vat", "#nfe", "vat"}, "title": "Better", "fix": "F-12", "watchers": []string{h.people["dario"].ID}})
	if a.code != http.StatusOK || fmt.Sprint(a.body["tags"]) != "[vat nfe]" || a.body["fix"] != "F-12" || a.body["status"] != "open" {
		t.Fatalf("%d %s", a.code, a.raw)
	}
	wantLines(t, h.timeline("olga", n), "change status:<nil>>new",
		"change title:T>Better watchers:<nil>>Dario assignee:<nil>>Paulo tags:<nil>>vat, nfe fix:<nil>>F-12 status:new>open")
	wantLines(t, h.timeline("carla", n), "change status:<nil>>new", "change title:T>Better status:new>open")
	if a := h.change("olga", n, fields{"assignee": nil}); a.body["assignee"] != nil {
		t.Errorf("still assigned: %s", a.raw)
	}
	if len(h.timeline("olga", n)) != 3 {
		t.Error("giving it back was not written down")
	}
	h.change("olga", n, fields{"title": "Better"})
	if len(h.timeline("olga", n)) != 3 {
		t.Error("a change that changes nothing was written down")
	}
	if a := h.call("dario", "GET", fmt.Sprintf("/tickets/%d", n), nil); a.code != http.StatusOK {
		t.Errorf("who watches reads: %d", a.code)
	}
	moved := h.events("ticket.changed")
	if topics := moved[1].Topics; !slices.Contains(topics, "account/"+h.people["paulo"].ID) {
		t.Errorf("who had it does not hear that it went: %v", topics)
	}
}

func TestWrongChangesNameTheirField(t *testing.T) {
	h := newHouse(t)
	n := h.open("olga", fields{"title": "T"})
	for field, value := range map[string]any{
		"title": "", "type": "wish", "priority": 3, "status": "done", "assignee": h.people["carla"].ID, "department": "none", "wished_date": "soon",
		"contact": nil, "tags": "vat", "watchers": []string{"nobody"}, "number": 7, "created_at": "2026-01-01T00:00:00Z",
	} {
		if a := h.change("olga", n, fields{field: value}); a.code != http.StatusUnprocessableEntity || a.body["field"] != field {
			t.Errorf("%s: %d %s", field, a.code, a.raw)
		}
	}
	if a := h.change("olga", n, fields{"type": "installation"}); a.body["field"] != "wished_date" {
		t.Errorf("an installation without a day: %d %s", a.code, a.raw)
	}
	if a := h.change("olga", n, fields{"type": "installation", "wished_date": "2026-12-01"}); a.code != http.StatusOK {
		t.Errorf("an installation with its day: %d %s", a.code, a.raw)
	}
	if got := h.change("olga", n, fields{"status": "new"}).problem(); got != "200 <nil>" {
		t.Errorf("new stays new: %s", got)
	}
}

func TestWhatACustomerMayChange(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	for what, body := range map[string]fields{"a title": {"title": "X"}, "a status of ours": {"status": "resolved"}, "open again": {"status": "open"}} {
		if got := h.change("carla", n, body).problem(); got != "403 forbidden" {
			t.Errorf("%s: %s", what, got)
		}
	}
	if a := h.change("carla", n, fields{"status": "closed"}); a.code != http.StatusOK || a.body["status"] != "closed" || a.body["closed_at"] == nil {
		t.Errorf("closing: %d %s", a.code, a.raw)
	}
	if a := h.change("carla", n, fields{"status": "open"}); a.code != http.StatusOK || a.body["status"] != "open" || a.body["closed_at"] != nil {
		t.Errorf("opening again: %d %s", a.code, a.raw)
	}
	for who, want := range map[string]string{"dario": "404 not_found", "vera": "404 not_found", "": "401 unauthorized"} {
		for _, call := range []answer{
			h.call(who, "GET", fmt.Sprintf("/tickets/%d", n), nil), h.call(who, "GET", fmt.Sprintf("/tickets/%d/timeline", n), nil),
			h.change(who, n, fields{"status": "closed"}), h.change(who, n, fields{"title": "X"}), h.reply(who, n, fields{"text": "x"}),
			h.call(who, "POST", fmt.Sprintf("/tickets/%d/rating", n), fields{"score": 1}),
		} {
			if call.problem() != want && (call.problem() != "403 forbidden" || who == "") {
				t.Errorf("%q: %s", who, call.raw)
			}
		}
	}
	if a := h.call("dario", "GET", fmt.Sprintf("/tickets/%d", n), nil); a.code != http.StatusNotFound {
		t.Errorf("a foreign ticket: %d", a.code)
	}
}

func TestResolvedClosesAfterAWeekAndReopensForTwo(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	closeDue := func(turn uint64) {
		must(t, h.store.Update(t.Context(), func(tx store.Tx) error { return h.k.Due()["ticket.close"](tx, fmt.Sprint(n), turn) }))
	}
	h.change("olga", n, fields{"status": "resolved"}) // turn 2
	h.reply("carla", n, fields{"text": "not yet"})    // turn 3
	h.change("olga", n, fields{"status": "resolved"}) // turn 4
	closeDue(2)
	if got := h.status(n); got != "resolved" {
		t.Errorf("the first resolution's day closed the second: %s", got)
	}
	closeDue(4)
	closeDue(4)
	if got := h.status(n); got != "closed" {
		t.Errorf("after a week: %s", got)
	}
	if got := h.change("olga", n, fields{"status": "resolved"}).problem(); got != "409 ticket_closed" {
		t.Errorf("closed to resolved: %s", got)
	}
	h.wait(13 * 24 * time.Hour)
	if a := h.reply("carla", n, fields{"text": "again"}); a.code != http.StatusCreated || h.status(n) != "open" {
		t.Errorf("within two weeks: %d %s", a.code, a.raw)
	}
	h.change("carla", n, fields{"status": "closed"})
	h.wait(15 * 24 * time.Hour)
	if got := h.reply("carla", n, fields{"text": "again"}).problem(); got != "409 reopen_too_late" {
		t.Errorf("an answer after that: %s", got)
	}
	if got := h.change("olga", n, fields{"status": "open"}).problem(); got != "409 reopen_too_late" {
		t.Errorf("reopening after that: %s", got)
	}
	if lines := h.timeline("carla", n); strings.Contains(lines[len(lines)-1], "again") {
		t.Error("the refused answer was kept as an entry")
	}
}

func TestTheSchedulerClosesWhatStaysResolved(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	h.change("olga", n, fields{"status": "resolved"})
	h.wait(8 * 24 * time.Hour)
	s := store.NewScheduler(h.store, h.clock, h.k.Log, h.k.Due())
	go s.Run(t.Context())
	for deadline := time.Now().Add(10 * time.Second); h.status(n) != "closed"; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("still resolved")
		}
	}
}

func TestOnlyItsOwnerRatesATicket(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "T"})
	path := fmt.Sprintf("/tickets/%d/rating", n)
	if a := h.call("carla", "POST", path, fields{"score": 5, "comment": "quick"}); a.code != http.StatusOK || a.body["rating"].(map[string]any)["score"] != 5.0 {
		t.Errorf("%d %s", a.code, a.raw)
	}
	for who, want := range map[string]string{"olga": "403 forbidden", "dario": "404 not_found"} {
		if got := h.call(who, "POST", path, fields{"score": 1}).problem(); got != want {
			t.Errorf("%s: %s", who, got)
		}
	}
	if a := h.call("carla", "POST", path, fields{"score": 6}); a.code != 422 || a.body["field"] != "score" {
		t.Errorf("six of five: %d %s", a.code, a.raw)
	}
}

func TestWhoeverWorksOnATicketOfAnotherDepartmentHearsOfIt(t *testing.T) {
	h := newHouse(t)
	name, members := "Billing", []string{h.people["olga"].ID}
	billing, err := h.desk.AddDepartment(t.Context(), actor.Actor{Role: actor.System}, chat.DepartmentChange{Name: &name, Members: &members})
	must(t, err)
	n := h.open("olga", fields{"title": "T", "department": billing.ID})
	h.change("paulo", n, fields{"priority": "high"})
	events := h.events("ticket.changed")
	if e := events[len(events)-1]; !slices.Contains(e.Topics, h.people["paulo"].Topic()) {
		t.Errorf("told %v", e.Topics)
	}
}
