package accounts

import (
	"errors"
	"strings"
	"time"

	"balcao/actor"
	"balcao/store"
)

// InvitationView is the invitation shape of http.md.
type InvitationView struct {
	ID          string    `json:"id"`
	Email       string    `json:"email"`
	Name        string    `json:"name"`
	Company     string    `json:"company"`
	CompanyName string    `json:"company_name,omitempty"`
	JobTitle    string    `json:"job_title"`
	Phone       string    `json:"phone"`
	Role        string    `json:"role"`
	Manager     bool      `json:"manager"`
	Locale      string    `json:"locale"`
	State       string    `json:"state"`
	By          *Person   `json:"by,omitempty"`
	Account     string    `json:"account,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	SentAt      time.Time `json:"sent_at"`
	ExpiresAt   time.Time `json:"expires_at"`
	// Link opens it. It is there only while no mail server is set up, and for
	// those who may invite.
	Link string `json:"link,omitempty"`
}

func (g *Registry) viewInvitation(r store.Reader, who actor.Actor, i Invitation) (InvitationView, error) {
	v := InvitationView{
		ID: i.ID, Email: i.Email, Name: i.Name, Company: i.Company, JobTitle: i.JobTitle, Phone: i.Phone, Role: i.Role, Manager: i.Manager,
		Locale: i.Locale, State: i.StateAt(g.Clock()), Account: i.Account, CreatedAt: i.CreatedAt, SentAt: i.SentAt, ExpiresAt: i.ExpiresAt,
	}
	var err error
	if v.CompanyName, err = CompanyName(r, i.Company); err != nil {
		return v, err
	}
	if who.Staff() && i.By != "" {
		by, err := PersonOf(r, i.By)
		if err != nil {
			return v, err
		}
		v.By = &by
	}
	ready, err := g.MailReady(r)
	if err != nil || ready || v.State != Pending || mayInvite(r, who, "invitation.change", i.Role) != nil {
		return v, err
	}
	path, err := g.linkOfInvitation(r, i.ID)
	v.Link = g.URL() + path
	return v, err
}

// InvitationFilter narrows a list of invitations; zero = all.
type InvitationFilter struct {
	State   string
	Query   string // part of name or e-mail
	Company string
}

// InvitationsPage returns invitations, newest first, as the actor sees them: a
// company's manager those of the company.
func (g *Registry) InvitationsPage(r store.Reader, who actor.Actor, f InvitationFilter, cursor string, limit int) ([]InvitationView, string, error) {
	if err := May(r, who, "invitation.list", Object{Company: who.Company}); err != nil {
		return nil, "", err
	}
	if who.Role == actor.Customer {
		f.Company = who.Company
	}
	index, parts := "", []any(nil)
	if f.Company != "" || who.Role == actor.Customer {
		index, parts = "company", []any{f.Company}
	}
	found, query, now := []InvitationView{}, plain(strings.TrimSpace(f.Query)), g.Clock()
	for {
		rows, next, err := invitations.Page(r, index, parts, true, cursor, limit-len(found))
		if err != nil {
			return nil, "", err
		}
		for _, i := range rows {
			if f.State != "" && i.StateAt(now) != f.State || query != "" && !strings.Contains(plain(i.Name), query) && !strings.Contains(plain(i.Email), query) {
				continue
			}
			v, err := g.viewInvitation(r, who, i)
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

func isNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }
