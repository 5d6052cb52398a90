package accounts

import (
	"errors"
	"time"

	"balcao/store"
)

// LicenceView is a licence with what it names.
type LicenceView struct {
	Licence
	ProductName string `json:"product_name"`
	State       string `json:"state"` // pending, running or ended
}

// ContractView is a contract with what it names.
type ContractView struct {
	Contract
	PlanName     string   `json:"plan_name"`
	ProductNames []string `json:"product_names"`
	CalendarName string   `json:"calendar_name,omitempty"`
	State        string   `json:"state"` // pending, running, grace or ended
}

// InstallationView is an installation with what it names.
type InstallationView struct {
	Installation
	ProductName string `json:"product_name"`
}

// ProductCover is a company's cover for one product.
type ProductCover struct {
	Product string `json:"product"`
	Name    string `json:"name"`
	Cover
}

// CompanyCover is a company's cover, for one product or without, and for each
// that licences and contracts name.
type CompanyCover struct {
	Cover
	Products []ProductCover `json:"products"`
}

// CoverInFull is CoverOf with the cover for each product of the company.
func CoverInFull(r store.Reader, at time.Time, company, product string) (CompanyCover, error) {
	cover, err := CoverOf(r, at, company, product)
	full := CompanyCover{Cover: cover, Products: []ProductCover{}}
	if err != nil {
		return full, err
	}
	e, err := entitled(r, company)
	if err != nil {
		return full, err
	}
	for _, id := range e.products() {
		name, err := productName(r, id)
		if err != nil {
			return full, err
		}
		full.Products = append(full.Products, ProductCover{id, name, e.at(at, id)})
	}
	return full, nil
}

// productName is empty for a product that is gone.
func productName(r store.Reader, id string) (string, error) {
	p, err := products.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return p.Name, err
}

func licenceView(r store.Reader, today day, l Licence) (LicenceView, error) {
	s, _ := between(l.ValidFrom, l.ValidTo, 0)
	name, err := productName(r, l.Product)
	return LicenceView{l, name, s.state(today)}, err
}

func contractView(r store.Reader, today day, c Contract) (ContractView, error) {
	s, _ := between(c.ValidFrom, c.ValidTo, c.GraceDays)
	v := ContractView{Contract: c, ProductNames: []string{}, State: s.state(today)}
	p, err := plans.Get(r, c.Plan)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	v.PlanName = p.Name
	if c.Calendar != "" {
		calendar, err := calendars.Get(r, c.Calendar)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return v, err
		}
		v.CalendarName = calendar.Name
	}
	for _, id := range c.Products {
		name, err := productName(r, id)
		if err != nil {
			return v, err
		}
		v.ProductNames = append(v.ProductNames, name)
	}
	return v, nil
}

func installationView(r store.Reader, _ day, i Installation) (InstallationView, error) {
	name, err := productName(r, i.Product)
	return InstallationView{i, name}, err
}

func (s span) state(today day) string {
	switch {
	case today < s.from:
		return "pending"
	case today <= s.to:
		return "running"
	case today <= s.end:
		return "grace"
	}
	return "ended"
}

// todayAt is the day it is at the company.
func todayAt(now time.Time, c Company) day { return dayAt(now, placeOf(c.TimeZone)) }
