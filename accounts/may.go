package accounts

import (
	"strings"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Object is what somebody wants to act on, as far as rights depend on it.
type Object struct {
	Owner       string // topic of the customer or visitor it belongs to
	Company     string
	Departments []string
	Internal    bool // for staff eyes only
}

// May is the one question of rights: nil, or Missing for what the actor may
// not even know of, or Denied for what it knows but may not do. Customers and
// visitors know what they own; a company's manager, and who was given access,
// also what the verb shows of the company; staff know everything. A verb that rules.go does not name is
// staff's when its noun is known there, and nobody's otherwise.
func May(_ store.Reader, a actor.Actor, verb string, o Object) error {
	if a.Role == actor.System {
		return nil
	}
	r, ok := rules[verb]
	if !ok {
		noun, _, _ := strings.Cut(verb, ".")
		if !nouns[noun] {
			return fault.Denied()
		}
		r = rule{roles: actor.StaffOnly, object: o.Owner != "" || o.Company != ""}
	}
	switch {
	case a.Role == actor.Anonymous && !r.roles.Has(actor.Anonymous):
		return fault.New(fault.Unauthenticated, "")
	case a.MustChange && !r.first:
		return fault.New(fault.Forbidden, "must_change")
	case a.NeedsTOTP && !r.first:
		return fault.New(fault.Forbidden, "totp_needed")
	case !a.Staff() && o.Internal:
		return fault.Missing()
	case r.object && !r.sees(a, o):
		return fault.Missing()
	case r.tickets && a.Role == actor.Customer && a.Access == actor.NoTickets:
		return fault.Denied()
	case r.right != 0 && a.Staff() && !a.May(r.right):
		return fault.Denied()
	case !r.roles.Has(a.Role), a.Role == actor.Customer && r.manager && !a.Manager && !owns(a, o):
		return fault.Denied()
	}
	return nil
}

// sees tells whether the actor may know of the object at all.
func (r rule) sees(a actor.Actor, o Object) bool {
	if a.Staff() || owns(a, o) {
		return !r.tickets || a.Role != actor.Customer || a.Access != actor.NoTickets
	}
	if a.Role != actor.Customer || a.Company == "" || a.Company != o.Company {
		return false
	}
	return r.company && a.Manager || r.share != actor.OwnTickets && a.Access.Reaches(r.share)
}

func owns(a actor.Actor, o Object) bool { return a.ID != "" && o.Owner == a.Topic() }
