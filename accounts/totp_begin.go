package accounts

import (
	"context"
	"crypto/rand"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// totpPendingFor is how long a secret that was shown may be confirmed.
const totpPendingFor = time.Hour

// TOTPOffer is a new secret, shown once.
type TOTPOffer struct {
	Secret string `json:"secret"` // base32
	URI    string `json:"uri"`
	SVG    string `json:"svg"` // the URI as a picture for the camera
	Groups string `json:"-"`   // the secret as people type it
}

// BeginTOTP offers a new secret to whoever knows the own password; the present
// one holds until a code of the new one is shown to ConfirmTOTP.
func (g *Registry) BeginTOTP(ctx context.Context, who actor.Actor, password, near string) (TOTPOffer, error) {
	if err := g.provePassword(ctx, who, password, near); err != nil {
		return TOTPOffer{}, err
	}
	secret := make([]byte, totpSecret)
	rand.Read(secret) // never fails since Go 1.24
	sealed := g.Key.Seal("totp", who.ID, secret)
	var offer TOTPOffer
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		t, err := totpOf(tx, who.ID)
		if err != nil {
			return err
		}
		if offer, err = offerOf(tx, who, secret); err != nil {
			return err
		}
		t.Pending, t.PendingAt = sealed, g.Clock().UTC()
		return totps.Put(tx, t)
	})
	if err != nil {
		return TOTPOffer{}, err
	}
	offer.SVG, err = qrSVG(offer.URI)
	return offer, err
}

func offerOf(r store.Reader, who actor.Actor, secret []byte) (TOTPOffer, error) {
	s, err := SettingsOf(r)
	return TOTPOffer{Secret: base32Plain.EncodeToString(secret), URI: totpURI(s.Name, who.Email, secret), Groups: totpGroups(secret)}, err
}

// OfferedTOTP is the secret that waits for its first code, or missing.
func (g *Registry) OfferedTOTP(ctx context.Context, who actor.Actor) (offer TOTPOffer, err error) {
	err = g.Store.View(ctx, func(r store.Reader) error {
		t, err := totpOf(r, who.ID)
		if err != nil {
			return err
		}
		secret, err := g.pending(t)
		if err != nil {
			return err
		}
		offer, err = offerOf(r, who, secret)
		return err
	})
	if err == nil {
		offer.SVG, err = qrSVG(offer.URI)
	}
	return offer, err
}

func (g *Registry) pending(t totp) ([]byte, error) {
	if len(t.Pending) == 0 || g.Clock().Sub(t.PendingAt) > totpPendingFor {
		return nil, fault.New(fault.Conflict, "totp_not_begun")
	}
	return g.Key.Open("totp", t.Account, t.Pending)
}

// ConfirmTOTP turns the second factor on once a code of the offered secret is
// shown, and returns the recovery codes: they are shown once.
func (g *Registry) ConfirmTOTP(ctx context.Context, who actor.Actor, typed, near string) ([]string, error) {
	code, ok := readTOTP(typed)
	if typed == "" {
		return nil, fault.Field("code", "required")
	}
	if retry, may := g.guesses.may(totpKey(who.ID), near); !may {
		return nil, tooManyGuesses(retry)
	}
	shown, kept := newRecovery(who.ID)
	now := g.Clock().UTC()
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		t, err := totpOf(tx, who.ID)
		if err != nil {
			return err
		}
		secret, err := g.pending(t)
		if err != nil {
			return err
		}
		step, good := totpMatch(secret, code, now, 0)
		if !ok || !good {
			return fault.Field("code", "totp_wrong")
		}
		t = totp{Account: who.ID, On: true, Secret: t.Pending, Step: step, Recovery: kept, ChangedAt: now}
		if err := totps.Put(tx, t); err != nil {
			return err
		}
		return g.totpChanged(tx, who, who.ID, "on")
	})
	if fault.Is(err, fault.Invalid) {
		pause(ctx, g.guesses.failed(totpKey(who.ID), near))
	}
	if err != nil {
		return nil, err
	}
	return shown, nil
}
