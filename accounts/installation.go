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

// Where an installation is known from.
const (
	FromStaff    = "staff"
	FromCustomer = "customer"
	FromIdentity = "identity"
	FromTicket   = "ticket"
)

// Installation is a product that runs at a company. In one environment there
// is one version of it.
type Installation struct {
	ID          string    `json:"id"`
	Company     string    `json:"company"`
	Product     string    `json:"product"` // id
	Version     string    `json:"version"`
	Environment string    `json:"environment"`
	Source      string    `json:"source"`
	SeenAt      time.Time `json:"seen_at"`
}

// InstallationsOf returns what runs at the company, seen last first.
func InstallationsOf(r store.Reader, company string) ([]Installation, error) {
	list, err := gathered(installations.All(r, company))
	slices.SortStableFunc(list, func(a, b Installation) int { return b.SeenAt.Compare(a.SeenAt) })
	return list, err
}

// SawInstallation keeps what somebody said runs at the company: the product, by
// id or name, in a version and an environment, from a source. A product or
// company nobody knows, or no version, is passed over: what it came with is
// worth more. id is the one a new installation gets.
func SawInstallation(tx store.Tx, now time.Time, id string, seen Installation) error {
	p, err := ProductOf(tx, seen.Product)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := companies.Get(tx, seen.Company); errors.Is(err, store.ErrNotFound) || seen.Company == "" {
		return nil
	} else if err != nil {
		return err
	}
	seen.Product, seen.Version, seen.Environment = p.ID, strings.TrimSpace(cut(seen.Version, 100)), strings.TrimSpace(cut(seen.Environment, 100))
	if seen.Version == "" {
		return nil
	}
	before, err := installations.Unique(tx, "place", seen.Company, seen.Product, nameKey(seen.Environment))
	if err == nil {
		if before.Version == seen.Version && now.Sub(before.SeenAt) < time.Hour {
			return nil // every page of the product says so
		}
		seen.Environment, id = before.Environment, before.ID
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	seen.ID, seen.SeenAt = id, now.UTC()
	return installations.Put(tx, seen)
}

// InstallationChange is what is said of an installation; nil stays.
type InstallationChange struct {
	Product     *string `json:"product"` // id or name
	Version     *string `json:"version"`
	Environment *string `json:"environment"`
}

// AddInstallation writes down what runs at the company; what runs in the same
// environment already is a Conflict.
func (g *Registry) AddInstallation(ctx context.Context, who actor.Actor, company string, in InstallationChange) (Installation, error) {
	fresh := Installation{ID: g.NewID(), Company: company}
	return g.keepInstallation(ctx, who, company, "installation.create", in, func(store.Tx) (Installation, error) { return fresh, nil })
}

// ChangeInstallation changes what in says of an installation.
func (g *Registry) ChangeInstallation(ctx context.Context, who actor.Actor, company, id string, in InstallationChange) (Installation, error) {
	return g.keepInstallation(ctx, who, company, "installation.change", in, func(tx store.Tx) (Installation, error) {
		i, err := installations.Get(tx, company, id)
		return i, missing(err)
	})
}

func (g *Registry) keepInstallation(ctx context.Context, who actor.Actor, company, verb string, in InstallationChange, load func(store.Tx) (Installation, error)) (Installation, error) {
	var i Installation
	err := g.ofCompany(ctx, who, company, verb, func(tx store.Tx) (id string, err error) {
		if i, err = load(tx); err != nil {
			return "", err
		}
		i.Source, i.SeenAt = FromStaff, g.Clock().UTC()
		if err := in.apply(tx, &i); err != nil {
			return "", err
		}
		err = installations.Put(tx, i)
		if errors.Is(err, store.ErrExists) {
			err = &fault.Error{Kind: fault.Conflict, Code: "installation_known", Field: "environment"}
		}
		return i.ID, err
	})
	return i, err
}

// DropInstallation forgets an installation.
func (g *Registry) DropInstallation(ctx context.Context, who actor.Actor, company, id string) error {
	return g.ofCompany(ctx, who, company, "installation.delete", func(tx store.Tx) (string, error) {
		if _, err := installations.Get(tx, company, id); err != nil {
			return "", missing(err)
		}
		return id, installations.Delete(tx, company, id)
	})
}

func (in InstallationChange) apply(r store.Reader, i *Installation) (err error) {
	if in.Product != nil || i.Product == "" {
		if i.Product, err = productNamed(r, "product", in.Product); err != nil {
			return err
		}
	}
	version, environment := i.Version, i.Environment
	put(&version, in.Version)
	put(&environment, in.Environment)
	if i.Version, err = said("version", version, 100); err != nil {
		return err
	}
	i.Environment, err = line("environment", environment, 100)
	return err
}
