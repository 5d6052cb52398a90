package chat

import (
	"balcao/accounts"
	"balcao/store"
)

// faces remembers the persons met during one read, as staff or as customers
// may see them.
type faces struct {
	r        store.Reader
	forStaff bool
	met      map[string]accounts.Person
}

func newFaces(r store.Reader, forStaff bool) *faces {
	return &faces{r: r, forStaff: forStaff, met: map[string]accounts.Person{}}
}

func (f *faces) of(topic string) (accounts.Person, error) {
	p, ok := f.met[topic]
	if !ok {
		var err error
		if p, err = accounts.PersonOf(f.r, topic); err != nil {
			return p, err
		}
		f.met[topic] = p
	}
	if !f.forStaff {
		p = p.ForCustomer()
	}
	return p, nil
}

// optional is of, nil for nobody.
func (f *faces) optional(topic string) (*accounts.Person, error) {
	if topic == "" {
		return nil, nil
	}
	p, err := f.of(topic)
	return &p, err
}
