package accounts

import (
	"errors"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// companyNamed is the name of the company of that id, "" for no company; an
// unknown one is a fault of the field.
func companyNamed(r store.Reader, id string) (string, error) {
	if id == "" {
		return "", r.Err()
	}
	c, err := CompanyOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", fault.Field("company", "company_unknown")
	}
	return c.Name, err
}

// companyOfDomain is the company that an address seems to be of, nil for none.
func companyOfDomain(r store.Reader, email string) (*CompanyRef, error) {
	c, ok, err := CompanyByDomain(r, email)
	if err != nil || !ok {
		return nil, err
	}
	return &CompanyRef{c.ID, c.Name}, nil
}

// openCompany adds the company that an approval names, under that id.
func (g *Registry) openCompany(tx store.Tx, who actor.Actor, id string, in NewCompany) error {
	if err := May(tx, who, "company.create", Object{Company: id}); err != nil {
		return err
	}
	s, err := SettingsOf(tx)
	if err != nil {
		return err
	}
	c := g.newCompany(id, s)
	change := CompanyChange{Name: &in.Name, Domains: &in.Domains}
	if err := change.apply(&c); err != nil {
		f := *fault.Of(err)
		f.Field = "new_company." + f.Field
		return &f
	}
	return g.putCompany(tx, who, "company.create", c, change.fields())
}
