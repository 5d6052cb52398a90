package accounts

import (
	"context"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Invite is what staff say of somebody they invite.
type Invite struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Company  string `json:"company"` // id
	JobTitle string `json:"job_title"`
	Phone    string `json:"phone"`
	Role     string `json:"role"`
	Manager  bool   `json:"manager"`
	Locale   string `json:"locale"`
	// Except lets this one address in although its mailbox is personal;
	// administrators only.
	Except bool `json:"except"`
}

func (n *Invite) clean() (err error) {
	if n.Email, err = CheckEmail("email", n.Email); err != nil {
		return err
	}
	if n.Name, err = said("name", n.Name, 100); err != nil {
		return err
	}
	if n.Role == "" {
		n.Role = actor.Customer.String()
	}
	if _, ok := actor.ParseRole(n.Role); !ok {
		return fault.Field("role", "role_bad")
	}
	if n.Role != actor.Customer.String() {
		n.Company, n.Manager = "", false
	}
	if n.JobTitle, err = line("job_title", n.JobTitle, 100); err != nil {
		return err
	}
	if n.Phone, err = phone("phone", n.Phone); err != nil {
		return err
	}
	n.Locale, err = locale("locale", n.Locale)
	return err
}

// CreateInvitation invites somebody who has no account. A pending invitation
// to the same address ends: only the newest code opens anything.
func (g *Registry) CreateInvitation(ctx context.Context, who actor.Actor, n Invite) (InvitationView, error) {
	if err := n.clean(); err != nil {
		return InvitationView{}, err
	}
	id := g.NewID()
	var v InvitationView
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		i, err := g.invite(tx, who, id, n, "")
		if err != nil {
			return err
		}
		v, err = g.viewInvitation(tx, who, i)
		return err
	})
	return v, err
}

// invite keeps a new invitation for n, which is clean, and has it sent.
func (g *Registry) invite(tx store.Tx, who actor.Actor, id string, n Invite, request string) (Invitation, error) {
	now := g.Clock().UTC()
	i := Invitation{
		ID: id, Email: n.Email, Name: n.Name, Company: n.Company, JobTitle: n.JobTitle, Phone: n.Phone, Role: n.Role, Manager: n.Manager,
		Locale: n.Locale, State: Pending, By: who.Topic(), Request: request, CreatedAt: now,
	}
	if err := mayInvite(tx, who, "invitation.create", i.Role); err != nil {
		return i, err
	}
	if n.Except {
		if err := g.exceptAddress(tx, who, n.Email); err != nil {
			return i, err
		}
	}
	if err := CorporateEmail(tx, "email", n.Email); err != nil {
		return i, err
	}
	if _, err := companyNamed(tx, n.Company); err != nil {
		return i, err
	}
	if _, err := AccountByEmail(tx, n.Email); err == nil {
		return i, emailTaken()
	} else if !isNotFound(err) {
		return i, err
	}
	if err := g.endEarlier(tx, who, n.Email); err != nil {
		return i, err
	}
	if err := Audit(tx, now, who, "invitation.create", "invitation/"+i.ID, map[string]any{"role": i.Role, "company": i.Company}); err != nil {
		return i, err
	}
	return i, g.send(tx, who, &i)
}

// endEarlier revokes the pending invitations to the address.
func (g *Registry) endEarlier(tx store.Tx, who actor.Actor, email string) error {
	var earlier []Invitation
	for i, err := range invitations.By(tx, "email", EmailKey(email)) {
		if err != nil {
			return err
		}
		if i.State == Pending {
			earlier = append(earlier, i)
		}
	}
	for _, i := range earlier {
		if err := g.endInvitation(tx, who, i); err != nil {
			return err
		}
	}
	return nil
}

// send starts the invitation's time, keeps it with its present code and has
// the mail written.
func (g *Registry) send(tx store.Tx, who actor.Actor, i *Invitation) error {
	days, err := invitationDays(tx)
	if err != nil {
		return err
	}
	i.SentAt = g.Clock().UTC()
	i.ExpiresAt = i.SentAt.Add(time.Duration(days) * 24 * time.Hour)
	if err := invitations.Put(tx, *i); err != nil {
		return err
	}
	if err := g.issueCode(tx, codeInvitation, i.ID, i.Generation); err != nil {
		return err
	}
	company, err := companyNamed(tx, i.Company)
	if err != nil {
		return err
	}
	ref := "invitation/" + i.ID
	tx.Append(store.Event{Kind: "~notice", At: i.SentAt, Notices: []store.Notice{{
		To: []string{ref}, Kind: "invitation", Link: ref, Args: map[string]string{"name": i.Name, "company": company, "by": who.Name},
	}}})
	return nil
}
