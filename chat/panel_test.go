package chat

import (
	"strings"
	"testing"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// firm is a company with that domain, a premium contract of these days and an
// installation.
func (c *counter) firm(name, domain string) accounts.Company {
	c.t.Helper()
	c.update(accounts.FirstStart)
	system := actor.Actor{Role: actor.System}
	domains := []string{domain}
	made, err := c.house.AddCompany(ctx(), system, accounts.CompanyChange{Name: &name, Domains: &domains})
	must(c.t, err)
	_, err = c.house.AddContract(ctx(), system, made.ID, accounts.ContractChange{Plan: ptrTo("Premium"), ValidFrom: ptrTo("1999-01-01"), ValidTo: ptrTo("2001-12-31")})
	must(c.t, err)
	product, err := c.house.AddProduct(ctx(), system, accounts.ProductChange{Name: ptrTo("Ledger")})
	must(c.t, err)
	_, err = c.house.AddLicence(ctx(), system, made.ID, accounts.LicenceChange{Product: &product.ID, ValidFrom: ptrTo("1999-01-01"), ValidTo: ptrTo("2001-12-31")})
	must(c.t, err)
	c.update(func(tx store.Tx) error {
		return accounts.SawInstallation(tx, c.now(), newID(), accounts.Installation{Company: made.ID, Product: product.ID, Version: "8.4.2", Environment: "production", Source: accounts.FromTicket})
	})
	return made
}

func TestThePanelSuggestsTheCompanyOfTheDomainAndShowsItsOwnOnceAttached(t *testing.T) {
	onWire(t, func(w *wire) {
		firm, olga, ana := w.firm("Acme", "acme.example"), w.operator("Olga"), w.visitor("Ana")
		conv := w.opens(ana, "Hello")
		path := "/conversations/" + conv
		w.call(ana, 403, "GET", path+"/panel", "")
		w.call(olga, 404, "GET", "/conversations/"+newID()+"/panel", "")
		if got := w.call(olga, 200, "GET", path+"/panel", ""); got["company"] != nil || len(got["suggested"].(map[string]any)) != 0 {
			t.Errorf("of nobody: %s", w.raw)
		}
		w.call(olga, 200, "POST", path+"/person", `{"email": "ana@acme.example"}`)
		got := w.call(olga, 200, "GET", path+"/panel", "")
		if s := got["suggested"].(map[string]any)["company"].(map[string]any); s["id"] != firm.ID || got["verified"] != false || got["company"] != nil {
			t.Errorf("suggested: %s", w.raw)
		}
		w.call(olga, 422, "POST", path+"/person", `{"company": "`+newID()+`"}`)
		w.call(olga, 200, "POST", path+"/person", `{"company": "`+firm.ID+`"}`)
		got = w.call(olga, 200, "GET", path+"/panel", "")
		cover := got["cover"].(map[string]any)
		if c := got["company"].(map[string]any); c["name"] != "Acme" || c["by"] != "staff" || cover["cover"] != "covered" || cover["until"] != "2001-12-31" {
			t.Errorf("attached: %s", w.raw)
		}
		if len(got["licences"].([]any)) != 1 || len(got["contracts"].([]any)) != 1 || !strings.Contains(w.raw, `"version":"8.4.2"`) || strings.Contains(w.raw, `"by":"domain"`) {
			t.Errorf("what they have: %s", w.raw)
		}
		if w.call(ana, 200, "GET", path, ""); strings.Contains(w.raw, firm.ID) || strings.Contains(w.raw, "Acme") {
			t.Errorf("the visitor learns whom staff take them for: %s", w.raw)
		}
		w.view(func(r store.Reader) error {
			list, _, err := accounts.AuditPage(r, "conversation.attach", "", 10)
			if len(list) != 2 {
				t.Errorf("audited %+v", list)
			}
			return err
		})
	})
}

func TestATranscriptGoesOnlyToAProvedAddress(t *testing.T) {
	onWire(t, func(w *wire) {
		olga, ana, carla := w.operator("Olga"), w.visitor("Ana"), w.staffless("carla@example.com")
		conv, hers := w.opens(ana, "Hello"), w.opens(carla, "Mine")
		path := "/conversations/" + conv + "/transcript"
		if w.call(ana, 409, "POST", path, ""); !strings.Contains(w.raw, "no_email") {
			t.Errorf("%s", w.raw)
		}
		w.call(olga, 200, "POST", "/conversations/"+conv+"/person", `{"email": "ana@example.com"}`)
		if got := w.call(ana, 202, "POST", path, ""); got["sent"] != "link" || got["to"] != "ana@example.com" {
			t.Errorf("an address nobody has proved: %s", w.raw)
		}
		w.call(carla, 404, "POST", path, "")
		if got := w.call(carla, 202, "POST", "/conversations/"+hers+"/transcript", ""); got["sent"] != "transcript" || got["to"] != "carla@example.com" {
			t.Errorf("her own: %s", w.raw)
		}
		var kinds []string
		for _, e := range w.events("") {
			for _, n := range e.Notices {
				if n.Thread == "conversation/"+conv || n.Thread == "conversation/"+hers {
					kinds = append(kinds, n.Kind+" "+n.Quote)
				}
			}
		}
		if len(kinds) != 2 || kinds[0] != "chat.waiting " || kinds[1] != "chat.transcript conversation/"+hers {
			t.Errorf("told %q", kinds)
		}
	})
}
