package chat

import (
	"context"
	"errors"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// Panel is what the team sees beside a conversation of whose it is.
type Panel struct {
	Company       *PanelCompany   `json:"company,omitempty"`
	Cover         accounts.Cover  `json:"cover"`
	CoverRequired bool            `json:"cover_required"`
	Licences      []PanelLicence  `json:"licences"`
	Contracts     []PanelContract `json:"contracts"`
	Installations []PanelProduct  `json:"installations"`
	Verified      bool            `json:"verified"` // the address is proved to be theirs
	Suggested     Suggested       `json:"suggested"`
}

// PanelCompany names a company.
type PanelCompany struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	By   string `json:"by"` // account, product or staff: who says that it is this one
}

// PanelLicence is a licence by the name of its product.
type PanelLicence struct {
	Product   string `json:"product"`
	Edition   string `json:"edition"`
	Seats     int    `json:"seats"`
	ValidFrom string `json:"valid_from"`
	ValidTo   string `json:"valid_to"`
}

// PanelContract is an SLA contract by the name of its plan.
type PanelContract struct {
	Plan      string `json:"plan"`
	ValidFrom string `json:"valid_from"`
	ValidTo   string `json:"valid_to"`
}

// PanelProduct is what runs at the company.
type PanelProduct struct {
	Product     string `json:"product"`
	Version     string `json:"version"`
	Environment string `json:"environment"`
}

// Suggested is who a visitor may be, by the address typed.
type Suggested struct {
	Account *accounts.Person `json:"account,omitempty"`
	Company *PanelCompany    `json:"company,omitempty"`
}

// mostShown is how many of each the panel holds.
const mostShown = 20

// PanelOf gathers for staff what belongs to the conversation's customer.
func (d *Desk) PanelOf(ctx context.Context, a actor.Actor, conv string) (p Panel, err error) {
	err = d.Store.View(ctx, func(r store.Reader) error {
		c, err := allowed(r, a, "conversation.panel", conv)
		if err != nil {
			return err
		}
		p = Panel{Licences: []PanelLicence{}, Contracts: []PanelContract{}, Installations: []PanelProduct{}}
		if p.Cover, err = c.coverOf(r, d.now()); err != nil {
			return err
		}
		if p.CoverRequired, err = accounts.CoverRequired(r); err != nil {
			return err
		}
		company, by, err := companyOf(r, c)
		if err != nil {
			return err
		}
		if company != "" {
			if err := p.fill(r, company, by); err != nil {
				return err
			}
		}
		return p.suggest(r, c)
	})
	return p, err
}

// companyOf is whose the conversation is and who says so.
func companyOf(r store.Reader, c Conversation) (company, by string, err error) {
	if c.Company != "" {
		return c.Company, "staff", nil
	}
	kind, id := cutTopic(c.Customer)
	if kind == "account" {
		a, err := accounts.AccountOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return a.Company, "account", err
	}
	v, err := accounts.VisitorOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return v.Company, "product", err
}

func (p *Panel) fill(r store.Reader, id, by string) error {
	company, err := accounts.CompanyOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Company = &PanelCompany{company.ID, company.Name, by}
	licences, err := accounts.LicencesOf(r, id)
	if err != nil {
		return err
	}
	for _, l := range licences[:min(len(licences), mostShown)] {
		name, err := productName(r, l.Product)
		if err != nil {
			return err
		}
		p.Licences = append(p.Licences, PanelLicence{name, l.Edition, l.Seats, l.ValidFrom, l.ValidTo})
	}
	contracts, err := accounts.ContractsOf(r, id)
	if err != nil {
		return err
	}
	for _, c := range contracts[:min(len(contracts), mostShown)] {
		plan, err := accounts.PlanOf(r, c.Plan)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		p.Contracts = append(p.Contracts, PanelContract{plan.Name, c.ValidFrom, c.ValidTo})
	}
	running, err := accounts.InstallationsOf(r, id)
	if err != nil {
		return err
	}
	for _, i := range running[:min(len(running), mostShown)] {
		name, err := productName(r, i.Product)
		if err != nil {
			return err
		}
		p.Installations = append(p.Installations, PanelProduct{name, i.Version, i.Environment})
	}
	return nil
}

func productName(r store.Reader, id string) (string, error) {
	p, err := accounts.ProductOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return id, nil
	}
	return p.Name, err
}

// suggest looks for a visitor's typed address among those who are known.
func (p *Panel) suggest(r store.Reader, c Conversation) error {
	id, visits := strings.CutPrefix(c.Customer, "visitor/")
	if !visits {
		p.Verified = true
		return nil
	}
	v, err := accounts.VisitorOf(r, id)
	if err != nil || v.Email == "" {
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return err
	}
	p.Verified = v.Verified() || v.Vouched()
	a, err := accounts.AccountByEmail(r, v.Email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err == nil && a.Role == actor.Customer && a.State == accounts.Active {
		person := a.Person()
		p.Suggested.Account = &person
	}
	company, found, err := accounts.CompanyByDomain(r, v.Email)
	if found && (p.Company == nil || p.Company.ID != company.ID) {
		p.Suggested.Company = &PanelCompany{ID: company.ID, Name: company.Name, By: "domain"}
	}
	return err
}
