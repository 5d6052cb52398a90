package accounts

import (
	"context"

	"balcao/actor"
	"balcao/store"
)

// Profile is what people change of themselves; nil stays.
type Profile struct {
	Name     *string `json:"name"`
	JobTitle *string `json:"job_title"`
	Phone    *string `json:"phone"`
	Locale   *string `json:"locale"`
	TimeZone *string `json:"time_zone"`
	// Notices are by which ways to be told of what; nil stays.
	Notices []NoticeChoice `json:"-"`
}

func (p Profile) apply(a *Account) (err error) {
	if p.Name != nil {
		if a.Name, err = said("name", *p.Name, 100); err != nil {
			return err
		}
	}
	if p.JobTitle != nil {
		if a.JobTitle, err = line("job_title", *p.JobTitle, 100); err != nil {
			return err
		}
	}
	if p.Phone != nil {
		if a.Phone, err = phone("phone", *p.Phone); err != nil {
			return err
		}
	}
	if p.Locale != nil {
		if a.Locale, err = locale("locale", *p.Locale); err != nil {
			return err
		}
	}
	if p.TimeZone != nil {
		if a.TimeZone, err = zone("time_zone", *p.TimeZone); err != nil {
			return err
		}
	}
	return nil
}

// UpdateProfile changes the actor's own profile; the next request speaks the
// new language.
func (g *Registry) UpdateProfile(ctx context.Context, who actor.Actor, p Profile) (Account, error) {
	var a Account
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if a, err = known(tx, who.ID); err != nil {
			return err
		}
		if err := p.apply(&a); err != nil {
			return err
		}
		if err := accounts.Put(tx, a); err != nil || p.Notices == nil || g.ChooseNotices == nil {
			return err
		}
		return g.ChooseNotices(tx, who, p.Notices)
	})
	return a, err
}
