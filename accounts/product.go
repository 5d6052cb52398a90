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

// Retired is the state of a product that is sold no more. Licences and tickets
// of it stay; it is offered nowhere.
const Retired = "retired"

// Product is what the vendor sells. Its name is its own.
type Product struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Editions  []string  `json:"editions"`
	State     string    `json:"state"` // active or retired
	CreatedAt time.Time `json:"created_at"`
}

// nameKey is a name as names are compared that belong to one alone.
func nameKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// ProductOf returns the product of that id or name, or store.ErrNotFound.
func ProductOf(r store.Reader, idOrName string) (Product, error) {
	return called(r, products, idOrName)
}

// called returns the row of that id, or else the one of that name.
func called[T any](r store.Reader, t *store.Table[T], idOrName string) (T, error) {
	if idOrName == "" || len(idOrName) > 512 {
		var none T
		return none, store.ErrNotFound
	}
	row, err := t.Get(r, idOrName)
	if errors.Is(err, store.ErrNotFound) {
		return t.Unique(r, "name", nameKey(idOrName))
	}
	return row, err
}

// ProductsPage returns products by name, all or those that are sold.
func ProductsPage(r store.Reader, query string, sold bool, cursor string, limit int) ([]Product, string, error) {
	query = plain(strings.TrimSpace(query))
	return sift(r, products, "name", cursor, limit, func(p Product) (bool, error) {
		return (!sold || p.State == Active) && strings.Contains(plain(p.Name), query), nil
	})
}

// sift is a page of the rows of which admit says yes.
func sift[T any](r store.Reader, t *store.Table[T], index, cursor string, limit int, admit func(T) (bool, error)) ([]T, string, error) {
	found := []T{}
	for {
		rows, next, err := t.Page(r, index, nil, false, cursor, limit-len(found))
		if err != nil {
			return nil, "", err
		}
		for _, row := range rows {
			ok, err := admit(row)
			if err != nil {
				return nil, "", err
			}
			if ok {
				found = append(found, row)
			}
		}
		if next == "" || len(found) == limit {
			return found, next, nil
		}
		cursor = next
	}
}

// ProductChange is what is said of a product; nil stays.
type ProductChange struct {
	Name     *string   `json:"name"`
	Editions *[]string `json:"editions"`
	State    *string   `json:"state"`
}

// AddProduct adds a product.
func (g *Registry) AddProduct(ctx context.Context, who actor.Actor, in ProductChange) (Product, error) {
	fresh := Product{ID: g.NewID(), Editions: []string{}, State: Active, CreatedAt: g.Clock().UTC()}
	return g.keepProduct(ctx, who, "product.create", in, func(store.Tx) (Product, error) { return fresh, nil })
}

// ChangeProduct changes what in says of a product.
func (g *Registry) ChangeProduct(ctx context.Context, who actor.Actor, id string, in ProductChange) (Product, error) {
	return g.keepProduct(ctx, who, "product.change", in, func(tx store.Tx) (Product, error) {
		p, err := products.Get(tx, id)
		return p, missing(err)
	})
}

func (g *Registry) keepProduct(ctx context.Context, who actor.Actor, verb string, in ProductChange, load func(store.Tx) (Product, error)) (Product, error) {
	var p Product
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if err := May(tx, who, verb, Object{}); err != nil {
			return err
		}
		if p, err = load(tx); err != nil {
			return err
		}
		if err := in.apply(&p); err != nil {
			return err
		}
		if err := nameTaken(products.Put(tx, p)); err != nil {
			return err
		}
		return Audit(tx, g.Clock(), who, verb, "product/"+p.ID, nil)
	})
	return p, err
}

func (in ProductChange) apply(p *Product) (err error) {
	name := p.Name
	if in.Name != nil {
		name = *in.Name
	}
	if p.Name, err = said("name", name, 100); err != nil {
		return err
	}
	if in.Editions != nil {
		if p.Editions, err = lines("editions", *in.Editions, 50, 100); err != nil {
			return err
		}
	}
	if in.State != nil {
		if p.State = *in.State; !slices.Contains([]string{Active, Retired}, p.State) {
			return fault.Field("state", "state_bad")
		}
	}
	return nil
}

// lines checks a list of short texts; empty ones and repetitions are left out.
func lines(field string, list []string, most, each int) ([]string, error) {
	clean := []string{}
	for _, s := range list {
		s, err := line(field, s, each)
		if err != nil {
			return nil, err
		}
		if s != "" && !slices.Contains(clean, s) {
			clean = append(clean, s)
		}
	}
	if len(clean) > most {
		return nil, fault.Field(field, "too_many")
	}
	return clean, nil
}

// missing tells people of a row that is not there.
func missing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing()
	}
	return err
}

// nameTaken tells people that a name is another's already.
func nameTaken(err error) error {
	if errors.Is(err, store.ErrExists) {
		return &fault.Error{Kind: fault.Conflict, Code: "name_taken", Field: "name"}
	}
	return err
}
