package accounts

import (
	"strings"
	"time"

	"balcao/actor"
	"balcao/store"
)

// AskedView is a request for an invitation as staff, and the manager who asked,
// see it.
type AskedView struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	Company    string          `json:"company"` // as typed
	JobTitle   string          `json:"job_title"`
	Email      string          `json:"email"`
	Phone      string          `json:"phone"`
	Locale     string          `json:"locale"`
	At         time.Time       `json:"at"`
	LastAt     time.Time       `json:"last_at"`
	Times      int             `json:"times"`
	State      string          `json:"state"`
	Suggested  *CompanyRef     `json:"suggested_company,omitempty"`
	By         *Person         `json:"by,omitempty"` // the manager who asks
	Closed     bool            `json:"account_closed,omitempty"`
	Reason     string          `json:"reason,omitempty"`
	Invitation *InvitationView `json:"invitation,omitempty"`
	Account    string          `json:"account,omitempty"`
	AnsweredAt *time.Time      `json:"answered_at,omitempty"`
	AnsweredBy *Person         `json:"answered_by,omitempty"`
}

// CompanyRef names a company by id and name.
type CompanyRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (g *Registry) viewAsked(r store.Reader, who actor.Actor, q InvitationRequest) (AskedView, error) {
	v := AskedView{
		ID: q.ID, Name: q.Name, Company: q.Company, JobTitle: q.JobTitle, Email: q.Email, Phone: q.Phone, Locale: q.Locale, At: q.At,
		LastAt: q.LastAt, Times: q.Times, State: q.State, Reason: q.Reason, Account: q.Account,
	}
	met := Met{}
	person := func(topic string) (*Person, error) {
		if topic == "" {
			return nil, nil
		}
		p, err := met.Of(r, topic, who.Staff())
		return &p, err
	}
	var err error
	if v.By, err = person(q.By); err != nil {
		return v, err
	}
	if q.State != RequestOpen {
		v.AnsweredAt = &q.AnsweredAt
	}
	if q.Invitation != "" {
		i, err := invitations.Get(r, q.Invitation)
		if err != nil && !isNotFound(err) {
			return v, err
		}
		if err == nil {
			view, err := g.viewInvitation(r, who, i)
			if err != nil {
				return v, err
			}
			v.Invitation = &view
		}
	}
	if !who.Staff() {
		return v, nil
	}
	if v.AnsweredBy, err = person(q.AnsweredBy); err != nil || q.State != RequestOpen {
		return v, err
	}
	if v.Suggested, err = suggested(r, q); err != nil {
		return v, err
	}
	a, err := AccountByEmail(r, q.Email)
	if isNotFound(err) {
		return v, nil
	}
	v.Closed = a.State != Active
	return v, err
}

// suggested is the company that the request is likely from: the manager's, or
// the one with the domain of the address.
func suggested(r store.Reader, q InvitationRequest) (*CompanyRef, error) {
	if q.Of == "" {
		return companyOfDomain(r, q.Email)
	}
	name, err := CompanyName(r, q.Of)
	if name == "" {
		return nil, err
	}
	return &CompanyRef{q.Of, name}, err
}

// AskedFilter narrows a list of requests; zero = all.
type AskedFilter struct {
	State string
	Query string // part of name, e-mail or company
}

// AskedPage returns requests, newest first, as the actor sees them: a
// company's manager what was asked for the company.
func (g *Registry) AskedPage(r store.Reader, who actor.Actor, f AskedFilter, cursor string, limit int) ([]AskedView, string, error) {
	if err := May(r, who, "invitation.requests", Object{Company: who.Company}); err != nil {
		return nil, "", err
	}
	index, parts := "", []any(nil)
	switch {
	case who.Role == actor.Customer:
		index, parts = "company", []any{who.Company}
	case f.State != "":
		index, parts = "state", []any{f.State}
	}
	found, query := []AskedView{}, plain(strings.TrimSpace(f.Query))
	for {
		rows, next, err := asked.Page(r, index, parts, true, cursor, limit-len(found))
		if err != nil {
			return nil, "", err
		}
		for _, q := range rows {
			if f.State != "" && q.State != f.State || query != "" && !strings.Contains(plain(q.Name+"\n"+q.Email+"\n"+q.Company), query) {
				continue
			}
			v, err := g.viewAsked(r, who, q)
			if err != nil {
				return nil, "", err
			}
			found = append(found, v)
		}
		if next == "" || len(found) == limit {
			return found, next, nil
		}
		cursor = next
	}
}
