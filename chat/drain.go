package chat

import (
	"errors"
	"slices"
	"time"

	"balcao/accounts"
	"balcao/store"
)

// dueDrain moves a queue again: after more were assigned than one transaction
// should take, and after everybody let an offer lapse.
const dueDrain = "chat.drain"

// atOnce is how many conversations one transaction assigns.
const atOnce = 20

func (d *Desk) dueDrain(tx store.Tx, department string, _ uint64) error {
	return d.drain(tx, d.now(), department)
}

// drain gives waiting conversations of the departments to free operators, the
// soonest first over all of them, until nobody is free or nobody waits.
func (d *Desk) drain(tx store.Tx, now time.Time, ids ...string) error {
	crews, err := crewsOf(tx, now, ids)
	if err != nil {
		return err
	}
	skip := map[string]bool{}
	for range atOnce {
		next, verdict, crew, err := pickNext(tx, now, crews, skip)
		if err != nil || crew == nil {
			return err
		}
		if err := d.hand(tx, now, next, verdict, crew.department); err != nil {
			return err
		}
		for _, other := range crews {
			other.took(verdict.Account, now)
		}
	}
	for _, crew := range crews {
		if err := store.Due(tx, now, dueDrain, crew.department.ID, 0); err != nil {
			return err
		}
	}
	return nil
}

// pickNext finds the soonest conversation that somebody is free for; a nil
// crew means there is none.
func pickNext(r store.Reader, now time.Time, crews []*crew, skip map[string]bool) (Waiting, Verdict, *crew, error) {
	type turn struct {
		Waiting
		crew *crew
	}
	for {
		var turns []turn
		for _, c := range crews {
			if !c.anybody() {
				continue
			}
			list, err := foremost(r, c.department.ID, now, skip)
			if err != nil {
				return Waiting{}, Verdict{}, nil, err
			}
			for _, w := range list {
				turns = append(turns, turn{w, c})
			}
		}
		if len(turns) == 0 {
			return Waiting{}, Verdict{}, nil, nil
		}
		slices.SortFunc(turns, func(a, b turn) int { return Sooner(a.Waiting, b.Waiting, now) })
		for _, t := range turns {
			v := t.crew.choose(t.Waiting)
			if v.Account != "" {
				return t.Waiting, v, t.crew, nil
			}
			skip[t.Conv] = true // its offer lapsed with everybody who is free: the one behind it may go
		}
	}
}

// hand gives the conversation to whom routing chose, or offers it to him.
func (d *Desk) hand(tx store.Tx, now time.Time, w Waiting, v Verdict, dep Department) error {
	c, h, err := both(tx, w.Conv)
	if err != nil {
		return err
	}
	if err := decide(tx, now, c, v, dep.strategy(), ""); err != nil {
		return err
	}
	if dep.OfferSeconds > 0 {
		return d.offer(tx, now, &c, &h, v.Account, dep)
	}
	return d.give(tx, now, &c, &h, v.Account, happening{reason: v.Reason})
}

// crew is a department with those who could take its chats, loads kept up to
// date while one drain goes on.
type crew struct {
	department Department
	open       bool
	candidates []Candidate
}

func crewsOf(r store.Reader, now time.Time, ids []string) ([]*crew, error) {
	var crews []*crew
	for _, id := range ids {
		dep, err := departments.Get(r, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		c := &crew{department: dep, open: dep.Hours.Open(now)}
		for _, account := range dep.Members {
			o, err := candidateOf(r, account, dep.capacity())
			if err != nil {
				return nil, err
			}
			c.candidates = append(c.candidates, o)
		}
		crews = append(crews, c)
	}
	return crews, nil
}

func candidateOf(r store.Reader, account string, capacity int) (Candidate, error) {
	o := Candidate{Account: account, Capacity: capacity}
	p, err := presenceOf(r, account)
	if err != nil {
		return o, err
	}
	o.Online, o.LastAssigned = p.Live && p.Chosen == Online, p.LastAssigned
	if !o.Online {
		return o, nil // the rest does not matter, and most are not online
	}
	a, err := accounts.AccountOf(r, account)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return o, err
	}
	o.Answers = err == nil && a.State == accounts.Active && a.Actor().Staff()
	o.Load, err = loadOf(r, account)
	return o, err
}

// loadOf is how many conversations the operator holds, offers included.
func loadOf(r store.Reader, account string) (int, error) {
	return conversations.Count(r, "operator", account)
}

func (c *crew) choose(w Waiting) Verdict {
	return Choose(Case{Strategy: c.department.strategy(), Open: c.open, Returning: w.Returning, Tried: w.Tried}, c.candidates)
}

// anybody tells whether looking at the queue can lead to anything.
func (c *crew) anybody() bool { return c.choose(Waiting{}).Account != "" }

func (c *crew) took(account string, now time.Time) {
	for i := range c.candidates {
		if c.candidates[i].Account == account {
			c.candidates[i].Load++
			c.candidates[i].LastAssigned = now
		}
	}
}

// staffed tells whether the department is open and somebody of it is online,
// free or not.
func staffed(r store.Reader, now time.Time, department string) (bool, error) {
	crews, err := crewsOf(r, now, []string{department})
	if err != nil || len(crews) == 0 || !crews[0].open {
		return false, err
	}
	return slices.ContainsFunc(crews[0].candidates, func(o Candidate) bool { return o.Online && o.Answers }), nil
}
