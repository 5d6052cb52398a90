package chat

import (
	"errors"

	"balcao/accounts"
	"balcao/store"
)

// DefaultSite is the site every installation has.
const DefaultSite = "default"

// defaultDepartmentID is fixed so that the first start gives the same result
// however often it runs; it is a UUIDv7 of the beginning of time.
const defaultDepartmentID = "00000000-0000-7000-8000-000000000001"

// FirstStart makes the default department, open at all hours and joined by all
// staff there is, and the default site; what exists already is left alone.
func FirstStart(tx store.Tx) error {
	for _, err := range departments.All(tx) {
		return err
	}
	dep := Department{
		ID: defaultDepartmentID, Name: "Support", Hours: Hours{Always: true}, Strategy: LeastBusy, Capacity: defaultCapacity,
		Default: true, Members: []string{},
	}
	for a, err := range accounts.Staff(tx) {
		if err != nil {
			return err
		}
		dep.Members = append(dep.Members, a.ID)
	}
	if err := departments.Put(tx, dep); err != nil {
		return err
	}
	_, err := sites.Get(tx, DefaultSite)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	settings, err := accounts.SettingsOf(tx)
	if err != nil {
		return err
	}
	return sites.Put(tx, Site{ID: DefaultSite, Name: settings.Name, Side: "right", Sound: true, OwnOrigin: true, Departments: []string{}, Origins: []string{}})
}

// rename gives what the first start made the names of the set-up.
func rename(tx store.Tx, first accounts.Names) error {
	if first.Department != "" {
		dep, err := DefaultDepartment(tx)
		if err != nil {
			return err
		}
		dep.Name = first.Department
		if err := departments.Put(tx, dep); err != nil {
			return err
		}
	}
	if first.Site == "" {
		return nil
	}
	site, err := sites.Get(tx, DefaultSite)
	if err != nil {
		return err
	}
	site.Name = first.Site
	return sites.Put(tx, site)
}
