package accounts

import (
	"errors"
	"time"

	"balcao/store"
)

// CompanyName is the name of the company of that id; empty when there is none.
func CompanyName(r store.Reader, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	c, err := CompanyOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return c.Name, err
}

// companyCard is what the profile shows of the customer's company.
type companyCard struct {
	Name, Cover, Plan, Until string
	Sees                     string // what of the company's tickets
	Managers                 []string
}

// companyCardOf is the card of the account's company, nil for who has none.
func companyCardOf(r store.Reader, a Account, now time.Time) (*companyCard, error) {
	name, err := CompanyName(r, a.Company)
	if err != nil || name == "" {
		return nil, err
	}
	cover, err := CoverOf(r, now, a.Company, "")
	if err != nil {
		return nil, err
	}
	card := &companyCard{Name: name, Cover: cover.State, Plan: cover.PlanName, Until: cover.Until, Sees: a.Access.String()}
	if a.Manager {
		card.Sees = "manager"
	}
	for m, err := range accounts.By(r, "company", a.Company) {
		if err != nil {
			return nil, err
		}
		if m.Manager && m.State == Active {
			card.Managers = append(card.Managers, m.Name)
		}
	}
	return card, nil
}
