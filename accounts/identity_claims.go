package accounts

import (
	"strings"
	"time"

	"balcao/fault"
)

// judge holds what a proved token says of itself against now and us.
func (c *identityClaims) judge(now time.Time, url string, p Product) error {
	switch {
	case c.Issuer == "" || c.ID == "" || len(c.ID) > 200 || c.ExpiresAt == nil || c.IssuedAt == nil:
		return badIdentity("identity_claims", nil)
	case !aimed(c.Audience, url):
		return badIdentity("identity_audience", nil)
	case c.Product != p.ID && !strings.EqualFold(strings.TrimSpace(c.Product), p.Name):
		return badIdentity("identity_product", nil)
	case !now.Before(c.ExpiresAt.Time):
		return &fault.Error{Kind: fault.Gone, Code: "identity_expired", Field: "identity"}
	case c.IssuedAt.After(now.Add(identitySlack)), c.NotBefore != nil && c.NotBefore.After(now.Add(identitySlack)):
		return badIdentity("identity_early", nil)
	case c.ExpiresAt.Sub(c.IssuedAt.Time) > identityLife:
		return badIdentity("identity_long", nil)
	}
	return nil
}

// aimed tells whether the token was made for this server.
func aimed(audience []string, url string) bool {
	for _, a := range audience {
		if strings.EqualFold(strings.TrimSuffix(a, "/"), url) {
			return true
		}
	}
	return false
}

// fill takes over what is said of the person, checked.
func (c *identityClaims) fill(id *Identity) (err error) {
	id.once, id.until = c.ID, c.ExpiresAt.UTC()
	if id.Subject, err = said("sub", c.Subject, 200); err == nil {
		id.Email, err = CheckEmail("email", c.Email)
	}
	if err == nil {
		id.Name, err = said("name", c.Name, 100)
	}
	if err == nil {
		id.Company, err = said("company", c.Company, 200)
	}
	if err != nil || c.EmailVerified != nil && !*c.EmailVerified {
		return badIdentity("identity_claims", err)
	}
	id.Version, id.Locale = cut(c.Version, 50), LocaleFor(c.Locale)
	return nil
}

func badIdentity(code string, cause error) *fault.Error {
	f := fault.Field("identity", code)
	f.Err = cause
	return f
}
