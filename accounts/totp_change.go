package accounts

import (
	"context"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// TOTPState is what somebody sees of the own second factor.
type TOTPState struct {
	Enabled      bool `json:"enabled"`
	RecoveryLeft int  `json:"recovery_left"`
	Required     bool `json:"required"` // by the setting, of staff
}

// TOTPStateOf tells how the account's second factor stands.
func TOTPStateOf(r store.Reader, who actor.Actor) (TOTPState, error) {
	t, err := totpOf(r, who.ID)
	if err != nil {
		return TOTPState{}, err
	}
	s, err := SecurityOf(r)
	return TOTPState{Enabled: t.On, RecoveryLeft: len(t.Recovery), Required: s.StaffTOTP && who.Staff()}, err
}

// EndTOTP turns the second factor off for whoever knows the own password,
// unless it is required.
func (g *Registry) EndTOTP(ctx context.Context, who actor.Actor, password, near string) error {
	if err := g.provePassword(ctx, who, password, near); err != nil {
		return err
	}
	return g.Store.Update(ctx, func(tx store.Tx) error {
		s, err := TOTPStateOf(tx, who)
		if err != nil {
			return err
		}
		if s.Required {
			return fault.New(fault.Forbidden, "totp_staff")
		}
		return g.dropTOTP(tx, who, who.ID)
	})
}

// RenewRecovery replaces the recovery codes for whoever knows the own password.
func (g *Registry) RenewRecovery(ctx context.Context, who actor.Actor, password, near string) ([]string, error) {
	if err := g.provePassword(ctx, who, password, near); err != nil {
		return nil, err
	}
	shown, kept := newRecovery(who.ID)
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		t, err := totpOf(tx, who.ID)
		if err != nil {
			return err
		}
		if !t.On {
			return fault.New(fault.Conflict, "totp_not_begun")
		}
		t.Recovery = kept
		if err := totps.Put(tx, t); err != nil {
			return err
		}
		return Audit(tx, g.Clock(), who, "totp.recovery", who.Topic(), nil)
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

// TakeTOTP turns off the second factor of somebody who lost it; the person is
// told.
func (g *Registry) TakeTOTP(ctx context.Context, who actor.Actor, id string) error {
	return g.Store.Update(ctx, func(tx store.Tx) error {
		a, err := known(tx, id)
		if err != nil {
			return err
		}
		if err := May(tx, who, "account.change", Object{Owner: "account/" + id, Company: a.Company}); err != nil {
			return err
		}
		return g.dropTOTP(tx, who, id)
	})
}

// dropTOTP takes the account's second factor away, if it has one.
func (g *Registry) dropTOTP(tx store.Tx, who actor.Actor, id string) error {
	t, err := totpOf(tx, id)
	if err != nil || !t.On && len(t.Pending) == 0 {
		return err
	}
	if err := totps.Delete(tx, id); err != nil || !t.On {
		return err
	}
	return g.totpChanged(tx, who, id, "off")
}

func (g *Registry) totpChanged(tx store.Tx, who actor.Actor, id, state string) error {
	now := g.Clock().UTC()
	tell(tx, now, store.Notice{To: []string{"account/" + id}, Kind: "totp.changed", Args: map[string]string{"state": state}, URL: "/profile/two-step"})
	return Audit(tx, now, who, "totp."+state, "account/"+id, nil)
}
