// Package accounts knows people: accounts, sign-in, sessions, visitors, what
// each may do, the settings of the house and its audit log.
package accounts

import (
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
	JobTitle   string
	Phone      string
	Locale     string
	TimeZone   string
	State      string
	MustChange bool
	CreatedAt  time.Time
}

// accountJSON is Account as it stands in the file and on the wire.
type accountJSON struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Role       string    `json:"role"`
	Company    string    `json:"company,omitempty"`
	Manager    bool      `json:"manager"`
	JobTitle   string    `json:"job_title"`
	Phone      string    `json:"phone"`
	Locale     string    `json:"locale"`
	TimeZone   string    `json:"time_zone"`
	State      string    `json:"state"`
	MustChange bool      `json:"must_change"`
	CreatedAt  time.Time `json:"created_at"`
}

// MarshalJSON writes the account shape.
func (a Account) MarshalJSON() ([]byte, error) {
	return json.Marshal(accountJSON{
		a.ID, a.Email, a.Name, a.Role.String(), a.Company, a.Manager, a.JobTitle,
		a.Phone, a.Locale, a.TimeZone, a.State, a.MustChange, a.CreatedAt,
	})
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
	*a = Account{
		j.ID, j.Email, j.Name, role, j.Company, j.Manager, j.JobTitle,
		j.Phone, j.Locale, j.TimeZone, j.State, j.MustChange, j.CreatedAt,
	}
	return nil
}

// Actor is the account as it acts.
func (a Account) Actor() actor.Actor {
	return actor.Actor{
		Role: a.Role, ID: a.ID, Name: a.Name, Email: a.Email, Locale: a.Locale, Zone: a.TimeZone,
		Company: a.Company, Manager: a.Manager, MustChange: a.MustChange,
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
