package accounts

import (
	"errors"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// who is the account that the identity stands for, and the id of the company
// ("" = not known here). No account is no error: account.ID is empty. Staff
// never come in by what a product says, and whose account was closed does not
// come back in by another door.
func (id Identity) who(r store.Reader) (a Account, company string, err error) {
	if company, err = companyCalled(r, id.Company); err != nil {
		return a, "", err
	}
	a, err = AccountByEmail(r, id.Email)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Account{}, company, nil
	case err != nil:
		return a, "", err
	case a.Role != actor.Customer:
		return a, "", fault.New(fault.Forbidden, "identity_staff")
	case a.State != Active:
		return a, "", fault.New(fault.Forbidden, "identity_disabled")
	}
	return a, company, nil
}

// companyCalled is the company of that id, domain or name; "" when there is
// none.
func companyCalled(r store.Reader, called string) (string, error) {
	c, err := CompanyOf(r, called)
	if err == nil {
		return c.ID, nil
	}
	if !absent(err) {
		return "", err
	}
	if c, err = companies.First(r, "domain", strings.ToLower(called)); err == nil {
		return c.ID, nil
	}
	if !absent(err) {
		return "", err
	}
	var only Company
	for c, err := range companies.By(r, "name", plain(called)) {
		if err != nil || only.ID != "" { // two of one name: neither
			return "", err
		}
		only = c
	}
	return only.ID, nil
}

// absent tells that what was looked for is not there.
func absent(err error) bool {
	return errors.Is(err, store.ErrNotFound) || fault.Is(err, fault.NotFound)
}

// seen writes down which version of the product the company runs; install is
// the id it gets when it is new.
func (id Identity) seen(tx store.Tx, now time.Time, install, company string) error {
	return SawInstallation(tx, now, install, Installation{Company: company, Product: id.Product, Version: id.Version, Source: FromIdentity})
}

// contact is the visitor whom the product vouches for: one for each of its
// users, on every device the same.
func (g *Registry) contact(tx store.Tx, id Identity, company string, v Visitor) (Visitor, error) {
	old, err := visitors.Unique(tx, "subject", id.Product, id.Subject)
	switch {
	case errors.Is(err, store.ErrNotFound):
		v.ID, v.Token, v.Hash = g.NewID(), g.NewID(), atRest(newSecret()) // it comes by its passes only
		v.CreatedAt = g.Clock().UTC()
	case err != nil:
		return v, err
	case old.Blocked:
		return v, fault.New(fault.Forbidden, "blocked")
	default:
		v.ID, v.Token, v.Hash, v.More, v.CreatedAt = old.ID, old.Token, old.Hash, old.More, old.CreatedAt
	}
	v.SeenAt = g.Clock().UTC()
	v.Name, v.Email, v.Proved = id.Name, id.Email, EmailKey(id.Email)
	v.Product, v.Subject, v.Company, v.CompanyName, v.Version = id.Product, id.Subject, company, id.Company, id.Version
	if id.Locale != "" {
		v.Locale = id.Locale
	}
	return v, visitors.Put(tx, v)
}
