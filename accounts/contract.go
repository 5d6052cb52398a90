package accounts

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Contract is an SLA contract of a company: what makes it covered from one day
// to another, both counted in the company's time zone.
type Contract struct {
	ID          string    `json:"id"`
	Company     string    `json:"company"`
	Plan        string    `json:"plan"`     // id
	Products    []string  `json:"products"` // ids; none = all that are licensed
	ValidFrom   string    `json:"valid_from"`
	ValidTo     string    `json:"valid_to"`
	Calendar    string    `json:"calendar"` // id; empty = the plan's
	Contacts    []string  `json:"contacts"` // ids of the accounts it names
	HoursBought *float64  `json:"hours_bought,omitempty"`
	HoursLeft   *float64  `json:"hours_left,omitempty"`
	GraceDays   int       `json:"grace_days"`
	CreatedAt   time.Time `json:"created_at"`
}

// ContractsOf returns the company's contracts, newest first.
func ContractsOf(r store.Reader, company string) ([]Contract, error) {
	list, err := gathered(contracts.All(r, company))
	slices.SortStableFunc(list, func(a, b Contract) int { return strings.Compare(b.ValidFrom, a.ValidFrom) })
	return list, err
}

// ContractChange is what is said of a contract; nil stays.
type ContractChange struct {
	Plan        *string   `json:"plan"`     // id or name
	Products    *[]string `json:"products"` // ids or names
	ValidFrom   *string   `json:"valid_from"`
	ValidTo     *string   `json:"valid_to"`
	Calendar    *string   `json:"calendar"` // id or name
	Contacts    *[]string `json:"contacts"`
	HoursBought *float64  `json:"hours_bought"`
	HoursLeft   *float64  `json:"hours_left"`
	GraceDays   *int      `json:"grace_days"`
}

// AddContract gives the company a contract. With the first of all, cover
// becomes required unless the settings say otherwise, and administrators are
// told.
func (g *Registry) AddContract(ctx context.Context, who actor.Actor, company string, in ContractChange) (Contract, error) {
	fresh := Contract{ID: g.NewID(), Company: company, Products: []string{}, Contacts: []string{}, CreatedAt: g.Clock().UTC()}
	return g.keepContract(ctx, who, company, "contract.create", in, func(store.Tx) (Contract, error) { return fresh, nil })
}

// ChangeContract changes what in says of a contract.
func (g *Registry) ChangeContract(ctx context.Context, who actor.Actor, company, id string, in ContractChange) (Contract, error) {
	return g.keepContract(ctx, who, company, "contract.change", in, func(tx store.Tx) (Contract, error) {
		c, err := contracts.Get(tx, company, id)
		return c, missing(err)
	})
}

func (g *Registry) keepContract(ctx context.Context, who actor.Actor, company, verb string, in ContractChange, load func(store.Tx) (Contract, error)) (Contract, error) {
	var c Contract
	err := g.ofCompany(ctx, who, company, verb, func(tx store.Tx) (id string, err error) {
		if c, err = load(tx); err != nil {
			return "", err
		}
		if err := in.apply(tx, &c); err != nil {
			return "", err
		}
		return c.ID, g.putContract(tx, c)
	})
	return c, err
}

// putContract writes the contract down, and the first of all for what it is.
func (g *Registry) putContract(tx store.Tx, c Contract) error {
	err := contracts.Insert(tx, c)
	if errors.Is(err, store.ErrExists) {
		return contracts.Put(tx, c)
	}
	if err != nil {
		return err
	}
	n, err := store.Next(tx, tableContract)
	if err != nil || n > 1 {
		return err
	}
	return g.tellRequired(tx, c.Company)
}

// DropContract takes a contract away.
func (g *Registry) DropContract(ctx context.Context, who actor.Actor, company, id string) error {
	return g.ofCompany(ctx, who, company, "contract.delete", func(tx store.Tx) (string, error) {
		if _, err := contracts.Get(tx, company, id); err != nil {
			return "", missing(err)
		}
		return id, contracts.Delete(tx, company, id)
	})
}

func (in ContractChange) apply(r store.Reader, c *Contract) (err error) {
	if in.Plan != nil || c.Plan == "" {
		if in.Plan == nil || *in.Plan == "" {
			return fault.Field("plan", "required")
		}
		if c.Plan, err = rowNamed(r, plans, "plan", "plan_unknown", *in.Plan, func(p Plan) string { return p.ID }); err != nil {
			return err
		}
	}
	if in.Products != nil {
		c.Products = []string{}
		for _, name := range *in.Products {
			id, err := productNamed(r, "products", &name)
			if err != nil {
				return err
			}
			if !slices.Contains(c.Products, id) {
				c.Products = append(c.Products, id)
			}
		}
	}
	if in.Calendar != nil {
		if c.Calendar, err = calendarNamed(r, *in.Calendar); err != nil {
			return err
		}
	}
	if in.Contacts != nil {
		if err := c.name(r, *in.Contacts); err != nil {
			return err
		}
	}
	put(&c.ValidFrom, in.ValidFrom)
	put(&c.ValidTo, in.ValidTo)
	if err := dates(c.ValidFrom, c.ValidTo); err != nil {
		return err
	}
	return in.amounts(c)
}

// amounts takes over hours and days of grace; hours bought anew are all left.
func (in ContractChange) amounts(c *Contract) error {
	for _, h := range []struct {
		field string
		said  *float64
	}{{"hours_bought", in.HoursBought}, {"hours_left", in.HoursLeft}} {
		if h.said != nil && !(*h.said >= 0 && *h.said <= 1e6) {
			return fault.Field(h.field, "number_bad")
		}
	}
	if in.HoursBought != nil {
		if c.HoursLeft == nil || c.HoursBought == nil {
			c.HoursLeft = in.HoursBought
		}
		c.HoursBought = in.HoursBought
	}
	if in.HoursLeft != nil {
		c.HoursLeft = in.HoursLeft
	}
	if in.GraceDays != nil {
		if c.GraceDays = *in.GraceDays; c.GraceDays < 0 || c.GraceDays > 366 {
			return fault.Field("grace_days", "number_bad")
		}
	}
	return nil
}

// name sets whom the contract names: people of the company. Who has left it
// since stays harmlessly in the list until it is changed.
func (c *Contract) name(r store.Reader, ids []string) error {
	named := []string{}
	for _, id := range ids {
		a, err := AccountOf(r, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && a.Company != c.Company && !slices.Contains(c.Contacts, id) {
			return fault.Field("contacts", "contact_unknown")
		}
		if err != nil {
			return err
		}
		if !slices.Contains(named, id) {
			named = append(named, id)
		}
	}
	if len(named) > 200 {
		return fault.Field("contacts", "too_many")
	}
	c.Contacts = named
	return nil
}

// rowNamed is the id of the row that a field names by id or name.
func rowNamed[T any](r store.Reader, t *store.Table[T], field, code, name string, id func(T) string) (string, error) {
	row, err := called(r, t, name)
	if errors.Is(err, store.ErrNotFound) {
		return "", fault.Field(field, code)
	}
	return id(row), err
}

// calendarNamed is the id of a calendar by id or name; empty stays empty.
func calendarNamed(r store.Reader, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	return rowNamed(r, calendars, "calendar", "calendar_unknown", name, func(c Calendar) string { return c.ID })
}
