package accounts

import (
	"errors"
	"strings"

	"balcao/store"
)

// Recipient is where word reaches somebody.
type Recipient struct {
	Topic   string // as the notice named it
	Account string // id; empty for whoever has none
	Staff   bool
	Name    string
	Email   string // empty = no mail can reach them
	Locale  string // empty = undecided
	// Verified tells that the address has been proved to be theirs. Nobody else
	// is sent what was written, only that there is something.
	Verified bool
}

// RecipientOf finds whom a notice is for. Somebody who is gone, or may sign in
// no more, comes back without an address, not as an error.
func RecipientOf(r store.Reader, topic string) (Recipient, error) {
	to := Recipient{Topic: topic}
	kind, id, _ := strings.Cut(topic, "/")
	switch kind {
	case "account":
		a, err := AccountOf(r, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && a.State != Active {
			return to, nil
		}
		return Recipient{topic, a.ID, a.Actor().Staff(), a.Name, a.Email, a.Locale, true}, err
	case "visitor":
		v, err := VisitorOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return to, nil
		}
		to.Name, to.Email, to.Locale, to.Verified = v.Name, v.Email, v.Locale, v.Verified()
		return to, err
	case "invitation":
		return invited(r, to, id)
	case "invitation-request":
		return asking(r, to, id)
	case "email-new", "email-old":
		return emailRecipient(r, to, kind, id)
	}
	return to, nil
}

// invited is who an invitation is for. Whoever reads that mailbox is who was
// invited: the mail proves the address by the code it carries.
func invited(r store.Reader, to Recipient, id string) (Recipient, error) {
	i, err := invitations.Get(r, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && i.State != Pending {
		return to, nil
	}
	to.Name, to.Email, to.Locale, to.Verified = i.Name, i.Email, i.Locale, true
	return to, err
}

// asking is who asked for an invitation: all that is sent there was written to
// whoever reads that mailbox.
func asking(r store.Reader, to Recipient, id string) (Recipient, error) {
	q, err := asked.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return to, nil
	}
	to.Name, to.Email, to.Locale, to.Verified = q.Name, q.Email, q.Locale, true
	return to, err
}
