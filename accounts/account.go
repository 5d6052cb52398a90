// Package accounts knows people: accounts, sign-in, sessions, visitors, what
// each may do, the settings of the house and its audit log.
package accounts

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"balcao/actor"
	"balcao/store"
)

// The states of an account.
const (
	Active   = "active"
	Disabled = "disabled"
)

// Account is a person who signs in. Its JSON is the account shape of http.md;
// it never carries the password.
type Account struct {
	ID         string
	Email      string
	Name       string
	Role       actor.Role
	Company    string
	Manager    bool
	Access     actor.Access // of a customer
	Rights     actor.Rights // of staff, beside the role
	JobTitle   string
	Phone      string
	Locale     string
	TimeZone   string
	State      string
	MustChange bool
	CreatedAt  time.Time
	// PictureVersion names the picture, of which there is none while it is empty.
	PictureVersion string
}

// accountJSON is Account as it stands in the file and on the wire.
type accountJSON struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Role       string    `json:"role"`
	Company    string    `json:"company,omitempty"`
	Manager    bool      `json:"manager"`
	Access     string    `json:"access,omitempty"` // missing = own tickets
	Rights     []string  `json:"rights,omitempty"` // beside the role
	JobTitle   string    `json:"job_title"`
	Phone      string    `json:"phone"`
	Locale     string    `json:"locale"`
	TimeZone   string    `json:"time_zone"`
	State      string    `json:"state"`
	MustChange bool      `json:"must_change"`
	CreatedAt  time.Time `json:"created_at"`
	Version    string    `json:"picture_version,omitempty"`
	Picture    string    `json:"picture,omitempty"` // where it is; not read back
}

// MarshalJSON writes the account shape.
func (a Account) MarshalJSON() ([]byte, error) {
	j := accountJSON{
		ID: a.ID, Email: a.Email, Name: a.Name, Role: a.Role.String(), Company: a.Company, Manager: a.Manager, JobTitle: a.JobTitle,
		Phone: a.Phone, Locale: a.Locale, TimeZone: a.TimeZone, State: a.State, MustChange: a.MustChange, CreatedAt: a.CreatedAt,
		Version: a.PictureVersion, Picture: a.PictureURL(),
	}
	if a.Access != actor.OwnTickets {
		j.Access = a.Access.String()
	}
	if a.Rights != 0 {
		j.Rights = a.Rights.Names()
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads the account shape.
func (a *Account) UnmarshalJSON(b []byte) error {
	var j accountJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	role, ok := actor.ParseRole(j.Role)
	if !ok {
		return fmt.Errorf("account %s: role %q: %w", j.ID, j.Role, store.ErrCorrupt)
	}
	access, known := actor.ParseAccess(cmp.Or(j.Access, actor.OwnTickets.String()))
	rights, fine := actor.ParseRights(j.Rights)
	if !known || !fine {
		return fmt.Errorf("account %s: access %q, rights %q: %w", j.ID, j.Access, j.Rights, store.ErrCorrupt)
	}
	*a = Account{
		ID: j.ID, Email: j.Email, Name: j.Name, Role: role, Company: j.Company, Manager: j.Manager, Access: access, Rights: rights, JobTitle: j.JobTitle,
		Phone: j.Phone, Locale: j.Locale, TimeZone: j.TimeZone, State: j.State, MustChange: j.MustChange, CreatedAt: j.CreatedAt,
		PictureVersion: j.Version,
	}
	return nil
}

// Actor is the account as it acts.
func (a Account) Actor() actor.Actor {
	return actor.Actor{
		Role: a.Role, ID: a.ID, Name: a.Name, Email: a.Email, Locale: a.Locale, Zone: a.TimeZone,
		Company: a.Company, Manager: a.Manager, Access: a.Access, Rights: a.Rights, MustChange: a.MustChange,
		Picture: a.PictureURL(),
	}
}

// AccountOf returns the account of that id or store.ErrNotFound.
func AccountOf(r store.Reader, id string) (Account, error) { return accounts.Get(r, id) }

// AccountByEmail returns the account of that address, however it is written,
// or store.ErrNotFound.
func AccountByEmail(r store.Reader, email string) (Account, error) {
	for a, err := range accounts.By(r, "email", EmailKey(email)) {
		return a, err
	}
	return Account{}, errors.Join(store.ErrNotFound, r.Err())
}

// Staff yields the active operators, supervisors and administrators, each
// role by name.
func Staff(r store.Reader) iter.Seq2[Account, error] {
	return func(yield func(Account, error) bool) {
		for _, role := range []actor.Role{actor.Operator, actor.Supervisor, actor.Administrator} {
			for a, err := range accounts.By(r, "role", role.String()) {
				if err == nil && a.State != Active {
					continue
				}
				if !yield(a, err) {
					return
				}
			}
		}
	}
}
