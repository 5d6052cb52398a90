package accounts

import (
	"errors"
	"time"

	"balcao/store"
)

// companyCard is what the profile shows of the customer's company.
type companyCard struct {
	Name, Cover, Plan, Until string
	Sees                     string // what of the company's tickets
	Managers                 []string
}

// companyCardOf is the card of the account's company, nil for who has none.
func companyCardOf(r store.Reader, a Account, now time.Time) (*companyCard, error) {
	if a.Company == "" {
		return nil, nil
	}
	company, err := CompanyOf(r, a.Company)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	cover, err := CoverOf(r, now, a.Company, "")
	if err != nil {
		return nil, err
	}
	card := &companyCard{Name: company.Name, Cover: cover.State, Plan: cover.PlanName, Until: cover.Until, Sees: a.Access.String()}
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
