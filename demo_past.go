package main

import (
	"time"

	"balcao/tickets"
)

// past is what happened before today.
func (s *story) past() {
	day := 24 * time.Hour
	desk := s.house.desk

	s.clock.ago(8*day + 3*time.Hour)
	conv := s.opens("mei", s.t("firewall.subject"), s.t("firewall.mei"))
	s.clock.ago(8*day + 3*time.Hour - 2*time.Minute)
	s.says("jonas", conv, s.t("firewall.jonas"))
	s.clock.ago(8*day + 3*time.Hour - 5*time.Minute)
	s.says("mei", conv, s.t("firewall.thanks"))
	s.clock.ago(8*day + 3*time.Hour - 6*time.Minute)
	s.does(func() error { return desk.Close(s.ctx, s.who["jonas"], conv) })
	s.does(func() error { return desk.Rate(s.ctx, s.who["mei"], conv, 5, s.t("firewall.rating")) })

	s.clock.ago(6 * day)
	n := s.ticket("tom", "", "", s.t("vat.title"), "problem", "high", "Halden Flow", "8.4.2", s.t("vat.text"))
	s.clock.ago(6*day - time.Hour)
	s.changes("jonas", n, map[string]any{"assignee": s.who["jonas"].ID})
	s.replies("jonas", n, s.t("vat.answer"), false, "")
	s.replies("jonas", n, s.t("vat.note"), true, "")

	s.clock.ago(5 * day)
	n = s.ticket("lucia", "", "", s.t("stock.title"), "problem", "critical", "Halden Flow", "8.4.1", s.t("stock.text"))
	s.clock.ago(5*day - 20*time.Minute)
	s.changes("helena", n, map[string]any{"assignee": s.who["helena"].ID, "tags": []string{s.t("stock.tag"), s.t("closing.tag")}})
	s.replies("helena", n, s.t("stock.answer"), false, tickets.StatusWaitingCustomer)

	s.clock.ago(4 * day)
	n = s.ticket("priya", "", "anna", s.t("upgrade.title"), "question", "low", "Halden Flow", "8.5.0", s.t("upgrade.text"))
	s.clock.ago(4*day - 30*time.Minute)
	s.replies("priya", n, s.t("upgrade.answer"), false, "")
	s.clock.ago(3 * day)
	s.replies("anna", n, s.t("upgrade.thanks"), false, "")
	s.changes("priya", n, map[string]any{"assignee": s.who["priya"].ID, "status": "resolved"})

	s.clock.ago(2 * day)
	s.ticket("mei", "", "", s.t("carrier.title"), "suggestion", "low", "Halden Flow", "8.4.2", s.t("carrier.text"))
	n = s.ticket("helena", "", "rafael", s.t("token.title"), "problem", "average", "Halden Bridge", "3.1.6", "")
	s.changes("helena", n, map[string]any{"assignee": s.who["helena"].ID, "status": "waiting_third_party"})
}

// today is what the console shows when it opens: a chat that became a ticket
// and goes on, and a customer who waits.
func (s *story) today() {
	s.clock.ago(26 * time.Minute)
	conv := s.opens("anna", s.t("import.subject"), s.t("import.anna"))
	s.clock.ago(25 * time.Minute)
	s.says("helena", conv, s.t("import.helena"))
	s.clock.ago(21 * time.Minute)
	s.notes("jonas", conv, s.t("import.note"))
	s.clock.ago(19 * time.Minute)
	s.says("anna", conv, s.t("import.urge"))
	s.clock.ago(17 * time.Minute)
	s.ticket("helena", conv, "", s.t("import.title"), "problem", "high", "Halden Flow", "8.4.2", "")
	s.clock.ago(16 * time.Minute)
	s.says("helena", conv, s.t("import.way"))

	s.clock.ago(3 * time.Minute)
	s.opens("rafael", "", s.t("depot.rafael"))
	s.clock.ago(2 * time.Minute)
}
