package actor

import (
	"slices"
	"strings"
)

// Rights are what staff may do beside their role; administrators have all.
type Rights uint8

// The rights beside a role.
const (
	EditLibrary   Rights = 1 << iota // articles, fixes, downloads
	KeepCustomers                    // companies, licences, contracts, invitations
	ReadReports
)

var rightNames = [...]string{"editor", "customers", "reports"}

// ParseRights reads the names editor, customers and reports; false when one is
// none of them.
func ParseRights(names []string) (Rights, bool) {
	var r Rights
	for _, name := range names {
		i := slices.Index(rightNames[:], name)
		if i < 0 {
			return 0, false
		}
		r |= 1 << i
	}
	return r, true
}

// Names lists the rights as ParseRights reads them; never nil.
func (r Rights) Names() []string {
	names := []string{}
	for i, name := range rightNames {
		if r&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String joins the names by commas.
func (r Rights) String() string { return strings.Join(r.Names(), ",") }

// Access is what a customer sees of the company's tickets, set by its manager.
type Access uint8

// What a customer may see of tickets.
const (
	OwnTickets   Access = iota
	ReadCompany         // the company's too
	ReplyCompany        // and may reply to them
	NoTickets           // not even own ones: chat only
)

var accessNames = [...]string{"own", "company_read", "company_reply", "none"}

// String is the name of the access as it is written in JSON.
func (a Access) String() string { return accessNames[a] }

// ParseAccess returns the access of that name.
func ParseAccess(name string) (Access, bool) {
	i := slices.Index(accessNames[:], name)
	return Access(max(i, 0)), i >= 0
}

// Reaches tells whether the access is at least the one asked for.
func (a Access) Reaches(asked Access) bool { return a != NoTickets && a >= asked }

// May tells whether the actor has the right: administrators always.
func (a Actor) May(r Rights) bool { return a.Role == Administrator || a.Staff() && a.Rights&r == r }
