package tickets_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// covers gives the company a standard contract until that day and has carla in
// it. The house's time is UTC.
func (h *house) covers(company, until string) {
	h.t.Helper()
	boss := actor.Actor{Role: actor.System}
	plan, from := "Standard", "2026-01-01"
	_, err := h.reg.AddContract(h.t.Context(), boss, company, accounts.ContractChange{Plan: &plan, ValidFrom: &from, ValidTo: &until})
	must(h.t, err)
}

func (h *house) employ(who, company string) {
	h.t.Helper()
	_, err := h.reg.ChangeAccount(h.t.Context(), actor.Actor{Role: actor.System}, h.people[who].ID, accounts.AccountChange{Company: &company})
	must(h.t, err)
	a := h.people[who]
	a.Company = company
	h.people[who] = a
}

// coverMoved is the due-row of the company's cover, which does not run here.
func (h *house) coverMoved(company string) {
	h.t.Helper()
	must(h.t, h.store.Update(h.t.Context(), func(tx store.Tx) error {
		tx.Append(store.Event{Kind: accounts.KindCover, At: h.clock(), Topics: []string{"company/" + company}})
		return nil
	}))
	must(h.t, h.k.Follow(h.t.Context()))
}

// told are the kinds of notice people had, oldest first.
func (h *house) told(kind string) (list []store.Notice) {
	h.t.Helper()
	must(h.t, h.store.View(h.t.Context(), func(r store.Reader) error {
		list = nil
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			for _, n := range e.Notices {
				if n.Kind == kind {
					list = append(list, n)
				}
			}
		}
		return nil
	}))
	return list
}

func TestOpenTicketsFreezeWhenCoverEndsAndThawWhenThereIsSome(t *testing.T) {
	h := newHouse(t)
	acme := h.company("Acme")
	h.employ("carla", acme)
	h.covers(acme, "2026-12-01")
	n := h.open("carla", fields{"title": "Stops"})
	closed := h.open("carla", fields{"title": "Over"})
	if a := h.change("carla", closed, fields{"status": "closed"}); a.code != http.StatusOK {
		t.Fatalf("closing: %s", a.raw)
	}
	h.wait(15 * 24 * time.Hour) // 8 December
	h.coverMoved(acme)
	one := fmt.Sprintf("/tickets/%d", n)
	if a := h.call("carla", "GET", one, nil); a.body["frozen"] != true {
		t.Errorf("not frozen: %s", a.raw)
	}
	if a := h.call("carla", "GET", fmt.Sprintf("/tickets/%d", closed), nil); a.body["frozen"] != nil {
		t.Errorf("a closed ticket froze: %s", a.raw)
	}
	if got := h.told("ticket.frozen"); len(got) != 1 || got[0].To[0] != h.people["carla"].Topic() || got[0].Args["number"] != fmt.Sprint(n) {
		t.Errorf("told %+v", got)
	}
	a := h.reply("carla", n, fields{"text": "It stops again", "cmid": newID()})
	if a.problem() != "403 no_cover" {
		t.Fatalf("a comment: %s", a.raw)
	}
	comment := a.body["request"]
	if a := h.call("olga", "POST", fmt.Sprintf("/requests/%v/ticket", comment), nil); a.problem() != "403 no_cover" {
		t.Errorf("granted without cover: %s", a.raw)
	}
	if a := h.change("carla", closed, fields{"status": "open"}); a.problem() != "403 no_cover" {
		t.Errorf("reopened without cover: %s", a.raw)
	}
	h.covers(acme, "2027-12-01")
	h.coverMoved(acme)
	if a := h.call("carla", "GET", one, nil); a.body["frozen"] != nil {
		t.Errorf("still frozen: %s", a.raw)
	}
	if got := h.told("ticket.thawed"); len(got) != 1 {
		t.Errorf("told %+v", got)
	}
	if a := h.call("olga", "POST", fmt.Sprintf("/requests/%v/ticket", comment), nil); a.code != http.StatusCreated {
		t.Errorf("granting the comment: %s", a.raw)
	}
	if lines := h.timeline("carla", n); lines[len(lines)-1] != "reply It stops again" {
		t.Errorf("timeline %v", lines)
	}
	if a := h.call("olga", "POST", fmt.Sprintf("/requests/%v/ticket", comment), nil); a.problem() != "409 request_done" {
		t.Errorf("granted twice: %s", a.raw)
	}
	if a := h.call("olga", "GET", "/requests?state=open", nil); len(a.body["items"].([]any)) != 0 {
		t.Errorf("still open: %s", a.raw)
	}
	if a := h.call("olga", "GET", "/requests?state=ticket&q=stops", nil); len(a.body["items"].([]any)) != 1 {
		t.Errorf("not found: %s", a.raw)
	}
}

func TestAccessDecidesWhoseTicketsAColleagueSees(t *testing.T) {
	h := newHouse(t)
	acme := h.company("Acme")
	h.employ("carla", acme)
	h.employ("dario", acme)
	n := h.open("carla", fields{"title": "Hers"})
	for access, want := range map[actor.Access][]string{
		actor.OwnTickets: nil, actor.ReadCompany: {"Hers"}, actor.ReplyCompany: {"Hers"},
	} {
		who := h.people["dario"]
		who.Access = access
		h.people["dario"] = who
		if got := h.listed("dario", ""); !slices.Equal(got, want) {
			t.Errorf("%s lists %v, want %v", access, got, want)
		}
		code := h.reply("dario", n, fields{"text": "Me too", "cmid": newID()}).code
		if wanted := map[actor.Access]int{actor.OwnTickets: 404, actor.ReadCompany: 404, actor.ReplyCompany: 201}[access]; code != wanted && !(access == actor.ReadCompany && code == 403) {
			t.Errorf("%s: a reply answers %d, want %d", access, code, wanted)
		}
	}
	who := h.people["dario"]
	who.Access = actor.NoTickets
	h.people["dario"] = who
	for _, path := range []string{"/tickets", "/requests"} {
		if a := h.call("dario", "GET", path, nil); a.code != http.StatusForbidden {
			t.Errorf("%s without access: %d", path, a.code)
		}
	}
}

func TestAFrozenTicketIsAnsweredOnlyBySupervisorsAndNotedByAll(t *testing.T) {
	h := newHouse(t)
	acme := h.company("Acme")
	h.employ("carla", acme)
	h.covers(acme, "2026-12-01")
	n := h.open("carla", fields{"title": "Stops"})
	h.wait(15 * 24 * time.Hour)
	h.coverMoved(acme)
	if a := h.call("olga", "GET", fmt.Sprintf("/tickets/%d", n), nil); a.body["covered_until"] != "2026-12-01" {
		t.Errorf("until when there was cover: %s", a.raw)
	}
	before := len(h.timeline("olga", n))
	if a := h.reply("olga", n, fields{"text": "Try this", "cmid": newID()}); a.problem() != "403 no_cover" || a.body["request"] != nil {
		t.Errorf("an operator's answer: %s", a.raw)
	}
	if got := h.timeline("olga", n); len(got) != before {
		t.Errorf("the refused answer left %v", got)
	}
	if a := h.reply("olga", n, fields{"text": "Wait for the contract", "internal": true, "cmid": newID()}); a.code != http.StatusCreated {
		t.Errorf("a note: %s", a.raw)
	}
	if a := h.reply("sofia", n, fields{"text": "As a favour", "cmid": newID()}); a.code != http.StatusCreated {
		t.Errorf("a supervisor's answer: %s", a.raw)
	}
	must(t, h.store.View(t.Context(), func(r store.Reader) error {
		list, _, err := accounts.AuditPage(r, "ticket.reply_override", "", 10)
		if err == nil && len(list) != 1 {
			t.Errorf("audited %+v", list)
		}
		return err
	}))
}
