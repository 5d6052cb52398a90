package tickets

import (
	"errors"
	"time"

	"balcao/accounts"
	"balcao/fault"
	"balcao/store"
)

// productIn is the id of the product of that id or name; a word that names
// none is kept as it was written.
func productIn(r store.Reader, idOrName string) (string, error) {
	if idOrName == "" {
		return "", nil
	}
	p, err := accounts.ProductOf(r, idOrName)
	if errors.Is(err, store.ErrNotFound) {
		return idOrName, nil
	}
	return p.ID, err
}

// companyIn tells that the company exists; empty is none.
func companyIn(r store.Reader, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	_, err := accounts.CompanyOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", fault.Field("company", "no_such_company")
	}
	return id, err
}

// productName is how the product is called; empty for a word that is none.
func (p *people) productName(id string) (string, error) {
	if id == "" {
		return "", nil
	}
	if name, met := p.products[id]; met {
		return name, nil
	}
	product, err := accounts.ProductOf(p.r, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	if p.products == nil {
		p.products = map[string]string{}
	}
	p.products[id] = product.Name
	return product.Name, nil
}

// saw keeps what the ticket tells of what runs at the company.
func (k *Tracker) saw(tx store.Tx, now time.Time, t Ticket) error {
	if t.Company == "" || t.Product == "" || t.Version == "" {
		return nil
	}
	return accounts.SawInstallation(tx, now, k.NewID(), accounts.Installation{
		Company: t.Company, Product: t.Product, Version: t.Version, Environment: t.Environment, Source: accounts.FromTicket,
	})
}
