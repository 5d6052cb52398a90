package tickets

import (
	"errors"
	"slices"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// offer completes the form's lists: the products of earlier tickets by name,
// then those the company is entitled to, and what is known to run there. What
// can only be one is filled in.
func (v *newView) offer(r store.Reader, now time.Time, a actor.Actor) error {
	for i, id := range v.Products {
		p, err := accounts.ProductOf(r, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil {
			v.Products[i] = p.Name
		}
	}
	if len(v.Products) > 0 {
		v.Product = v.Products[0]
	}
	if v.Version != "" {
		v.Versions = []string{v.Version}
	}
	if a.Company == "" {
		return nil
	}
	cover, err := accounts.CoverInFull(r, now, a.Company, "")
	if err != nil {
		return err
	}
	for _, p := range cover.Products {
		if p.State != accounts.Unlicensed && p.Name != "" && !slices.Contains(v.Products, p.Name) {
			v.Products = append(v.Products, p.Name)
		}
	}
	running, err := accounts.InstallationsOf(r, a.Company)
	if err != nil {
		return err
	}
	for _, i := range running {
		if i.Version != "" && !slices.Contains(v.Versions, i.Version) {
			v.Versions = append(v.Versions, i.Version)
		}
	}
	if v.Product == "" && len(v.Products) == 1 {
		v.Product = v.Products[0]
		if len(v.Versions) == 1 {
			v.Version = v.Versions[0]
		}
	}
	return nil
}
