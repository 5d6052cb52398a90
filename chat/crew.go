package chat

import (
	"errors"
	"slices"
	"time"

	"balcao/accounts"
	"balcao/store"
)

// crew is a department with those who could take its chats, loads kept up to
// date while one drain goes on. It is good for one transaction.
type crew struct {
	department Department
	open       bool
	candidates []Candidate // each counts as one who answers until asked
	roster     *roster
}

// roster reads every operator once, however many departments he is in.
type roster struct {
	r       store.Reader
	known   map[string]Candidate
	answers map[string]bool
}

// crewsOf reads the departments that exist; the accounts of operators are read
// when routing would choose them.
func crewsOf(r store.Reader, now time.Time, ids []string) ([]*crew, error) {
	var crews []*crew
	all := &roster{r, map[string]Candidate{}, map[string]bool{}}
	for _, id := range ids {
		dep, err := departments.Get(r, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		c := &crew{department: dep, open: dep.Hours.Open(now), roster: all}
		for _, account := range dep.Members {
			o, err := all.candidate(account)
			if err != nil {
				return nil, err
			}
			o.Capacity = dep.capacity()
			c.candidates = append(c.candidates, o)
		}
		crews = append(crews, c)
	}
	return crews, nil
}

func (s *roster) candidate(account string) (Candidate, error) {
	if o, ok := s.known[account]; ok {
		return o, nil
	}
	p, err := presenceOf(s.r, account)
	if err != nil {
		return Candidate{}, err
	}
	o := Candidate{Account: account, Answers: true, Online: p.Live && p.Chosen == Online, LastAssigned: p.LastAssigned}
	if o.Online { // the load of the others does not matter, and most are not online
		o.Load, err = loadOf(s.r, account)
	}
	s.known[account] = o
	return o, err
}

// answer tells whether the account is active and staff. Its sockets go within
// a moment when that ends, so one that is online hardly ever is not.
func (s *roster) answer(account string) (bool, error) {
	if yes, ok := s.answers[account]; ok {
		return yes, nil
	}
	a, err := accounts.AccountOf(s.r, account)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	s.answers[account] = err == nil && a.State == accounts.Active && a.Actor().Staff()
	return s.answers[account], nil
}

// choose is Choose among the crew.
func (c *crew) choose(w Waiting) (Verdict, error) {
	for {
		v := Choose(Case{Strategy: c.department.strategy(), Open: c.open, Returning: w.Returning, Tried: w.Tried}, c.candidates)
		if v.Account == "" {
			return v, nil
		}
		yes, err := c.roster.answer(v.Account)
		if err != nil || yes {
			return v, err
		}
		at := slices.IndexFunc(c.candidates, func(o Candidate) bool { return o.Account == v.Account })
		c.candidates[at].Answers = false
	}
}

// anybody tells whether looking at the queue can lead to anything.
func (c *crew) anybody() (bool, error) {
	if c.department.strategy() == Pick {
		return false, nil
	}
	return c.has(func(o Candidate) bool { return skip(Case{}, o) == "" })
}

// staffed tells whether the department is open and somebody of it is online,
// free or not.
func (c *crew) staffed() (bool, error) { return c.has(func(o Candidate) bool { return o.Online }) }

func (c *crew) has(fits func(Candidate) bool) (bool, error) {
	if !c.open {
		return false, nil
	}
	for i, o := range c.candidates {
		if !o.Answers || !fits(o) {
			continue
		}
		yes, err := c.roster.answer(o.Account)
		if err != nil || yes {
			return yes, err
		}
		c.candidates[i].Answers = false
	}
	return false, nil
}

// took counts a conversation that the operator was just given.
func (c *crew) took(account string, now time.Time) {
	for i := range c.candidates {
		if c.candidates[i].Account == account {
			c.candidates[i].Load++
			c.candidates[i].LastAssigned = now
		}
	}
}
