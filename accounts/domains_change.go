package accounts

import (
	"context"
	"slices"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// domainsAtMost bounds each list that an administrator keeps.
const domainsAtMost = 1000

// DomainsChange is what an administrator decides anew of the lists; nil stays.
type DomainsChange struct {
	Personal   *DomainListChange `json:"personal"`
	ThrowAway  *DomainListChange `json:"throw_away"`
	Exceptions *[]string         `json:"exceptions"`
}

// DomainListChange replaces what was added to a list or taken out; nil stays.
type DomainListChange struct {
	Added   *[]string `json:"added"`
	Removed *[]string `json:"removed"`
}

// ChangeDomains applies the change to the lists.
func (g *Registry) ChangeDomains(ctx context.Context, who actor.Actor, in DomainsChange) (Domains, error) {
	var d Domains
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if err := May(tx, who, "domains.change", Object{}); err != nil {
			return err
		}
		if d, err = DomainsOf(tx); err != nil {
			return err
		}
		before := d
		if err := in.apply(&d); err != nil {
			return err
		}
		if err := putDomains(tx, d); err != nil {
			return err
		}
		return Audit(tx, g.Clock(), who, "domains.change", "settings/domains", counted(before, d))
	})
	return d, err
}

// exceptAddress lets one address be used although its mailbox is personal.
func (g *Registry) exceptAddress(tx store.Tx, who actor.Actor, email string) error {
	d, err := DomainsOf(tx)
	if err != nil || slices.Contains(d.Exceptions, EmailKey(email)) {
		return err
	}
	if err := May(tx, who, "domains.change", Object{}); err != nil {
		return err
	}
	before := d
	exceptions := append(slices.Clone(d.Exceptions), EmailKey(email))
	if err := (DomainsChange{Exceptions: &exceptions}).apply(&d); err != nil {
		return err
	}
	if err := putDomains(tx, d); err != nil {
		return err
	}
	return Audit(tx, g.Clock(), who, "domains.change", "settings/domains", counted(before, d))
}

// putDomains keeps the changes; how long the built-in lists are is the
// program's to say.
func putDomains(tx store.Tx, d Domains) error {
	d.Personal.BuiltIn, d.ThrowAway.BuiltIn = 0, 0
	return domainsTable.Put(tx, d)
}

func (in DomainsChange) apply(d *Domains) (err error) {
	for _, list := range []struct {
		field string
		said  *DomainListChange
		kept  *DomainList
	}{{"personal", in.Personal, &d.Personal}, {"throw_away", in.ThrowAway, &d.ThrowAway}} {
		if list.said == nil {
			continue
		}
		if err := replaced(&list.kept.Added, list.said.Added, list.field+".added", domainKey); err != nil {
			return err
		}
		if err := replaced(&list.kept.Removed, list.said.Removed, list.field+".removed", domainKey); err != nil {
			return err
		}
	}
	return replaced(&d.Exceptions, in.Exceptions, "exceptions", func(field, email string) (string, error) {
		email, err := CheckEmail(field, email)
		return EmailKey(email), err
	})
}

// replaced puts what was said, checked and in order, in place of what is kept.
func replaced(kept, said *[]string, field string, check func(field, s string) (string, error)) error {
	if said == nil {
		return nil
	}
	if len(*said) > domainsAtMost {
		return fault.Field(field, "too_many")
	}
	list := make([]string, 0, len(*said))
	for _, s := range *said {
		s, err := check(field, s)
		if err != nil {
			return err
		}
		list = append(list, s)
	}
	slices.Sort(list)
	*kept = slices.Compact(list)
	return nil
}

// counted says for the audit log how many of each list came and went: the log
// holds no addresses.
func counted(before, after Domains) map[string]any {
	detail := map[string]any{}
	for name, lists := range map[string][2][]string{
		"personal_added": {before.Personal.Added, after.Personal.Added}, "personal_removed": {before.Personal.Removed, after.Personal.Removed},
		"throw_away_added": {before.ThrowAway.Added, after.ThrowAway.Added}, "throw_away_removed": {before.ThrowAway.Removed, after.ThrowAway.Removed},
		"exceptions": {before.Exceptions, after.Exceptions},
	} {
		missing := func(from, in []string) (n int) {
			for _, s := range from {
				if !slices.Contains(in, s) {
					n++
				}
			}
			return n
		}
		if came, went := missing(lists[1], lists[0]), missing(lists[0], lists[1]); came+went > 0 {
			detail[name] = map[string]any{"added": came, "removed": went}
		}
	}
	return detail
}
