package accounts

import (
	"errors"
	"strings"

	"balcao/store"
)

// Person is how somebody is shown to others: the person shape of http.md.
type Person struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"` // for staff eyes only
	// Picture is where the face is; empty = initials.
	Picture string `json:"picture,omitempty"`
}

// ForCustomer is the person as customers and visitors may see it.
func (p Person) ForCustomer() Person {
	p.Email = ""
	return p
}

// Person is the account as others see it.
func (a Account) Person() Person {
	return Person{Kind: a.Actor().Kind(), ID: a.ID, Name: a.Name, Email: a.Email, Picture: a.PictureURL()}
}

// Person is the visitor as others see it.
func (v Visitor) Person() Person {
	return Person{Kind: "visitor", ID: v.ID, Name: v.Name, Email: v.Email}
}

// PersonOf returns the person behind a topic (account/… or visitor/…); the
// empty topic is the program itself. Somebody erased comes back without a
// name, not as an error.
func PersonOf(r store.Reader, topic string) (Person, error) {
	kind, id, _ := strings.Cut(topic, "/")
	switch kind {
	case "account":
		a, err := AccountOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return Person{Kind: "customer", ID: id}, nil
		}
		return a.Person(), err
	case "visitor":
		v, err := VisitorOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return Person{Kind: "visitor", ID: id}, nil
		}
		return v.Person(), err
	default:
		return Person{Kind: "system"}, nil
	}
}

// Met remembers the persons met during one read.
type Met map[string]Person

// Of is PersonOf, as staff or as customers may see the person.
func (m Met) Of(r store.Reader, topic string, forStaff bool) (Person, error) {
	p, ok := m[topic]
	if !ok {
		var err error
		if p, err = PersonOf(r, topic); err != nil {
			return p, err
		}
		m[topic] = p
	}
	if !forStaff {
		p = p.ForCustomer()
	}
	return p, nil
}
