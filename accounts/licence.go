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

// Licence lets a company use a product from one day to another, both counted
// in the company's time zone.
type Licence struct {
	ID        string    `json:"id"`
	Company   string    `json:"company"`
	Product   string    `json:"product"` // id
	Edition   string    `json:"edition"`
	Seats     int       `json:"seats"` // 0 = not counted
	ValidFrom string    `json:"valid_from"`
	ValidTo   string    `json:"valid_to"`
	CreatedAt time.Time `json:"created_at"`
}

// LicencesOf returns the company's licences, newest first.
func LicencesOf(r store.Reader, company string) ([]Licence, error) {
	list, err := gathered(licences.All(r, company))
	slices.SortStableFunc(list, func(a, b Licence) int { return strings.Compare(b.ValidFrom, a.ValidFrom) })
	return list, err
}

// LicenceChange is what is said of a licence; nil stays.
type LicenceChange struct {
	Product   *string `json:"product"` // id or name
	Edition   *string `json:"edition"`
	Seats     *int    `json:"seats"`
	ValidFrom *string `json:"valid_from"`
	ValidTo   *string `json:"valid_to"`
}

// AddLicence gives the company a licence.
func (g *Registry) AddLicence(ctx context.Context, who actor.Actor, company string, in LicenceChange) (Licence, error) {
	fresh := Licence{ID: g.NewID(), Company: company, CreatedAt: g.Clock().UTC()}
	return g.keepLicence(ctx, who, company, "licence.create", in, func(store.Tx) (Licence, error) { return fresh, nil })
}

// ChangeLicence changes what in says of a licence.
func (g *Registry) ChangeLicence(ctx context.Context, who actor.Actor, company, id string, in LicenceChange) (Licence, error) {
	return g.keepLicence(ctx, who, company, "licence.change", in, func(tx store.Tx) (Licence, error) {
		l, err := licences.Get(tx, company, id)
		return l, missing(err)
	})
}

func (g *Registry) keepLicence(ctx context.Context, who actor.Actor, company, verb string, in LicenceChange, load func(store.Tx) (Licence, error)) (Licence, error) {
	var l Licence
	err := g.ofCompany(ctx, who, company, verb, func(tx store.Tx) (id string, err error) {
		if l, err = load(tx); err != nil {
			return "", err
		}
		if err := in.apply(tx, &l); err != nil {
			return "", err
		}
		return l.ID, licences.Put(tx, l)
	})
	return l, err
}

// DropLicence takes a licence away.
func (g *Registry) DropLicence(ctx context.Context, who actor.Actor, company, id string) error {
	return g.ofCompany(ctx, who, company, "licence.delete", func(tx store.Tx) (string, error) {
		if _, err := licences.Get(tx, company, id); err != nil {
			return "", missing(err)
		}
		return id, licences.Delete(tx, company, id)
	})
}

// ofCompany does one deed to what a company is entitled to or runs: asks for
// the right, writes it down and looks whether cover changed by it.
func (g *Registry) ofCompany(ctx context.Context, who actor.Actor, company, verb string, deed func(store.Tx) (id string, err error)) error {
	return g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "company.change", Object{Company: company}); err != nil {
			return err
		}
		if _, err := companies.Get(tx, company); err != nil {
			return missing(err)
		}
		id, err := deed(tx)
		if err != nil {
			return err
		}
		noun, _, _ := strings.Cut(verb, ".")
		if err := Audit(tx, g.Clock(), who, verb, "company/"+company, map[string]any{noun: id}); err != nil {
			return err
		}
		return g.look(tx, company)
	})
}

func (in LicenceChange) apply(r store.Reader, l *Licence) (err error) {
	if in.Product != nil || l.Product == "" {
		if l.Product, err = productNamed(r, "product", in.Product); err != nil {
			return err
		}
	}
	if in.Edition != nil {
		if l.Edition, err = line("edition", *in.Edition, 100); err != nil {
			return err
		}
	}
	if in.Seats != nil {
		if l.Seats = *in.Seats; l.Seats < 0 || l.Seats > 10_000_000 {
			return fault.Field("seats", "number_bad")
		}
	}
	put(&l.ValidFrom, in.ValidFrom)
	put(&l.ValidTo, in.ValidTo)
	return dates(l.ValidFrom, l.ValidTo)
}

// productNamed is the id of the product that a field names by id or name.
func productNamed(r store.Reader, field string, name *string) (string, error) {
	if name == nil || *name == "" {
		return "", fault.Field(field, "required")
	}
	p, err := ProductOf(r, *name)
	if errors.Is(err, store.ErrNotFound) {
		return "", fault.Field(field, "product_unknown")
	}
	return p.ID, err
}

func put[T any](at, said *T) {
	if said != nil {
		*at = *said
	}
}

// gathered is all that a walk yields.
func gathered[T any](walk func(func(T, error) bool)) ([]T, error) {
	list := []T{}
	for row, err := range walk {
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}
