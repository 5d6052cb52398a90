package accounts

import (
	"errors"
	"strings"
	"time"

	"balcao/store"
)

// The states of cover.
const (
	Covered    = "covered"
	Licensed   = "licensed"
	Unlicensed = "unlicensed"
)

// Cover is what somebody is entitled to at one instant.
type Cover struct {
	State    string `json:"cover"`
	Until    string `json:"until,omitempty"` // last day of it, which counts
	Grace    bool   `json:"grace,omitempty"` // the contract has ended, its days of grace have not
	Plan     string `json:"plan,omitempty"`  // id
	PlanName string `json:"plan_name,omitempty"`
	// Rank is the plan's place in a queue: higher is served first. 0 without SLA.
	Rank     int    `json:"-"`
	Contract string `json:"-"` // id of the contract with that plan
	Calendar string `json:"-"` // id of the calendar its times are counted by; empty = all hours
}

// CoverOf is the one answer to "covered?": for a person (topic) or company (id
// or topic) and the product, by id or name, of the thing asked for, at one
// instant. A name that no product has counts as no product.
func CoverOf(r store.Reader, at time.Time, subject, product string) (Cover, error) {
	company, err := companyBehind(r, subject)
	if err != nil || company == "" {
		return Cover{State: Unlicensed}, err
	}
	e, err := entitled(r, company)
	if err != nil {
		return Cover{State: Unlicensed}, err
	}
	id := ""
	if product != "" {
		p, err := ProductOf(r, product)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return Cover{State: Unlicensed}, err
		}
		id = p.ID
	}
	return e.at(at, id), r.Err()
}

// companyBehind is the id of the company that a topic belongs to; an id alone
// is a company's.
func companyBehind(r store.Reader, subject string) (string, error) {
	kind, id, isTopic := strings.Cut(subject, "/")
	switch {
	case !isTopic:
		return subject, nil
	case kind == "company":
		return id, nil
	case kind == "account":
		a, err := AccountOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return "", nil
		}
		return a.Company, err
	case kind == "visitor": // one whom a product vouches for
		v, err := VisitorOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return "", nil
		}
		return v.Company, err
	}
	return "", nil
}

// CoverRequired tells whether tickets need cover: what the setting says; never
// set, yes from the first SLA contract there ever was.
func CoverRequired(r store.Reader) (bool, error) {
	s, err := decided(r)
	if err != nil || s.RequireCover != nil {
		return err == nil && *s.RequireCover, err
	}
	n, err := store.Last(r, tableContract)
	return n > 0, err
}
