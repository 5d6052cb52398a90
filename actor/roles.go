package actor

import "strings"

// Roles is a set of roles: the coarse policy of a route or frame.
type Roles uint8

// The sets that routes and frames are declared with.
const (
	NobodyYet   = Roles(1 << Anonymous)
	Visitors    = Roles(1 << Visitor)
	Customers   = Roles(1 << Customer)
	Operators   = Roles(1 << Operator)
	Supervisors = Roles(1<<Supervisor | 1<<Administrator)
	Admins      = Roles(1 << Administrator)
	StaffOnly   = Operators | Supervisors
	Accounts    = Customers | StaffOnly
	Chatters    = Visitors | Accounts // whoever may hold a conversation
	Everybody   = NobodyYet | Chatters
)

// Has tells whether the role is in the set.
func (s Roles) Has(r Role) bool { return s&(1<<r) != 0 }

// String lists the roles of the set in their order, joined by commas.
func (s Roles) String() string {
	var names []string
	for r := Anonymous; r <= Administrator; r++ {
		if s.Has(r) {
			names = append(names, r.String())
		}
	}
	return strings.Join(names, ",")
}
