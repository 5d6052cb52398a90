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
// first day, or a new one.
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
	i := slices.IndexFunc(row.licences, func(o Licence) bool {
		return o.Product == fresh.Product && o.Edition == fresh.Edition && o.ValidFrom == fresh.ValidFrom
	})
	if i < 0 {
		row.licences, row.newsOfLicences[fresh.ID] = append(row.licences, fresh), true
		return true, false, nil
	}
	before := row.licences[i]
	if err := change.apply(r, &row.licences[i]); err != nil {
		return false, false, err
	}
	if changed = before != row.licences[i]; changed {
		row.newsOfLicences[before.ID] = true
	}
	return false, changed, nil
}

// contract takes over the line's contract: the one of that plan and first day,
// or a new one.
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
	i := slices.IndexFunc(row.contracts, func(o Contract) bool { return o.Plan == fresh.Plan && o.ValidFrom == fresh.ValidFrom })
	if i < 0 {
		row.contracts, row.newsOfContracts[fresh.ID] = append(row.contracts, fresh), true
		return true, false, nil
	}
	before := row.contracts[i]
	if err := change.apply(r, &row.contracts[i]); err != nil {
		return false, false, err
	}
	if changed = !reflect.DeepEqual(before, row.contracts[i]); changed {
		row.newsOfContracts[before.ID] = true
	}
	return false, changed, nil
}
