package accounts

import (
	"context"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// ResendInvitation sends the invitation again with a new code and a new time;
// earlier codes are over. One that was redeemed or revoked is Gone.
func (g *Registry) ResendInvitation(ctx context.Context, who actor.Actor, id string) (InvitationView, error) {
	var v InvitationView
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		i, err := g.changeable(tx, who, id)
		if err != nil {
			return err
		}
		if err := CorporateEmail(tx, "email", i.Email); err != nil {
			return err
		}
		i.Generation++
		if err := Audit(tx, g.Clock(), who, "invitation.resend", "invitation/"+i.ID, nil); err != nil {
			return err
		}
		if err := g.send(tx, who, &i); err != nil {
			return err
		}
		v, err = g.viewInvitation(tx, who, i)
		return err
	})
	return v, err
}

// RevokeInvitation ends the invitation: its code opens nothing any more. Doing
// it twice changes nothing; a redeemed one is Gone.
func (g *Registry) RevokeInvitation(ctx context.Context, who actor.Actor, id string) error {
	return g.Store.Update(ctx, func(tx store.Tx) error {
		i, err := g.changeable(tx, who, id)
		if f := fault.Of(err); f != nil && f.Name() == "revoked" {
			return nil
		}
		if err != nil {
			return err
		}
		return g.endInvitation(tx, who, i)
	})
}

// changeable is the invitation of that id, which the actor may change and
// which is neither redeemed nor revoked.
func (g *Registry) changeable(tx store.Tx, who actor.Actor, id string) (Invitation, error) {
	i, err := invitationOf(tx, id)
	if err != nil {
		return i, err
	}
	if err := mayInvite(tx, who, "invitation.change", i.Role); err != nil {
		return i, err
	}
	if i.State != Pending {
		return i, i.closed(g.Clock(), i.Generation)
	}
	return i, nil
}

func (g *Registry) endInvitation(tx store.Tx, who actor.Actor, i Invitation) error {
	if err := mayInvite(tx, who, "invitation.change", i.Role); err != nil {
		return err
	}
	i.State, i.EndedAt = Revoked, g.Clock().UTC()
	if err := invitations.Put(tx, i); err != nil {
		return err
	}
	return Audit(tx, i.EndedAt, who, "invitation.revoke", "invitation/"+i.ID, nil)
}
