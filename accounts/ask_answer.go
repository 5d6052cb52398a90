package accounts

import (
	"context"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// Approval is what staff say when they let somebody in.
type Approval struct {
	Company    *string     `json:"company"` // id; "" = none; nil = the manager's, else none
	NewCompany *NewCompany `json:"new_company"`
	Role       string      `json:"role"`
	Manager    bool        `json:"manager"`
	Except     bool        `json:"except"` // let the address in although its mailbox is personal
}

// NewCompany is a company that is made with the approval.
type NewCompany struct {
	Name    string   `json:"name"`
	Domains []string `json:"domains"`
}

// Approve answers the request with an invitation. Whoever got an account in the
// meantime is told so, and a customer's closed account opens again: neither
// needs a code.
func (g *Registry) Approve(ctx context.Context, who actor.Actor, id string, in Approval) (AskedView, error) {
	invitation, company := g.NewID(), g.NewID()
	var v AskedView
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		q, err := g.waiting(tx, who, id)
		if err != nil {
			return err
		}
		n := Invite{
			Email: q.Email, Name: q.Name, Company: q.Of, JobTitle: q.JobTitle, Phone: q.Phone, Locale: q.Locale, Role: in.Role,
			Manager: in.Manager, Except: in.Except,
		}
		switch {
		case in.NewCompany != nil:
			if err := g.openCompany(tx, who, company, *in.NewCompany); err != nil {
				return err
			}
			n.Company = company
		case in.Company != nil:
			n.Company = *in.Company
		}
		if err := n.clean(); err != nil {
			return err
		}
		a, err := AccountByEmail(tx, q.Email)
		switch {
		case isNotFound(err):
			i, err := g.invite(tx, who, invitation, n, q.ID)
			if err != nil {
				return err
			}
			q.Invitation = i.ID
		case err != nil:
			return err
		default:
			if err := g.letInAgain(tx, who, a, n.Company); err != nil {
				return err
			}
			q.Account = a.ID
		}
		v, err = g.answered(tx, who, q, RequestApproved)
		return err
	})
	return v, err
}

// letInAgain tells somebody of the account there is, and opens it when it was
// closed.
func (g *Registry) letInAgain(tx store.Tx, who actor.Actor, a Account, company string) error {
	if a.State != Active {
		if a.Role != actor.Customer {
			return emailTaken()
		}
		if _, err := companyNamed(tx, company); err != nil {
			return err
		}
		a.State = Active
		if company != "" && company != a.Company {
			a.Company, a.Manager, a.Access = company, false, actor.OwnTickets
		}
		if err := accounts.Put(tx, a); err != nil {
			return err
		}
		if err := Audit(tx, g.Clock(), who, "account.enable", "account/"+a.ID, nil); err != nil {
			return err
		}
	}
	hasAccess(tx, g.Clock().UTC(), a)
	return nil
}

// Reject answers the request with a reason, which goes to whoever asked.
func (g *Registry) Reject(ctx context.Context, who actor.Actor, id, reason string) (AskedView, error) {
	var v AskedView
	reason = text.Clean(reason)
	switch {
	case reason == "":
		return v, fault.Field("reason", "required")
	case text.Runes(reason) > 2000:
		return v, fault.Field("reason", "too_long")
	}
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		q, err := g.waiting(tx, who, id)
		if err != nil {
			return err
		}
		q.Reason = reason
		if v, err = g.answered(tx, who, q, RequestRejected); err != nil {
			return err
		}
		ref := "invitation-request/" + q.ID
		n := store.Notice{To: []string{ref}, Kind: "invitation.rejected", Quote: ref, Args: map[string]string{"name": q.Name}}
		if q.By != "" {
			n.To, n.Kind, n.URL = []string{q.By}, "invitation.declined", "/company"
		}
		tx.Append(store.Event{Kind: "~notice", At: g.Clock().UTC(), Notices: []store.Notice{n}})
		return nil
	})
	return v, err
}

// waiting is the request of that id, which the actor may answer and nobody
// has.
func (g *Registry) waiting(tx store.Tx, who actor.Actor, id string) (InvitationRequest, error) {
	q, err := askedOf(tx, id)
	if err != nil {
		return q, err
	}
	if err := May(tx, who, "invitation.answer", Object{}); err != nil {
		return q, err
	}
	if q.State != RequestOpen {
		return q, fault.New(fault.Conflict, "request_answered")
	}
	return q, nil
}

// answered keeps the request with its answer.
func (g *Registry) answered(tx store.Tx, who actor.Actor, q InvitationRequest, state string) (AskedView, error) {
	q.State, q.AnsweredAt, q.AnsweredBy = state, g.Clock().UTC(), who.Topic()
	if err := asked.Put(tx, q); err != nil {
		return AskedView{}, err
	}
	verb := map[string]string{RequestApproved: "invitation_request.approve", RequestRejected: "invitation_request.reject"}[state]
	if err := Audit(tx, q.AnsweredAt, who, verb, "invitation-request/"+q.ID, nil); err != nil {
		return AskedView{}, err
	}
	return g.viewAsked(tx, who, q)
}
