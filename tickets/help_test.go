package tickets_test

import (
	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/store"
)

func note(h *house, conv, text string) {
	h.t.Helper()
	_, err := h.desk.Post(h.t.Context(), h.people["olga"], chat.Post{CMID: newID(), Conv: conv, Stream: chat.Internal, Text: text})
	must(h.t, err)
}

// overrides counts the supervisors' overrides in the audit log.
func overrides(r store.Reader) int {
	list, _, err := accounts.AuditPage(r, "ticket.override", "", 10)
	if err != nil {
		return -1
	}
	return len(list)
}

// needCover switches the rule on: tickets need cover, and nobody has any.
func needCover(h *house) {
	h.t.Helper()
	yes := true
	_, err := h.reg.ChangeSettings(h.t.Context(), actor.Actor{Role: actor.System}, accounts.SettingsChange{RequireCover: accounts.Choice{Said: true, Value: &yes}},
		func(accounts.Settings) error { return nil })
	must(h.t, err)
}

// company keeps a company of that name and returns its id.
func (h *house) company(name string) string {
	h.t.Helper()
	c, err := h.reg.AddCompany(h.t.Context(), actor.Actor{Role: actor.System}, accounts.CompanyChange{Name: &name})
	must(h.t, err)
	return c.ID
}
