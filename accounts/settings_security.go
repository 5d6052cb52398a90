package accounts

import (
	"context"
	"errors"
	"strconv"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Security is what an administrator decides about the door.
type Security struct {
	StaffTOTP      bool `json:"staff_totp"`      // staff must use a second factor
	InvitationDays int  `json:"invitation_days"` // how long an invitation is good
	// Landing is where customers arrive who asked for no page: profile or
	// my_support.
	Landing string `json:"landing"`
	version string
}

// securityRow is what was decided; 0 = never.
type securityRow struct {
	StaffTOTP      bool   `json:"staff_totp"`
	InvitationDays int    `json:"invitation_days"`
	Version        uint64 `json:"version"`
}

const (
	defaultInvitationDays = 14
	mostInvitationDays    = 365
	landingProfile        = "profile"
	landingMySupport      = "my_support"
)

// SecurityOf returns what holds, with defaults in place of what was never
// decided.
func SecurityOf(r store.Reader) (Security, error) {
	s, err := decided(r)
	if err != nil {
		return Security{}, err
	}
	row, err := securityDecided(r)
	out := Security{
		StaffTOTP: row.StaffTOTP, InvitationDays: row.InvitationDays, Landing: landingProfile,
		version: strconv.FormatUint(row.Version, 10) + "." + s.Tag(),
	}
	if out.InvitationDays == 0 {
		out.InvitationDays = defaultInvitationDays
	}
	if s.HomeIsMySupport {
		out.Landing = landingMySupport
	}
	return out, err
}

// Tag is the ETag of these settings.
func (s Security) Tag() string { return s.version }

func securityDecided(r store.Reader) (securityRow, error) {
	row, err := securityTable.Get(r, "only")
	if errors.Is(err, store.ErrNotFound) {
		return securityRow{}, nil
	}
	return row, err
}

// SecurityChange is what is decided anew; nil stays.
type SecurityChange struct {
	StaffTOTP      *bool   `json:"staff_totp"`
	InvitationDays *int    `json:"invitation_days"`
	Landing        *string `json:"landing"`
}

// ChangeSecurity applies the change when fresh finds the present settings to
// be those the caller had seen. A second factor now required closes the open
// connections of staff who have none: all they can do is set one up.
func (g *Registry) ChangeSecurity(ctx context.Context, who actor.Actor, in SecurityChange, fresh func(Security) error) (Security, error) {
	var out Security
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "settings.change", Object{}); err != nil {
			return err
		}
		before, err := SecurityOf(tx)
		if err != nil {
			return err
		}
		if err := fresh(before); err != nil {
			return err
		}
		if err := in.keep(tx); err != nil {
			return err
		}
		if err := Audit(tx, g.Clock(), who, "settings.change", "settings/security", in.fields()); err != nil {
			return err
		}
		if out, err = SecurityOf(tx); err != nil || !out.StaffTOTP || before.StaffTOTP {
			return err
		}
		return g.shutUnprotected(tx)
	})
	return out, err
}

// keep writes what was said, each where it lies.
func (in SecurityChange) keep(tx store.Tx) error {
	row, err := securityDecided(tx)
	if err != nil {
		return err
	}
	if in.StaffTOTP != nil {
		row.StaffTOTP = *in.StaffTOTP
	}
	if in.InvitationDays != nil {
		if *in.InvitationDays < 1 || *in.InvitationDays > mostInvitationDays {
			return fault.Field("invitation_days", "invitation_days_bad")
		}
		row.InvitationDays = *in.InvitationDays
	}
	row.Version++
	if err := securityTable.Put(tx, row); err != nil || in.Landing == nil {
		return err
	}
	if *in.Landing != landingProfile && *in.Landing != landingMySupport {
		return fault.Field("landing", "landing_bad")
	}
	set, err := decided(tx)
	if err != nil {
		return err
	}
	set.HomeIsMySupport = *in.Landing == landingMySupport
	return putSettings(tx, set)
}

// fields names what was said, for the audit log.
func (in SecurityChange) fields() map[string]any {
	names := []string{}
	if in.StaffTOTP != nil {
		names = append(names, "staff_totp")
	}
	if in.InvitationDays != nil {
		names = append(names, "invitation_days")
	}
	if in.Landing != nil {
		names = append(names, "landing")
	}
	return map[string]any{"fields": names}
}
