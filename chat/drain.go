package chat

import (
	"slices"
	"time"

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
	return d.drainTo(tx, now, crews)
}

// drainTo is drain by crews just read.
func (d *Desk) drainTo(tx store.Tx, now time.Time, crews []*crew) error {
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
			free, err := c.anybody()
			if err != nil {
				return Waiting{}, Verdict{}, nil, err
			}
			if !free {
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
			v, err := t.crew.choose(t.Waiting)
			if err != nil || v.Account != "" {
				return t.Waiting, v, t.crew, err
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

// loadOf is how many conversations the operator holds, offers included.
func loadOf(r store.Reader, account string) (int, error) {
	return conversations.Count(r, "operator", account)
}
