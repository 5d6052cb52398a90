// Package actor names who acts: the one word for a principal that the wire
// (web, live), the files and every feature share without importing each other.
package actor

// Role is what an actor is allowed in general; what it may do to one object is
// asked of accounts.May.
type Role uint8

// Roles from no rights to all. Their order carries no meaning beyond Staff.
const (
	Anonymous Role = iota
	Visitor
	Customer
	Operator
	Supervisor
	Administrator
	System // the program itself; never comes in over the wire
)

var roleNames = [...]string{"anonymous", "visitor", "customer", "operator", "supervisor", "administrator", "system"}

// String is the name of the role as it is written in JSON.
func (r Role) String() string { return roleNames[r] }

// ParseRole returns the account role of that name: customer, operator,
// supervisor or administrator. The other roles are never written by a client.
func ParseRole(name string) (Role, bool) {
	for r := Customer; r <= Administrator; r++ {
		if roleNames[r] == name {
			return r, true
		}
	}
	return Anonymous, false
}

// Actor is a person (or nobody) whose credential has been checked.
type Actor struct {
	Role    Role
	ID      string // account or visitor id; empty for Anonymous
	Name    string
	Email   string // empty when none was given; a visitor's is never verified
	Locale  string // one of en, pt-BR, es; empty = undecided
	Zone    string // IANA time zone; empty = undecided
	Session string // id (never the secret) of the session or visitor token
	Site    string // the visitor's site; empty for accounts
	Picture string // where the face is; empty = initials
	Company string // the customer's company id; empty = none
	Manager bool   // customer with the right to see the company's affairs
	Access  Access // what the customer sees of the company's tickets
	Rights  Rights // what staff may do beside the role
	// MustChange is set while the first password has not been replaced: all but
	// the profile and the password answers must_change.
	MustChange bool
	// NeedsTOTP is set of staff who must have a second factor and have none: all
	// but the profile and setting one up answers totp_needed.
	NeedsTOTP bool
}

// Staff tells whether the actor works here.
func (a Actor) Staff() bool { return a.Role >= Operator && a.Role <= Administrator }

// Supervises tells whether the actor is a supervisor or an administrator.
func (a Actor) Supervises() bool { return a.Role == Supervisor || a.Role == Administrator }

// Kind is the word for the actor in the person shape of http.md: visitor,
// customer, operator or system; empty for Anonymous.
func (a Actor) Kind() string {
	switch a.Role {
	case Anonymous:
		return ""
	case Visitor:
		return "visitor"
	case Customer:
		return "customer"
	case System:
		return "system"
	default:
		return "operator"
	}
}

// Topic is where events for this actor personally go: visitor/ID or
// account/ID; empty for Anonymous.
func (a Actor) Topic() string {
	switch {
	case a.ID == "":
		return ""
	case a.Role == Visitor:
		return "visitor/" + a.ID
	default:
		return "account/" + a.ID
	}
}
