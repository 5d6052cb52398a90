package accounts

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Asked is what somebody types who wants an invitation.
type Asked struct {
	Name     string `json:"name"`
	Company  string `json:"company"` // as typed; a manager's own company stands in for it
	JobTitle string `json:"job_title"`
	Email    string `json:"email"`
	Phone    string `json:"phone"`
	Locale   string `json:"-"`
}

func (n *Asked) clean(manager bool) (err error) {
	if n.Name, err = said("name", n.Name, 100); err != nil {
		return err
	}
	if n.Company, err = line("company", n.Company, 100); err == nil && n.Company == "" && !manager {
		err = fault.Field("company", "required")
	}
	if err != nil {
		return err
	}
	if n.JobTitle, err = said("job_title", n.JobTitle, 100); err != nil {
		return err
	}
	if n.Email, err = CheckEmail("email", n.Email); err != nil {
		return err
	}
	if n.Phone, err = phone("phone", n.Phone); err == nil && n.Phone == "" && !manager {
		err = fault.Field("phone", "required")
	}
	if err != nil {
		return err
	}
	n.Locale, err = locale("locale", n.Locale)
	return err
}

// Ask keeps a request for an invitation, one for each address. A stranger is
// never told whether the address is known: somebody with an account gets a
// mail that says so, once a day, after the same answer and the same work.
func (g *Registry) Ask(ctx context.Context, who actor.Actor, n Asked) error {
	manager := asksForCompany(who)
	if err := n.clean(manager); err != nil {
		return err
	}
	id := g.NewID()
	return g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "invitation.ask", Object{}); err != nil {
			return err
		}
		if err := CorporateEmail(tx, "email", n.Email); err != nil {
			return err
		}
		if err := roomToAsk(tx); err != nil {
			return err
		}
		q := InvitationRequest{
			ID: id, Name: n.Name, Company: n.Company, JobTitle: n.JobTitle, Email: n.Email, Phone: n.Phone, Locale: n.Locale,
			At: g.Clock().UTC(), State: RequestOpen,
		}
		if manager {
			var err error
			q.Of, q.By = who.Company, who.Topic()
			if q.Company, err = companyNamed(tx, who.Company); err != nil {
				return err
			}
		}
		a, err := AccountByEmail(tx, n.Email)
		switch {
		case err == nil && a.State == Active && manager && a.Company == who.Company:
			return emailTaken() // a colleague, whom the manager sees anyway
		case err == nil && a.State == Active:
			return g.remind(tx, a)
		case err != nil && !isNotFound(err):
			return err
		}
		return g.queue(tx, q)
	})
}

// asksForCompany tells whether the actor is a manager, who asks for colleagues.
func asksForCompany(who actor.Actor) bool {
	return who.Role == actor.Customer && who.Manager && who.Company != ""
}

// remind tells somebody who has an account that they need no invitation.
func (g *Registry) remind(tx store.Tx, a Account) error {
	m, err := remindedTable.Get(tx, a.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	now := g.Clock().UTC()
	m.Account, m.Times = a.ID, m.Times+1
	if now.Sub(m.At) >= remindEvery {
		m.At = now
		hasAccess(tx, now, a)
	}
	return remindedTable.Put(tx, m)
}

func hasAccess(tx store.Tx, now time.Time, a Account) {
	tx.Append(store.Event{Kind: "~notice", At: now, Notices: []store.Notice{{
		To: []string{"account/" + a.ID}, Kind: "access.exists", URL: "/sign-in", Args: map[string]string{"name": a.Name},
	}}})
}

// queue keeps the request, or joins it to the one that the address waits with.
func (g *Registry) queue(tx store.Tx, q InvitationRequest) error {
	q.LastAt, q.Times = q.At, 1
	before, err := asked.Unique(tx, "open", EmailKey(q.Email))
	switch {
	case err == nil:
		return asked.Put(tx, before.joined(q))
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	to, err := keepers(tx, 200)
	if err != nil {
		return err
	}
	if len(to) > 0 {
		tx.Append(store.Event{Kind: "~notice", At: q.At, Notices: []store.Notice{{
			To: to, Kind: "invitation.requested", URL: "/console/customers/asked",
			Args: map[string]string{"name": q.Name, "company": q.Company, "email": q.Email},
		}}})
	}
	return asked.Insert(tx, q)
}

// joined is the waiting request after it was asked for once more. What was
// typed last counts, but a stranger changes nothing of what a manager asked.
func (q InvitationRequest) joined(more InvitationRequest) InvitationRequest {
	q.Times, q.LastAt = q.Times+1, more.At
	if q.By != "" && more.By == "" {
		return q
	}
	more.ID, more.At, more.Times, more.LastAt = q.ID, q.At, q.Times, q.LastAt
	return more
}

// AskAnew asks for an invitation in place of one that is over: whoever has its
// code need not type again what is known.
func (g *Registry) AskAnew(ctx context.Context, code, lang string) error {
	id := g.NewID()
	return g.Store.Update(ctx, func(tx store.Tx) error {
		i, err := invitedBy(tx, g.Clock(), code)
		if err == nil {
			return fault.New(fault.Conflict, "invitation_good")
		}
		if !fault.Is(err, fault.Gone) {
			return err
		}
		if i.State == Redeemed {
			return err
		}
		if err := roomToAsk(tx); err != nil {
			return err
		}
		company, err := CompanyName(tx, i.Company)
		if err != nil {
			return err
		}
		if i.Locale == "" {
			i.Locale = LocaleFor(lang)
		}
		q := InvitationRequest{
			ID: id, Name: i.Name, Company: company, JobTitle: i.JobTitle, Email: i.Email, Phone: i.Phone, Locale: i.Locale,
			At: g.Clock().UTC(), State: RequestOpen,
		}
		a, err := AccountByEmail(tx, i.Email)
		switch {
		case err == nil && a.State == Active:
			return g.remind(tx, a)
		case err != nil && !isNotFound(err):
			return err
		}
		return g.queue(tx, q)
	})
}
