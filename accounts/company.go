package accounts

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// Company is a customer of the vendor.
type Company struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Domains   []string         `json:"domains"` // of its mail addresses, ASCII, small letters
	TimeZone  string           `json:"time_zone"`
	Notes     string           `json:"notes"` // for staff eyes only
	Sites     []string         `json:"sites"`
	Contacts  []CompanyContact `json:"contacts"`
	CreatedAt time.Time        `json:"created_at"`
}

// CompanyContact is whom to reach there, with or without an account.
type CompanyContact struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Email string `json:"email"`
	Phone string `json:"phone"`
}

// CompanyOf returns the company of that id or store.ErrNotFound.
func CompanyOf(r store.Reader, id string) (Company, error) { return companies.Get(r, id) }

// CompanyByDomain returns the one company whose domain the address is in, or in
// a part of it; false when there is none or more than one.
func CompanyByDomain(r store.Reader, email string) (Company, bool, error) {
	key := EmailKey(email)
	for domain := key[strings.LastIndexByte(key, '@')+1:]; strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		var found []Company
		for c, err := range companies.By(r, "domain", domain) {
			if err != nil {
				return Company{}, false, err
			}
			if found = append(found, c); len(found) > 1 {
				return Company{}, false, nil
			}
		}
		if len(found) == 1 {
			return found[0], true, nil
		}
	}
	return Company{}, false, r.Err()
}

// CompanyChange is what is said of a company; nil stays.
type CompanyChange struct {
	Name     *string           `json:"name"`
	Domains  *[]string         `json:"domains"`
	TimeZone *string           `json:"time_zone"`
	Notes    *string           `json:"notes"`
	Sites    *[]string         `json:"sites"`
	Contacts *[]CompanyContact `json:"contacts"`
}

// AddCompany adds a company; without a time zone of its own it has the house's.
func (g *Registry) AddCompany(ctx context.Context, who actor.Actor, in CompanyChange) (Company, error) {
	id := g.NewID()
	return g.keepCompany(ctx, who, "company.create", in, func(tx store.Tx) (Company, error) {
		s, err := SettingsOf(tx)
		return g.newCompany(id, s), err
	})
}

func (g *Registry) newCompany(id string, s Settings) Company {
	return Company{ID: id, Domains: []string{}, TimeZone: s.TimeZone, Sites: []string{}, Contacts: []CompanyContact{}, CreatedAt: g.Clock().UTC()}
}

// ChangeCompany changes what in says of a company.
func (g *Registry) ChangeCompany(ctx context.Context, who actor.Actor, id string, in CompanyChange) (Company, error) {
	return g.keepCompany(ctx, who, "company.change", in, func(tx store.Tx) (Company, error) {
		c, err := companies.Get(tx, id)
		return c, missing(err)
	})
}

func (g *Registry) keepCompany(ctx context.Context, who actor.Actor, verb string, in CompanyChange, load func(store.Tx) (Company, error)) (Company, error) {
	var c Company
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if c, err = load(tx); err != nil {
			return err
		}
		if err := May(tx, who, verb, Object{Company: c.ID}); err != nil {
			return err
		}
		if err := in.apply(&c); err != nil {
			return err
		}
		return g.putCompany(tx, who, verb, c, in.fields())
	})
	return c, err
}

// putCompany writes the company down; its time zone may move what it is
// entitled to.
func (g *Registry) putCompany(tx store.Tx, who actor.Actor, verb string, c Company, detail map[string]any) error {
	if err := companies.Put(tx, c); err != nil {
		return err
	}
	if err := Audit(tx, g.Clock(), who, verb, "company/"+c.ID, detail); err != nil {
		return err
	}
	return g.look(tx, c.ID)
}

func (in CompanyChange) apply(c *Company) (err error) {
	name := c.Name
	if in.Name != nil {
		name = *in.Name
	}
	if c.Name, err = said("name", name, 200); err != nil {
		return err
	}
	if in.Domains != nil {
		if c.Domains, err = domains("domains", *in.Domains); err != nil {
			return err
		}
	}
	if in.TimeZone != nil {
		if c.TimeZone, err = zone("time_zone", *in.TimeZone); err != nil {
			return err
		}
		if c.TimeZone == "" {
			return fault.Field("time_zone", "required")
		}
	}
	if in.Notes != nil {
		if c.Notes = text.Clean(*in.Notes); text.Runes(c.Notes) > text.MaxMessage {
			return fault.Field("notes", "too_long")
		}
	}
	if in.Sites != nil {
		if c.Sites, err = lines("sites", *in.Sites, 200, 200); err != nil {
			return err
		}
	}
	if in.Contacts != nil {
		c.Contacts, err = contactsOf(*in.Contacts)
	}
	return err
}

// fields names what was said, for the audit log.
func (in CompanyChange) fields() map[string]any {
	names := []string{}
	for _, f := range []struct {
		name string
		said bool
	}{
		{"name", in.Name != nil},
		{"domains", in.Domains != nil},
		{"time_zone", in.TimeZone != nil},
		{"notes", in.Notes != nil},
		{"sites", in.Sites != nil},
		{"contacts", in.Contacts != nil},
	} {
		if f.said {
			names = append(names, f.name)
		}
	}
	return map[string]any{"fields": names}
}

// domains checks domains of mail addresses as people type them, with or
// without @.
func domains(field string, list []string) ([]string, error) {
	clean := []string{}
	for _, d := range list {
		d = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(d), "@"))
		if d == "" {
			continue
		}
		if !domainName(d) {
			return nil, fault.Field(field, "domain_bad")
		}
		if ascii, err := idna.Lookup.ToASCII(d); err == nil {
			d = ascii
		}
		if !slices.Contains(clean, d) {
			clean = append(clean, d)
		}
	}
	if len(clean) > 100 {
		return nil, fault.Field(field, "too_many")
	}
	return clean, nil
}

func contactsOf(list []CompanyContact) ([]CompanyContact, error) {
	if len(list) > 100 {
		return nil, fault.Field("contacts", "too_many")
	}
	clean := []CompanyContact{}
	for _, c := range list {
		var err error
		if c.Name, err = said("contacts", c.Name, 100); err != nil {
			return nil, err
		}
		if c.Role, err = line("contacts", c.Role, 100); err != nil {
			return nil, err
		}
		if c.Phone, err = phone("contacts", c.Phone); err != nil {
			return nil, err
		}
		if c.Email != "" {
			if c.Email, err = CheckEmail("contacts", c.Email); err != nil {
				return nil, err
			}
		}
		clean = append(clean, c)
	}
	return clean, nil
}
