package chat

import (
	"errors"
	"slices"

	"balcao/accounts"
	"balcao/fault"
	"balcao/store"
)

// Department is who answers what, when and how.
type Department struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Members      []string `json:"members"`
	Hours        Hours    `json:"hours"`
	AwayText     string   `json:"away_text"`
	Strategy     string   `json:"strategy"`
	Capacity     int      `json:"capacity"`
	OfferSeconds int      `json:"offer_seconds"`
	Default      bool     `json:"default,omitempty"`
	Version      uint64   `json:"version"` // counts the changes
}

// Capacity of an operator when the department names none.
const defaultCapacity = 5

func (d Department) capacity() int {
	if d.Capacity < 1 {
		return defaultCapacity
	}
	return d.Capacity
}

func (d Department) strategy() string {
	if d.Strategy == "" {
		return LeastBusy
	}
	return d.Strategy
}

// DepartmentOf returns the department, or fault.Missing.
func DepartmentOf(r store.Reader, id string) (Department, error) {
	dep, err := departments.Get(r, id)
	return dep, known(err)
}

// departmentsOf are the departments the operator is a member of.
func departmentsOf(r store.Reader, account string) ([]string, error) {
	var ids []string
	for dep, err := range departments.All(r) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(dep.Members, account) {
			ids = append(ids, dep.ID)
		}
	}
	return ids, nil
}

// departmentFor is where a conversation from the site goes: the one asked for,
// else the site's first, else the default one.
func departmentFor(r store.Reader, site Site, asked string) (Department, error) {
	if asked != "" && len(site.Departments) > 0 && !slices.Contains(site.Departments, asked) {
		return Department{}, noDepartment("department")
	}
	if asked != "" {
		return DepartmentIn(r, "department", asked)
	}
	for _, id := range site.Departments {
		dep, err := departments.Get(r, id)
		if !errors.Is(err, store.ErrNotFound) {
			return dep, err
		}
	}
	return DefaultDepartment(r)
}

// DepartmentIn returns the department that a field names; an unknown one is a
// fault of that field.
func DepartmentIn(r store.Reader, field, id string) (Department, error) {
	dep, err := departments.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return dep, noDepartment(field)
	}
	return dep, err
}

func noDepartment(field string) error { return fault.Field(field, "no_such_department") }

// DefaultDepartment is where goes what asks for none.
func DefaultDepartment(r store.Reader) (Department, error) {
	var first Department
	for dep, err := range departments.All(r) {
		if err != nil {
			return dep, err
		}
		if dep.Default {
			return dep, nil
		}
		if first.ID == "" {
			first = dep
		}
	}
	if first.ID == "" {
		return first, noDepartment("department")
	}
	return first, nil
}

// Joined lets a new member of staff into the default department; with the first
// one the default department and site get the names of the set-up.
func Joined(tx store.Tx, a accounts.Account, first accounts.Names) error {
	if !a.Actor().Staff() {
		return nil
	}
	if err := FirstStart(tx); err != nil {
		return err
	}
	if err := rename(tx, first); err != nil {
		return err
	}
	dep, err := DefaultDepartment(tx)
	if err != nil || slices.Contains(dep.Members, a.ID) {
		return err
	}
	dep.Members = append(slices.Clone(dep.Members), a.ID)
	if err := departments.Put(tx, dep); err != nil {
		return err
	}
	reconsider(tx, a.ID)
	return nil
}

// reconsider has what these accounts may see worked out again by open sockets.
func reconsider(tx store.Tx, ids ...string) {
	topics := make([]string, 0, len(ids))
	for _, id := range ids {
		topics = append(topics, topicOf(id))
	}
	tx.Append(store.Event{Kind: store.KindTopics, Topics: topics})
}
