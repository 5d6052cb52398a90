package accounts

import (
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// The states of an invitation. Expired is a pending one whose time is over.
const (
	Pending  = "pending"
	Redeemed = "redeemed"
	Revoked  = "revoked"
	Expired  = "expired"
)

// Invitation lets one person register with the address it was sent to. Its
// code is derived from id and generation and kept nowhere.
type Invitation struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Company    string    `json:"company,omitempty"` // id
	JobTitle   string    `json:"job_title,omitempty"`
	Phone      string    `json:"phone,omitempty"`
	Role       string    `json:"role"`
	Manager    bool      `json:"manager,omitempty"`
	Locale     string    `json:"locale,omitempty"`
	State      string    `json:"state"` // never expired: that is a matter of the time
	Generation int       `json:"generation"`
	By         string    `json:"by,omitempty"`      // topic of who invited
	Request    string    `json:"request,omitempty"` // id of the request it answers
	Account    string    `json:"account,omitempty"` // id of who came of it
	CreatedAt  time.Time `json:"created_at"`
	SentAt     time.Time `json:"sent_at"`
	ExpiresAt  time.Time `json:"expires_at"`
	EndedAt    time.Time `json:"ended_at,omitzero"` // redeemed or revoked
}

const codeInvitation = "invitation"

// StateAt is the state as people are told it.
func (i Invitation) StateAt(now time.Time) string {
	if i.State == Pending && !now.Before(i.ExpiresAt) {
		return Expired
	}
	return i.State
}

// closed is why the invitation opens nothing, nil while it does. An earlier
// code of an invitation that was sent again is as good as revoked.
func (i Invitation) closed(now time.Time, generation int) *fault.Error {
	f := fault.New(fault.Gone, "")
	switch state := i.StateAt(now); {
	case state == Redeemed:
		f.Code, f.Text = "used", "faults.invitation_used"
	case state == Revoked:
		f.Code, f.Text = "revoked", "faults.invitation_revoked"
	case generation < i.Generation:
		f.Code, f.Text = "revoked", "faults.invitation_replaced"
	case state == Expired:
		f.Code, f.Text = "expired", "faults.invitation_expired"
	default:
		return nil
	}
	return f
}

// invitationOf is the invitation of that id, or Missing.
func invitationOf(r store.Reader, id string) (Invitation, error) {
	i, err := invitations.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return i, fault.Missing()
	}
	return i, err
}

// invitedBy finds the invitation that a typed code opens now. One that is over
// comes back with the Gone fault that says why.
func invitedBy(r store.Reader, now time.Time, typed string) (Invitation, error) {
	id, generation, err := openedBy(r, codeInvitation, typed)
	var i Invitation
	if err == nil {
		i, err = invitations.Get(r, id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return i, &fault.Error{Kind: fault.NotFound, Text: "faults.invitation_unknown", Field: "code"}
	}
	if err != nil {
		return i, err
	}
	if f := i.closed(now, generation); f != nil {
		return i, f
	}
	return i, nil
}

// mayInvite asks whether the actor may do the verb to invitations of that
// role: only administrators let colleagues in.
func mayInvite(r store.Reader, who actor.Actor, verb, role string) error {
	if err := May(r, who, verb, Object{}); err != nil {
		return err
	}
	if role != actor.Customer.String() && who.Role != actor.Administrator && who.Role != actor.System {
		return fault.Denied()
	}
	return nil
}

// linkOfInvitation is the path that opens it while it is pending.
func (g *Registry) linkOfInvitation(r store.Reader, id string) (string, error) {
	i, err := invitationOf(r, id)
	if err != nil {
		return "", err
	}
	if i.StateAt(g.Clock()) != Pending {
		return "", fault.Missing()
	}
	return "/invite#" + codeGroups(g.codeOf(codeInvitation, i.ID, i.Generation)), nil
}
