package main

import (
	"time"

	"balcao/accounts"
)

// The products of the story's vendor; the second page of the sample site plays
// the first of them.
const (
	soldFlow   = "Halden Flow"
	soldBridge = "Halden Bridge"
)

// companies are whom the people of the story work for, each with licences and
// an SLA contract that runs for years to come.
func (s *story) companies() {
	for _, name := range []string{soldFlow, soldBridge} {
		s.does(func() error {
			_, err := s.house.registry.AddProduct(s.ctx, s.who["ada"], accounts.ProductChange{Name: &name})
			return err
		})
	}
	s.company("fjord", "Fjord Retail", "fjordretail.test", "Europe/Oslo", "Premium", soldFlow, soldBridge)
	s.company("aurora", "Aurora Distribuidora", "auroradistribuidora.test", "America/Sao_Paulo", "Standard", soldBridge)
	s.company("meseta", "Grupo Meseta", "grupomeseta.test", "Europe/Madrid", "Premium", soldFlow)
	s.company("becker", "Becker Maschinenbau", "beckermaschinenbau.test", "Europe/Berlin", "Standard", soldFlow)
	s.company("hoshi", "Hoshi Medical", "hoshimedical.test", "Asia/Tokyo", "Standard", soldFlow)
}

func (s *story) company(key, name, domain, zone, plan string, products ...string) {
	if s.err != nil {
		return
	}
	ada, registry := s.who["ada"], s.house.registry
	var c accounts.Company
	domains := []string{domain}
	if c, s.err = registry.AddCompany(s.ctx, ada, accounts.CompanyChange{Name: &name, Domains: &domains, TimeZone: &zone}); s.err != nil {
		return
	}
	s.employer[key] = c.ID
	now := s.clock.now()
	from, to, seats := now.AddDate(-1, 0, 0).Format(time.DateOnly), now.AddDate(2, 0, 0).Format(time.DateOnly), 25
	edition := "Enterprise"
	for _, product := range products {
		s.does(func() error {
			_, err := registry.AddLicence(s.ctx, ada, c.ID, accounts.LicenceChange{Product: &product, Edition: &edition, Seats: &seats, ValidFrom: &from, ValidTo: &to})
			return err
		})
	}
	s.does(func() error {
		_, err := registry.AddContract(s.ctx, ada, c.ID, accounts.ContractChange{Plan: &plan, ValidFrom: &from, ValidTo: &to})
		return err
	})
}
