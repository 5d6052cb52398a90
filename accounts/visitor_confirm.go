package accounts

import (
	"slices"

	"balcao/fault"
	"balcao/store"
)

// mostTokens is how many browsers a visitor may have come back from.
const mostTokens = 5

// NewVisitorSecret is a token for ConfirmVisitor to give out.
func NewVisitorSecret() string { return visitorTokenPrefix + newSecret() }

// ConfirmVisitor writes down that the address is the visitor's own and lets the
// secret in beside the tokens given out before. A visitor who says to have
// another address by now is fault.Gone, one that is blocked is refused.
func ConfirmVisitor(tx store.Tx, id, email, secret string) (Visitor, error) {
	v, err := visitors.Get(tx, id)
	switch {
	case err != nil:
		return v, err
	case v.Blocked:
		return v, fault.New(fault.Forbidden, "blocked")
	case v.Email == "" || EmailKey(v.Email) != EmailKey(email):
		return v, fault.New(fault.Gone, "link_void")
	}
	v.Proved = EmailKey(email)
	v.More = append(slices.Clone(v.More), atRest(secret))
	v.More = v.More[max(0, len(v.More)-mostTokens):]
	return v, visitors.Put(tx, v)
}

// Verified tells whether the address the visitor names was proved to be his.
func (v Visitor) Verified() bool { return v.Email != "" && v.Proved == EmailKey(v.Email) }
