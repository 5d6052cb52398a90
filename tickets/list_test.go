package tickets_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"balcao/store"
	"balcao/tickets"
)

// listed are the titles of a list, page by page.
func (h *house) listed(who, query string) []string {
	h.t.Helper()
	titles := []string{}
	for cursor := ""; ; {
		a := h.call(who, "GET", "/tickets?limit=2&cursor="+cursor+"&"+query, nil)
		if a.code != 200 {
			h.t.Fatalf("%s: %d %s", query, a.code, a.raw)
		}
		for _, item := range a.body["items"].([]any) {
			titles = append(titles, item.(map[string]any)["title"].(string))
		}
		next, more := a.body["next"].(string)
		if !more {
			return titles
		}
		cursor = next
	}
}

func TestListsAreNarrowedAndPaged(t *testing.T) {
	h := newHouse(t)
	h.open("olga", fields{"title": "Printer", "assignee": "me", "contact": "carla@acme.test", "priority": "low"})
	h.open("olga", fields{"title": "Notação fiscal", "contact": "carla@acme.test", "tags": []string{"nfe"}})
	h.open("olga", fields{"title": "Update", "type": "installation", "wished_date": "2026-12-01", "contact": "dario@acme.test", "priority": "critical"})
	n := h.open("olga", fields{"title": "Done", "contact": "dario@acme.test"})
	h.change("olga", n, fields{"status": "resolved"})
	carla := "account/" + h.people["carla"].ID
	for query, want := range map[string][]string{
		"":                                {"Done", "Update", "Notação fiscal", "Printer"},
		"order=asc":                       {"Printer", "Notação fiscal", "Update", "Done"},
		"sort=created":                    {"Done", "Update", "Notação fiscal", "Printer"},
		"sort=priority":                   {"Update", "Done", "Notação fiscal", "Printer"},
		"status=resolved":                 {"Done"},
		"status=active":                   {"Update", "Notação fiscal", "Printer"},
		"status=new,resolved":             {"Done", "Update", "Notação fiscal", "Printer"},
		"assignee=me":                     {"Printer"},
		"assignee=none":                   {"Done", "Update", "Notação fiscal"},
		"assignee=" + h.people["olga"].ID: {"Printer"},
		"type=installation":               {"Update"},
		"priority=low":                    {"Printer"},
		"tag=nfe":                         {"Notação fiscal"},
		"contact=" + carla:                {"Notação fiscal", "Printer"},
		"q=notacao":                       {"Notação fiscal"},
		"q=" + url.QueryEscape("#1"):      {"Printer"},
		"q=dario":                         {"Done", "Update"},
		"q=nothing":                       {},
		"department=none":                 {},
	} {
		if got := h.listed("olga", query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	for query, field := range map[string]string{"status=done": "status", "sort=mood": "sort", "limit=0": "limit", "cursor=%21": "cursor"} {
		if a := h.call("olga", "GET", "/tickets?"+query, nil); a.code != 422 || a.body["field"] != field {
			t.Errorf("%s: %d %s", query, a.code, a.raw)
		}
	}
}

func TestEverybodySeesOnlyTheirOwn(t *testing.T) {
	h := newHouse(t)
	conv := h.say("vera", "", "hello")
	h.open("olga", fields{"conversation": conv, "title": "Vera's"})
	h.open("carla", fields{"title": "Carla's printer"})
	h.open("dario", fields{"title": "Dario's printer"})
	for who, want := range map[string][]string{"vera": {"Vera's"}, "otto": {}, "carla": {"Carla's printer"}, "dario": {"Dario's printer"}} {
		if got := h.listed(who, ""); !slices.Equal(got, want) {
			t.Errorf("%s: %v", who, got)
		}
		if got := h.listed(who, "contact=account/"+h.people["carla"].ID); who != "carla" && len(got) > 0 {
			t.Errorf("%s asks for Carla's: %v", who, got)
		}
	}
	if got := h.found("carla", "printer"); !slices.Equal(got, []string{"Carla's printer"}) {
		t.Errorf("found: %v", got)
	}
	a := h.call("carla", "GET", "/tickets/similar?title=the+printer+again", nil)
	if items := a.body["items"].([]any); len(items) != 1 || items[0].(map[string]any)["url"] != "/tickets/2" {
		t.Errorf("similar: %s", a.raw)
	}
	if a := h.call("", "GET", "/tickets", nil); a.code != 401 {
		t.Errorf("nobody: %d", a.code)
	}
}

func (h *house) found(who, q string) []string {
	h.t.Helper()
	var titles []string
	must(h.t, h.store.View(h.t.Context(), func(r store.Reader) error {
		hits, err := tickets.Search(r, h.people[who], q, 10)
		titles = nil
		for _, hit := range hits {
			titles = append(titles, hit.Title)
		}
		return err
	}))
	return titles
}

func TestSearchReadsWhatTheSearcherMayRead(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "Invoice", "description": "The **total** is wrong"})
	h.reply("olga", n, fields{"text": "Rounding, probably"})
	h.reply("olga", n, fields{"text": "Sigilo interno", "internal": true})
	for q, want := range map[string]int{"invoice total": 1, "ROUNDING": 1, "sigilo": 0, "": 0, fmt.Sprintf("#%d", n): 1} {
		if got := h.found("carla", q); len(got) != want {
			t.Errorf("Carla finds %v for %q", got, q)
		}
	}
	if got := h.found("olga", "sigilo"); len(got) != 1 {
		t.Errorf("staff find %v", got)
	}
}

func TestOpenTicketsAreCounted(t *testing.T) {
	h := newHouse(t)
	for range 3 {
		h.open("olga", fields{"title": "T"})
	}
	h.change("olga", 2, fields{"status": "closed"})
	must(t, h.store.View(t.Context(), func(r store.Reader) error {
		n, err := tickets.OpenCount(r)
		if n != 2 {
			t.Errorf("%d open", n)
		}
		return err
	}))
}

func TestAManagerSeesTheCompanysTickets(t *testing.T) {
	h := newHouse(t)
	acme := h.company("Acme")
	h.open("olga", fields{"title": "Ours", "contact": "carla@acme.test", "company": acme})
	h.open("olga", fields{"title": "Theirs", "contact": "dario@acme.test", "company": h.company("Other")})
	boss := h.people["dario"]
	boss.ID, boss.Company, boss.Manager = newID(), acme, true
	h.people["boss"] = boss
	if got := h.listed("boss", ""); !slices.Equal(got, []string{"Ours"}) {
		t.Errorf("%v", got)
	}
	if a := h.call("boss", "GET", "/tickets/1/timeline", nil); a.code != 200 {
		t.Errorf("reads the timeline: %d %s", a.code, a.raw)
	}
	if a := h.call("boss", "GET", "/tickets/2", nil); a.code != 404 {
		t.Errorf("reads the other company's: %d", a.code)
	}
	plain := boss
	plain.Manager = false
	h.people["plain"] = plain
	if a := h.call("plain", "GET", "/tickets/1", nil); a.code != 404 {
		t.Errorf("a colleague without the right: %d", a.code)
	}
}
