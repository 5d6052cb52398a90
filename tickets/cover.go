package tickets

import (
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// judge asks for cover; without it only a supervisor's word opens a ticket.
func (k *Tracker) judge(tx store.Tx, now time.Time, a actor.Actor, d Draft, t *Ticket) (bool, error) {
	state, err := covered(tx, now, *t)
	if err != nil || state == "" {
		return err == nil, err
	}
	if !a.Supervises() || d.OverrideReason == "" {
		return false, nil
	}
	t.Overridden = true
	return true, nil
}

// covered is empty when the ticket may be worked on, else the state of cover
// that stands against it.
func covered(r store.Reader, now time.Time, t Ticket) (string, error) {
	required, err := accounts.CoverRequired(r)
	if err != nil || !required || t.Overridden {
		return "", err
	}
	_, staff, err := companyOf(r, t.Contact)
	if err != nil || staff && t.Company == "" {
		return "", err
	}
	cover, err := accounts.CoverOf(r, now, t.subject(), t.Product)
	if err != nil || cover.State == accounts.Covered {
		return "", err
	}
	return cover.State, nil
}

// subject is whose cover counts: the company's, else the contact's.
func (t *Ticket) subject() string {
	if t.Company != "" {
		return t.Company
	}
	return t.Contact
}
