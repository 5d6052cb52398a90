package accounts

import (
	"errors"
	"time"

	"balcao/store"
)

// CoverEndedOn is the last day on which an SLA ran for the subject and product,
// days of grace counted; empty when one runs at that instant or there was none.
func CoverEndedOn(r store.Reader, at time.Time, subject, product string) (string, error) {
	company, err := companyBehind(r, subject)
	if err != nil || company == "" {
		return "", err
	}
	e, err := entitled(r, company)
	if err != nil {
		return "", err
	}
	if product != "" {
		p, err := ProductOf(r, product)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
		product = p.ID
	}
	today := dayAt(at, e.zone)
	var last day
	found := false
	for _, c := range e.contracts {
		for _, s := range e.coverage(c, product) {
			switch {
			case s.holds(today):
				return "", nil
			case s.end < today && (!found || s.end > last):
				last, found = s.end, true
			}
		}
	}
	if !found {
		return "", nil
	}
	return last.String(), nil
}
