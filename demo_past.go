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
	conv := s.opens("mei", "Firewall rule", "Which ports does the server need towards the label printers?")
	s.clock.ago(8*day + 3*time.Hour - 2*time.Minute)
	s.says("jonas", conv, "Hello Mei, only TCP 9100 to each printer, and 443 from the clients to the server.")
	s.clock.ago(8*day + 3*time.Hour - 5*time.Minute)
	s.says("mei", conv, "That was quick, thank you!")
	s.clock.ago(8*day + 3*time.Hour - 6*time.Minute)
	s.does(func() error { return desk.Close(s.ctx, s.who["jonas"], conv) })
	s.does(func() error { return desk.Rate(s.ctx, s.who["mei"], conv, 5, "Answered in two minutes.") })

	s.clock.ago(6 * day)
	n := s.ticket("tom", "", "", "Invoice export has no VAT line for Austria", "problem", "high", "Halden Flow", "8.4.2",
		"The export of **October** lacks the VAT line for our Austrian branch.\n\n1. Export invoices for AT\n2. Open the file\n\nThe line `U10` is missing.")
	s.clock.ago(6*day - time.Hour)
	s.changes("jonas", n, map[string]any{"assignee": s.who["jonas"].ID})
	s.replies("jonas", n, "Hello Tom, I can reproduce it with your settings. It is with development.", false, "")
	s.replies("jonas", n, "FLOW-2209: the tax table of 8.4.2 was shipped without AT.", true, "")

	s.clock.ago(5 * day)
	n = s.ticket("lucia", "", "", "Stock count is doubled after closing the month", "problem", "critical", "Halden Flow", "8.4.1",
		"After closing October every article of the Valladolid store shows twice its stock.")
	s.clock.ago(5*day - 20*time.Minute)
	s.changes("helena", n, map[string]any{"assignee": s.who["helena"].ID, "tags": []string{"stock", "closing"}})
	s.replies("helena", n, "Hello Lucía, please do not close November yet. Could you send me the closing report as a file?", false, tickets.StatusWaitingCustomer)

	s.clock.ago(4 * day)
	n = s.ticket("priya", "", "anna", "Upgrade of the test server to 8.5", "question", "low", "Halden Flow", "8.5.0", "Anna asked on the phone whether 8.5 can be installed beside 8.4.")
	s.clock.ago(4*day - 30*time.Minute)
	s.replies("priya", n, "Yes: the installer offers *side by side*. Both use their own database.", false, "")
	s.clock.ago(3 * day)
	s.replies("anna", n, "It runs. Thank you!", false, "")
	s.changes("priya", n, map[string]any{"assignee": s.who["priya"].ID, "status": "resolved"})

	s.clock.ago(2 * day)
	s.ticket("mei", "", "", "Suggest the last carrier when an order is copied", "suggestion", "low", "Halden Flow", "8.4.2", "It would save us two clicks for each order.")
	n = s.ticket("helena", "", "rafael", "Token for the carrier expires after one hour", "problem", "average", "Halden Bridge", "3.1.6", "")
	s.changes("helena", n, map[string]any{"assignee": s.who["helena"].ID, "status": "waiting_third_party"})
}

// today is what the console shows when it opens: a chat that became a ticket
// and goes on, and a customer who waits.
func (s *story) today() {
	s.clock.ago(26 * time.Minute)
	conv := s.opens("anna", "Order import stops at the first return", "Since this morning's update our nightly order import stops at row 4,812, with no error on the screen.")
	s.clock.ago(25 * time.Minute)
	s.says("helena", conv, "Good afternoon Anna, I am reading the log now. Is row 4,812 the first one with a negative quantity, a return?")
	s.clock.ago(21 * time.Minute)
	s.notes("jonas", conv, "This is FLOW-2217: 8.4.2 refuses negative quantities. The fix is in 8.4.3, out tomorrow. Way round: returns in a file of their own.")
	s.clock.ago(19 * time.Minute)
	s.says("anna", conv, "Yes, it is a return. Can we get the other 1,300 rows in today? The shops open at six tomorrow.")
	s.clock.ago(17 * time.Minute)
	s.ticket("helena", conv, "", "Order import stops at the first return (row 4,812)", "problem", "high", "Halden Flow", "8.4.2", "")
	s.clock.ago(16 * time.Minute)
	s.says("helena", conv, "Yes: put the returns into a file of their own, set Type to `RET` and leave the quantity positive. The other rows then go through in one run.")

	s.clock.ago(3 * time.Minute)
	s.opens("rafael", "", "Desde as 14:05 nenhum pedido chega ao depósito. As quatro linhas de separação estão paradas.")
	s.clock.ago(2 * time.Minute)
}
