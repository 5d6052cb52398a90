package main

import (
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/tickets"
)

// door is who waits to be let in: a company without a contract and what it asks
// for, an invitation that is on its way, and strangers who ask for one.
func (s *story) door() {
	s.knownCompany()
	s.clock.ago(8 * 24 * time.Hour)
	s.licensed("nordsee", "Nordsee Logistik", "nordseelogistik.test", "Europe/Berlin", soldFlow)
	s.licensed("vila", "Vila Rica Alimentos", "vilarica.test", "America/Sao_Paulo")
	s.person("ole", "Ole Petersen", "ole@nordseelogistik.test", actor.Customer, "nordsee", s.t("title.ole"))
	s.clock.ago(50 * time.Hour)
	s.invites("Erik Solberg", "erik@fjordretail.test", "fjord", s.t("title.erik"))
	s.clock.ago(27 * time.Hour)
	s.asks("Paula Menezes", "paula@vilarica.test", "Vila Rica", s.t("title.paula"), "+55 31 5555-0142")
	s.clock.ago(5 * time.Hour)
	s.asks("Igor Salas", "igor@salasconsultores.test", "Salas Consultores", s.t("title.igor"), "+34 915 550 117")
	s.clock.ago(3 * time.Hour)
	s.keeps("ole", s.t("kept.title"), s.t("kept.text"), soldFlow, "8.4.1")
}

// knownCompany tells more of the company that the story is about.
func (s *story) knownCompany() {
	sites, note := []string{"Oslo", "Bergen", "Tromsø"}, s.t("fjord.note")
	contacts := []accounts.CompanyContact{{Name: "Ingrid Dahl", Role: s.t("role.billing"), Email: "ingrid@fjordretail.test", Phone: "+47 22 55 01 33"}}
	s.does(func() error {
		_, err := s.house.registry.ChangeCompany(s.ctx, s.who["ada"], s.employer["fjord"], accounts.CompanyChange{Sites: &sites, Notes: &note, Contacts: &contacts})
		return err
	})
}

func (s *story) licensed(key, name, domain, zone string, products ...string) {
	domains := []string{domain}
	s.does(func() error {
		c, err := s.house.registry.AddCompany(s.ctx, s.who["ada"], accounts.CompanyChange{Name: &name, Domains: &domains, TimeZone: &zone})
		s.employer[key] = c.ID
		return err
	})
	now := s.clock.now()
	from, to := now.AddDate(-1, 0, 0).Format(time.DateOnly), now.AddDate(2, 0, 0).Format(time.DateOnly)
	for _, product := range products {
		s.does(func() error {
			_, err := s.house.registry.AddLicence(s.ctx, s.who["ada"], s.employer[key], accounts.LicenceChange{Product: &product, ValidFrom: &from, ValidTo: &to})
			return err
		})
	}
}

func (s *story) invites(name, email, company, title string) {
	s.does(func() error {
		_, err := s.house.registry.CreateInvitation(s.ctx, s.who["ada"], accounts.Invite{
			Name: name, Email: email, Company: s.employer[company], JobTitle: title, Locale: s.lang,
		})
		return err
	})
}

func (s *story) asks(name, email, company, title, phone string) {
	s.does(func() error {
		return s.house.registry.Ask(s.ctx, actor.Actor{}, accounts.Asked{Name: name, Email: email, Company: company, JobTitle: title, Phone: phone, Locale: s.lang})
	})
}

// keeps asks for what nothing covers: the refusal is what the story wants.
func (s *story) keeps(who, title, text, product, version string) {
	s.does(func() error {
		_, err := s.house.tracker.Open(s.ctx, s.who[who], tickets.Draft{Title: title, Description: text, Product: product, Version: version}, "")
		if err != nil && fault.Of(err).Code == "no_cover" {
			return nil
		}
		return err
	})
}
