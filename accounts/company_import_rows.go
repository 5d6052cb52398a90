package accounts

import (
	"errors"
	"reflect"
	"slices"

	"balcao/fault"
	"balcao/store"
)

// Which column says a field of a licence or of a contract.
var (
	licenceColumns  = map[string]string{"product": "licence_product", "edition": "licence_edition", "seats": "licence_seats", "valid_from": "licence_from", "valid_to": "licence_to"}
	contractColumns = map[string]string{
		"plan": "contract_plan", "products": "contract_products", "valid_from": "contract_from", "valid_to": "contract_to",
		"calendar": "contract_calendar", "grace_days": "contract_grace_days", "hours_bought": "contract_hours",
	}
)

// mostOfOne bounds the licences, and the contracts, that lines give a company.
const mostOfOne = 1_000

// inColumn tells a fault of a field as one of the column that says it.
func inColumn(err error, columns map[string]string) error {
	var f *fault.Error
	if !errors.As(err, &f) || columns[f.Field] == "" {
		return err
	}
	told := *f
	told.Field = columns[f.Field]
	return &told
}

// mentions tells whether the line says anything of those columns.
func (l csvLine) mentions(columns map[string]string) bool {
	for _, name := range columns {
		if l.cells[name] != "" {
			return true
		}
	}
	return false
}

// licence takes over the line's licence: the one of that product, edition and
// first day that no other line means, or a new one.
func (row *importRow) licence(r store.Reader, g *Registry, l csvLine) (added, changed bool, err error) {
	if !l.mentions(licenceColumns) {
		return false, false, nil
	}
	seats, err := l.whole("licence_seats")
	if err != nil {
		return false, false, err
	}
	change := LicenceChange{Product: l.text("licence_product"), Edition: l.text("licence_edition"), Seats: seats, ValidFrom: l.text("licence_from"), ValidTo: l.text("licence_to")}
	fresh := Licence{ID: g.NewID(), Company: row.company.ID, CreatedAt: g.Clock().UTC()}
	if err := change.apply(r, &fresh); err != nil {
		return false, false, err
	}
	var after []Licence // what the line would make of those it may mean
	for _, o := range row.licences {
		if o.Product != fresh.Product || o.Edition != fresh.Edition || o.ValidFrom != fresh.ValidFrom {
			continue
		}
		if err := change.apply(r, &o); err != nil {
			return false, false, err
		}
		after = append(after, o)
	}
	return meant(&row.licences, after, fresh, func(o Licence) string { return o.ID }, row.meant, row.newsOfLicences)
}

// meant finds the row that a line means among those it may mean, given as the
// line would have them: first one that is so already, then one that no line has
// meant yet; otherwise the line adds fresh.
func meant[T any](rows *[]T, after []T, fresh T, id func(T) string, claimed, news map[string]bool) (added, changed bool, err error) {
	place := func(o T) int { return slices.IndexFunc(*rows, func(other T) bool { return id(other) == id(o) }) }
	same := func(o T) bool { return reflect.DeepEqual((*rows)[place(o)], o) }
	free := func(o T) bool { return !claimed[id(o)] }
	for _, fits := range []func(T) bool{func(o T) bool { return same(o) && free(o) }, same, free} {
		if i := slices.IndexFunc(after, fits); i >= 0 {
			o := after[i]
			claimed[id(o)] = true
			if same(o) {
				return false, false, nil
			}
			(*rows)[place(o)], news[id(o)] = o, news[id(o)]
			return false, true, nil
		}
	}
	if len(*rows) >= mostOfOne {
		return false, false, fault.Field("", "too_many")
	}
	*rows = append(*rows, fresh)
	claimed[id(fresh)], news[id(fresh)] = true, true
	return true, false, nil
}

// contract takes over the line's contract: the one of that plan and first day
// that no other line means, or a new one.
func (row *importRow) contract(r store.Reader, g *Registry, l csvLine) (added, changed bool, err error) {
	if !l.mentions(contractColumns) {
		return false, false, nil
	}
	grace, err := l.whole("contract_grace_days")
	if err != nil {
		return false, false, err
	}
	hours, err := l.decimal("contract_hours")
	if err != nil {
		return false, false, err
	}
	change := ContractChange{
		Plan: l.text("contract_plan"), Products: l.list("contract_products"), ValidFrom: l.text("contract_from"), ValidTo: l.text("contract_to"),
		Calendar: l.text("contract_calendar"), GraceDays: grace, HoursBought: hours,
	}
	fresh := Contract{ID: g.NewID(), Company: row.company.ID, Products: []string{}, Contacts: []string{}, CreatedAt: g.Clock().UTC()}
	if err := change.apply(r, &fresh); err != nil {
		return false, false, err
	}
	var after []Contract
	for _, o := range row.contracts {
		if o.Plan != fresh.Plan || o.ValidFrom != fresh.ValidFrom {
			continue
		}
		if err := change.apply(r, &o); err != nil {
			return false, false, err
		}
		after = append(after, o)
	}
	return meant(&row.contracts, after, fresh, func(o Contract) string { return o.ID }, row.meant, row.newsOfContracts)
}
