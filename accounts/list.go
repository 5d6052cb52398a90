package accounts

import (
	"cmp"
	"strings"

	"balcao/actor"
	"balcao/store"
)

// AccountFilter narrows a list of accounts; zero = all.
type AccountFilter struct {
	Role    string // name of one role
	Query   string // part of name or e-mail
	Company string
	State   string
}

// AccountsPage returns accounts by name.
func AccountsPage(r store.Reader, f AccountFilter, cursor string, limit int) ([]Account, string, error) {
	index, parts := "name", []any(nil)
	switch {
	case f.Company != "":
		index, parts = "company", []any{f.Company}
	case f.Role != "":
		index, parts = "role", []any{f.Role}
	}
	found := []Account{}
	query := plain(strings.TrimSpace(f.Query))
	for {
		rows, next, err := accounts.Page(r, index, parts, false, cursor, limit-len(found))
		if err != nil {
			return nil, "", err
		}
		for _, a := range rows {
			if f.admits(a, query) {
				found = append(found, a)
			}
		}
		if next == "" || len(found) == limit {
			return found, next, nil
		}
		cursor = next
	}
}

func (f AccountFilter) admits(a Account, query string) bool {
	return (f.Role == "" || a.Role.String() == f.Role) &&
		(f.State == "" || a.State == f.State) &&
		(f.Company == "" || a.Company == f.Company) &&
		(query == "" || strings.Contains(plain(a.Name), query) || strings.Contains(plain(a.Email), query))
}

// listed is the filter the actor may use: a company manager sees the company.
func (f AccountFilter) listed(who actor.Actor) AccountFilter {
	if who.Role == actor.Customer {
		f.Company = cmp.Or(who.Company, "none") // of no company: nobody
	}
	return f
}
