package chat

import (
	"testing"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

func TestTheFirstDepartmentAndSiteAreCalledAsTheSetupSays(t *testing.T) {
	atCounter(t, func(c *counter) {
		called := func(department, site string) {
			t.Helper()
			c.view(func(r store.Reader) error {
				dep, err := DefaultDepartment(r)
				must(t, err)
				s, err := siteOf(r, DefaultSite)
				if dep.Name != department || s.Name != site {
					t.Errorf("called %q and %q, want %q and %q", dep.Name, s.Name, department, site)
				}
				return err
			})
		}
		called("Support", "Balcão")
		link, err := c.house.SetupLink(ctx())
		must(t, err)
		ada, _, err := c.house.FinishSetup(ctx(), accounts.Setup{
			Token: link[len("/setup#"):], Name: "Ada", Email: "ada@balcao.test", Password: "Corret0-cavalo", Confirmation: "Corret0-cavalo",
			CompanyName: "Acme", Locale: "pt-BR", First: accounts.Names{Department: "Suporte", Site: "Portal de Atendimento"},
		})
		must(t, err)
		called("Suporte", "Acme")
		name := "Atendimento"
		_, err = c.ChangeDepartment(ctx(), ada.Actor(), defaultDepartmentID, DepartmentChange{Name: &name})
		must(t, err)
		c.staff("Olga", actor.Operator)
		called("Atendimento", "Acme") // nobody who joins later changes it
	})
}
