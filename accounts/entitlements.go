package accounts

import (
	"errors"
	"slices"
	"time"

	"balcao/store"
)

// entitlements is all that decides what a company is entitled to.
type entitlements struct {
	zone      *time.Location
	licences  []Licence
	contracts []Contract
	plans     map[string]Plan
}

// entitled reads a company's; a company that is not there has none.
func entitled(r store.Reader, company string) (entitlements, error) {
	e := entitlements{zone: time.UTC, plans: map[string]Plan{}}
	c, err := companies.Get(r, company)
	if errors.Is(err, store.ErrNotFound) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e.zone = placeOf(c.TimeZone)
	if e.licences, err = gathered(licences.All(r, company)); err != nil {
		return e, err
	}
	if e.contracts, err = gathered(contracts.All(r, company)); err != nil {
		return e, err
	}
	for _, c := range e.contracts {
		p, err := plans.Get(r, c.Plan)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return e, err
		}
		e.plans[c.Plan] = p
	}
	return e, nil
}

// at judges an instant and a product, by id; "" = of no product.
func (e entitlements) at(at time.Time, product string) Cover {
	today := dayAt(at, e.zone)
	var running *Contract
	var all []span
	for i, c := range e.contracts {
		for _, s := range e.coverage(c, product) {
			all = append(all, s)
			if s.holds(today) && (running == nil || e.plans[c.Plan].Rank > e.plans[running.Plan].Rank) {
				running = &e.contracts[i]
			}
		}
	}
	if running != nil {
		until := reach(all, today)
		p := e.plans[running.Plan]
		c := Cover{
			State: Covered, Until: until.to.String(), Plan: p.ID, PlanName: p.Name, Rank: p.Rank, Contract: running.ID, Calendar: running.Calendar,
		}
		if c.Calendar == "" {
			c.Calendar = p.Calendar
		}
		if c.Grace = until.to < today; c.Grace {
			c.Until = until.end.String()
		}
		return c
	}
	use := e.use(product)
	if slices.ContainsFunc(use, func(s span) bool { return s.holds(today) }) {
		return Cover{State: Licensed, Until: reach(use, today).to.String()}
	}
	return Cover{State: Unlicensed}
}

// use are the times in which a product may be used; of "" any.
func (e entitlements) use(product string) []span {
	var list []span
	for _, l := range e.licences {
		if product == "" || l.Product == product {
			if s, ok := between(l.ValidFrom, l.ValidTo, 0); ok {
				list = append(list, s)
			}
		}
	}
	return list
}

// coverage are the times in which the contract covers the product: one that
// names no products covers those that are licensed, while they are.
func (e entitlements) coverage(c Contract, product string) []span {
	whole, ok := between(c.ValidFrom, c.ValidTo, c.GraceDays)
	switch {
	case !ok:
		return nil
	case product == "" || slices.Contains(c.Products, product):
		return []span{whole}
	case len(c.Products) > 0:
		return nil
	}
	var list []span
	for _, l := range e.use(product) {
		s := span{max(whole.from, l.from), min(whole.to, l.to), min(whole.end, l.to)}
		if s.from <= s.end {
			list = append(list, s)
		}
	}
	return list
}

func between(from, to string, grace int) (span, bool) {
	a, ok := parseDay(from)
	b, fine := parseDay(to)
	return span{a, b, b + day(grace)}, ok && fine && a <= b
}

// reach is how far the times go on without a break from a day that one of them
// holds.
func reach(list []span, today day) span {
	far := span{today, today - 1, today - 1}
	for grown := true; grown; {
		grown = false
		for _, s := range list {
			if s.from <= max(far.end+1, today) && s.end >= today && (s.to > far.to || s.end > far.end) {
				far.to, far.end, grown = max(far.to, s.to), max(far.end, s.end), true
			}
		}
	}
	return far
}

// products are all that licences and contracts name.
func (e entitlements) products() []string {
	var ids []string
	for _, l := range e.licences {
		ids = append(ids, l.Product)
	}
	for _, c := range e.contracts {
		ids = append(ids, c.Products...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
