package accounts

import (
	_ "embed"
	"errors"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/idna"

	"balcao/fault"
	"balcao/store"
)

// Domains are the administrator's changes to the built-in lists of mailboxes
// that no company gives.
type Domains struct {
	Personal   DomainList `json:"personal"`
	ThrowAway  DomainList `json:"throw_away"`
	Exceptions []string   `json:"exceptions"` // addresses that may be used all the same
}

// DomainList is what was added to a built-in list and taken out of it.
type DomainList struct {
	BuiltIn int      `json:"built_in"` // how many domains; not kept
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// The built-in lists, one domain a line.
var (
	//go:embed domains_personal.txt
	personalText string
	//go:embed domains_throwaway.txt
	throwAwayText string

	personalDomains  = sync.OnceValue(func() map[string]bool { return domainsIn(personalText) })
	throwAwayDomains = sync.OnceValue(func() map[string]bool { return domainsIn(throwAwayText) })
)

func domainsIn(text string) map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all[line] = true
		}
	}
	return all
}

// DomainsOf returns the changes made to the lists; no list of it is nil.
func DomainsOf(r store.Reader) (Domains, error) {
	d, err := domainsTable.Get(r, "only")
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	d.Personal.BuiltIn, d.ThrowAway.BuiltIn = len(personalDomains()), len(throwAwayDomains())
	for _, list := range []*[]string{&d.Personal.Added, &d.Personal.Removed, &d.ThrowAway.Added, &d.ThrowAway.Removed, &d.Exceptions} {
		if *list == nil {
			*list = []string{}
		}
	}
	return d, err
}

// CorporateEmail fails with a fault of the field unless the address is one
// that a company gives: a good address, of no personal or throw-away mailbox,
// or one that an administrator excepted.
func CorporateEmail(r store.Reader, field, email string) error {
	email, err := CheckEmail(field, email)
	if err != nil {
		return err
	}
	d, err := DomainsOf(r)
	if err != nil {
		return err
	}
	key := EmailKey(email)
	switch domain := key[strings.LastIndexByte(key, '@')+1:]; {
	case slices.Contains(d.Exceptions, key):
		return nil
	case d.ThrowAway.has(throwAwayDomains(), domain):
		return fault.Field(field, "email_throw_away")
	case d.Personal.has(personalDomains(), domain):
		return fault.Field(field, "email_personal")
	}
	return nil
}

// has tells whether the domain, or one above it, is on the list. What was
// taken out counts for the domains below it too.
func (l DomainList) has(builtIn map[string]bool, domain string) bool {
	for {
		switch {
		case slices.Contains(l.Added, domain):
			return true
		case slices.Contains(l.Removed, domain):
			return false
		case builtIn[domain]:
			return true
		}
		_, above, found := strings.Cut(domain, ".")
		if !found {
			return false
		}
		domain = above
	}
}

// domainKey is a domain as people type it (with @ or a full stop before it, in
// capitals, in any script) as it is compared.
func domainKey(field, domain string) (string, error) {
	domain = strings.TrimLeft(strings.ToLower(strings.TrimSpace(domain)), "@.*")
	if domain == "" {
		return "", fault.Field(field, "required")
	}
	if !domainName(domain) {
		return "", fault.Field(field, "domain_bad")
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return "", fault.Field(field, "domain_bad")
	}
	return ascii, nil
}
