package accounts

import (
	"errors"
	"slices"
	"strings"
	"time"

	"balcao/actor"
	"balcao/store"
)

// CompanyView is a company as it is shown: the company shape of http.md.
type CompanyView struct {
	ID         string           `json:"id"`
	Name       string           `json:"name"`
	Domains    []string         `json:"domains"`
	TimeZone   string           `json:"time_zone"`
	Notes      *string          `json:"notes,omitempty"` // staff only
	Sites      []string         `json:"sites"`
	Contacts   []CompanyContact `json:"contacts"`
	Cover      string           `json:"cover"`
	CoverUntil string           `json:"cover_until,omitempty"`
	Plan       string           `json:"plan,omitempty"`
	PlanName   string           `json:"plan_name,omitempty"`
	People     int              `json:"people"`
	CreatedAt  time.Time        `json:"created_at"`
}

func companyView(r store.Reader, now time.Time, c Company, forStaff bool) (CompanyView, error) {
	cover, err := CoverOf(r, now, c.ID, "")
	if err != nil {
		return CompanyView{}, err
	}
	return viewOf(r, c, cover, forStaff)
}

func viewOf(r store.Reader, c Company, cover Cover, forStaff bool) (CompanyView, error) {
	people, err := accounts.Count(r, "company", c.ID)
	v := CompanyView{
		ID: c.ID, Name: c.Name, Domains: c.Domains, TimeZone: c.TimeZone, Sites: c.Sites, Contacts: c.Contacts, CreatedAt: c.CreatedAt, People: people,
		Cover: cover.State, CoverUntil: cover.Until, Plan: cover.Plan, PlanName: cover.PlanName,
	}
	if forStaff {
		v.Notes = &c.Notes
	}
	return v, err
}

// CompanyFilter narrows a list of companies; zero = all.
type CompanyFilter struct {
	Query string // part of name or domain
	Cover string
	only  string // of a manager: the own one
}

// listed is the filter the actor may use.
func (f CompanyFilter) listed(who actor.Actor) CompanyFilter {
	if who.Role == actor.Customer {
		f.only = who.Company
	}
	return f
}

// CompaniesPage returns companies by name as they are at now.
func CompaniesPage(r store.Reader, now time.Time, f CompanyFilter, forStaff bool, cursor string, limit int) ([]CompanyView, string, error) {
	query := plain(strings.TrimSpace(f.Query))
	covers := map[string]Cover{}
	admit := func(c Company) (bool, error) {
		named := strings.Contains(plain(c.Name), query) || slices.ContainsFunc(c.Domains, func(d string) bool { return strings.Contains(d, query) })
		if !named {
			return false, nil
		}
		cover, err := CoverOf(r, now, c.ID, "")
		covers[c.ID] = cover
		return f.Cover == "" || cover.State == f.Cover, err
	}
	var found []Company
	var next string
	var err error
	if f.only == "" && !forStaff {
		return []CompanyView{}, "", nil
	}
	if f.only != "" {
		found, err = ownCompany(r, f.only, admit)
	} else {
		found, next, err = sift(r, companies, "name", cursor, limit, admit)
	}
	items := make([]CompanyView, 0, len(found))
	for _, c := range found {
		v, err := viewOf(r, c, covers[c.ID], forStaff)
		if err != nil {
			return nil, "", err
		}
		items = append(items, v)
	}
	return items, next, err
}

func ownCompany(r store.Reader, id string, admit func(Company) (bool, error)) ([]Company, error) {
	c, err := companies.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ok, err := admit(c)
	if !ok || err != nil {
		return nil, err
	}
	return []Company{c}, nil
}
