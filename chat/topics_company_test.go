package chat

import (
	"slices"
	"testing"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

func TestWhoSeesTheCompanysTicketsFollowsTheCompany(t *testing.T) {
	atCounter(t, func(c *counter) {
		boss, name := c.staff("Boss", actor.Administrator), "Meridional"
		company, err := c.house.AddCompany(ctx(), boss, accounts.CompanyChange{Name: &name})
		must(t, err)
		in := func(email string, manager bool) actor.Actor {
			a, err := c.house.CreateAccount(ctx(), actor.Actor{Role: actor.System}, accounts.NewAccount{
				Email: email, Name: "Somebody", Password: "Marble-Harbour-9", Role: actor.Customer, Company: company.ID, Manager: manager,
			})
			must(t, err)
			return a.Actor()
		}
		follows := func(who actor.Actor) (topics []string) {
			c.view(func(r store.Reader) (err error) { topics, err = Topics(r, who); return err })
			return topics
		}
		lucia, bruno := in("lucia@meridional.example", true), in("bruno@meridional.example", false)
		own := []string{"company/" + company.ID}
		if got := follows(lucia); !slices.Equal(got, own) {
			t.Errorf("the manager follows %v", got)
		}
		for access, want := range map[string][]string{"own": nil, "none": nil, "company_read": own, "company_reply": own} {
			_, err := c.house.ChangeAccount(ctx(), lucia, bruno.ID, accounts.AccountChange{Access: &access})
			must(t, err)
			if got := follows(bruno); !slices.Equal(got, want) { // bruno as the open socket knows him
				t.Errorf("%s: follows %v", access, got)
			}
		}
	})
}
