package chat

import (
	"context"
	"errors"
	"slices"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Departments lists them.
func (d *Desk) Departments(ctx context.Context) ([]Department, error) {
	return every(ctx, d.Store, departments)
}

// AddDepartment makes a department; what change leaves unsaid has defaults.
func (d *Desk) AddDepartment(ctx context.Context, a actor.Actor, change DepartmentChange) (Department, error) {
	dep := Department{ID: d.NewID(), Members: []string{}, Hours: Hours{Always: true}, Strategy: LeastBusy, Capacity: defaultCapacity}
	return d.keepDepartment(ctx, a, change, func(store.Tx) (Department, error) { return dep, nil })
}

// ChangeDepartment changes what change says of a department.
func (d *Desk) ChangeDepartment(ctx context.Context, a actor.Actor, id string, change DepartmentChange) (Department, error) {
	return d.keepDepartment(ctx, a, change, func(tx store.Tx) (Department, error) {
		dep, err := departments.Get(tx, id)
		return dep, known(err)
	})
}

// DepartmentChange holds the fields to change; nil leaves one as it is.
type DepartmentChange struct {
	Name         *string   `json:"name"`
	Members      *[]string `json:"members"`
	Hours        *Hours    `json:"hours"`
	AwayText     *string   `json:"away_text"`
	Strategy     *string   `json:"strategy"`
	Capacity     *int      `json:"capacity"`
	OfferSeconds *int      `json:"offer_seconds"`
}

func (d *Desk) keepDepartment(ctx context.Context, a actor.Actor, change DepartmentChange, load func(store.Tx) (Department, error)) (Department, error) {
	var dep Department
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		before, err := load(tx)
		if err != nil {
			return err
		}
		if dep, err = change.apply(before); err != nil {
			return err
		}
		if err := membersAnswer(tx, before.Members, dep.Members); err != nil {
			return err
		}
		dep.Version++
		if err := departments.Put(tx, dep); err != nil {
			return err
		}
		now := d.now()
		if err := accounts.Audit(tx, now, a, "department.keep", dep.ID, nil); err != nil {
			return err
		}
		if err := seenAnew(tx, before, dep); err != nil {
			return err
		}
		if err := watchOpening(tx, now, dep); err != nil {
			return err
		}
		return d.drain(tx, now, dep.ID)
	})
	return dep, err
}

func (change DepartmentChange) apply(dep Department) (Department, error) {
	var err error
	if change.Name != nil {
		if dep.Name, err = cleanLine("name", *change.Name, 100); err != nil {
			return dep, err
		}
	}
	if dep.Name == "" {
		return dep, fault.Field("name", "required")
	}
	if change.Members != nil {
		dep.Members = []string{}
		for _, m := range *change.Members {
			dep.Members = addTopic(dep.Members, m)
		}
	}
	if change.Hours != nil {
		dep.Hours = *change.Hours
		if err := dep.Hours.check(); err != nil {
			return dep, err
		}
	}
	if change.AwayText != nil {
		if dep.AwayText, err = cleanShort("away_text", *change.AwayText, 1_000); err != nil {
			return dep, err
		}
	}
	if change.Strategy != nil {
		if dep.Strategy = *change.Strategy; !slices.Contains([]string{LeastBusy, RoundRobin, Pick}, dep.Strategy) {
			return dep, fault.Field("strategy", "bad_strategy")
		}
	}
	if change.Capacity != nil {
		if dep.Capacity = *change.Capacity; dep.Capacity < 1 || dep.Capacity > 100 {
			return dep, fault.Field("capacity", "bad_capacity")
		}
	}
	if change.OfferSeconds != nil {
		if dep.OfferSeconds = *change.OfferSeconds; dep.OfferSeconds < 0 || dep.OfferSeconds > 600 {
			return dep, fault.Field("offer_seconds", "bad_offer_seconds")
		}
	}
	return dep, nil
}

// membersAnswer refuses new members who do not work here; one who left stays
// harmless in the list until it is changed.
func membersAnswer(r store.Reader, before, after []string) error {
	for _, m := range after {
		if slices.Contains(before, m) {
			continue
		}
		a, err := accounts.AccountOf(r, m)
		if errors.Is(err, store.ErrNotFound) || err == nil && !a.Actor().Staff() {
			return fault.Field("members", "no_such_operator")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// seenAnew has those whose view of the department changed look anew: members
// who came or went, and for a new department everybody who supervises.
func seenAnew(tx store.Tx, before, after Department) error {
	var ids []string
	for _, m := range slices.Concat(before.Members, after.Members) {
		if slices.Contains(before.Members, m) != slices.Contains(after.Members, m) {
			ids = addTopic(ids, m)
		}
	}
	if before.Version == 0 {
		for a, err := range accounts.Staff(tx) {
			if err != nil {
				return err
			}
			if a.Actor().Supervises() {
				ids = addTopic(ids, a.ID)
			}
		}
	}
	if len(ids) > 0 {
		reconsider(tx, ids...)
	}
	return nil
}
