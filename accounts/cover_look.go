package accounts

import (
	"errors"
	"time"

	"balcao/store"
)

// KindCover is the event that a company's cover is another than before; without
// a topic, that cover means something else for everybody. No socket gets it.
const KindCover = "~cover"

const dueCover = "cover"

// coverSeen is what was last told of a company's cover.
type coverSeen struct {
	Company string            `json:"company"`
	Version uint64            `json:"version"` // of the due-row that counts
	At      time.Time         `json:"at"`
	States  map[string]string `json:"states"` // by product; "" = of none
	Until   string            `json:"until,omitempty"`
	// Warned and Ended are what people were told, by contract and by product:
	// nobody is told twice, whatever the clock or the program did meanwhile.
	Warned map[string]warned `json:"warned,omitempty"`
	Ended  map[string]string `json:"ended,omitempty"` // last day
}

// look compares what a company is entitled to now with what was told last:
// tells what has changed, and asks to be called again when something will.
// Whoever changes what cover is made of calls it in the same transaction.
func (g *Registry) look(tx store.Tx, company string) error {
	now := g.Clock().UTC()
	c, err := companies.Get(tx, company)
	if err != nil {
		return missing(err)
	}
	e, err := entitled(tx, company)
	if err != nil {
		return err
	}
	before, err := coversSeen.Get(tx, company)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	after := coverSeen{
		Company: company, Version: before.Version + 1, At: now, States: map[string]string{}, Until: e.at(now, "").Until,
		Warned: map[string]warned{}, Ended: map[string]string{},
	}
	for _, product := range append(e.products(), "") {
		if state := e.at(now, product).State; state != Unlicensed {
			after.States[product] = state
		}
	}
	if err := tellCover(tx, c, e, before, after); err != nil {
		return err
	}
	if err := coversSeen.Put(tx, after); err != nil {
		return err
	}
	if next := e.next(now); !next.IsZero() {
		return store.Due(tx, next, dueCover, company, after.Version)
	}
	return nil
}

// dueLook looks again at the time look asked for.
func (g *Registry) dueLook(tx store.Tx, company string, version uint64) error {
	seen, err := coversSeen.Get(tx, company)
	if errors.Is(err, store.ErrNotFound) || err == nil && seen.Version != version {
		return nil
	}
	if err != nil {
		return err
	}
	return g.look(tx, company)
}

// next is the first instant after now at which a licence or contract begins or
// ends, or the end of one is announced; zero when there is none.
func (e entitlements) next(now time.Time) time.Time {
	today := dayAt(now, e.zone)
	first, found := day(0), false
	meet := func(days ...day) {
		for _, d := range days {
			if d > today && (!found || d < first) {
				first, found = d, true
			}
		}
	}
	for _, s := range e.use("") {
		meet(s.from, s.end+1)
	}
	for _, c := range e.contracts {
		if s, ok := between(c.ValidFrom, c.ValidTo, c.GraceDays); ok {
			meet(s.from, s.to+1, s.end+1)
			for _, w := range warnings {
				meet(s.to - w)
			}
		}
	}
	if !found {
		return time.Time{}
	}
	return first.begins(e.zone)
}
