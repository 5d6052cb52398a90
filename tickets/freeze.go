package tickets

import (
	"context"
	"slices"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

const (
	// kindCover is the event that the cover of a company (its topic), or
	// without one of everybody, may be another by now.
	kindCover = accounts.KindCover
	// mostFrozen is how many tickets one transaction freezes or thaws.
	mostFrozen  = 50
	fieldFrozen = "frozen"
)

// freeze judges the ticket's cover as it is now: without it the ticket freezes
// until there is some. It returns the change, nil = none; the caller writes
// ticket and entry. A closed ticket needs no cover.
func freeze(r store.Reader, now time.Time, t *Ticket) (*Change, error) {
	state, err := covered(r, now, *t)
	if err != nil {
		return nil, err
	}
	frozen := state != "" && t.Status != StatusClosed
	if frozen == t.Frozen {
		return nil, nil
	}
	t.Frozen = frozen
	return &Change{Field: fieldFrozen, From: !frozen, To: frozen}, nil
}

// judgeAgain freezes and thaws the tickets of the companies, or of everybody
// when none is named, as their cover has become.
func (k *Tracker) judgeAgain(ctx context.Context, companies ...string) error {
	for {
		var numbers []uint64
		err := k.Store.View(ctx, func(r store.Reader) (err error) {
			numbers, err = k.wrong(r, companies)
			return err
		})
		if err != nil || len(numbers) == 0 {
			return err
		}
		err = k.Store.Background(ctx, func(tx store.Tx) error {
			for _, n := range numbers {
				if err := k.judgeOne(tx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// wrong are the first tickets whose mark is not what their cover says.
func (k *Tracker) wrong(r store.Reader, companies []string) (numbers []uint64, err error) {
	now := k.time()
	look := func(index string, part any) error {
		for t, err := range tickets.By(r, index, part) {
			if err != nil {
				return err
			}
			c, err := freeze(r, now, &t)
			if err != nil {
				return err
			}
			if c != nil {
				if numbers = append(numbers, t.Number); len(numbers) == mostFrozen {
					return nil
				}
			}
		}
		return nil
	}
	if len(companies) > 0 {
		for _, company := range companies {
			if err := look(indexCompany, company); err != nil || len(numbers) == mostFrozen {
				return numbers, err
			}
		}
		return numbers, nil
	}
	for _, s := range Statuses {
		if s == StatusClosed {
			continue
		}
		if err := look(indexStatus, string(s)); err != nil || len(numbers) == mostFrozen {
			return numbers, err
		}
	}
	return numbers, nil
}

func (k *Tracker) judgeOne(tx store.Tx, number uint64) error {
	t, err := TicketOf(tx, number)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	was, now := t, k.time()
	c, err := freeze(tx, now, &t)
	if err != nil || c == nil {
		return err
	}
	return k.write(tx, now, "", &t, was, []Change{*c}, "", "")
}

// coversOf are the companies of the events about cover; all tells that one of
// them is about everybody.
func coversOf(events []store.Event) (companies []string, all bool) {
	for _, e := range events {
		if e.Kind != kindCover {
			continue
		}
		named := false
		for _, topic := range e.Topics {
			if id, ok := strings.CutPrefix(topic, "company/"); ok {
				named = true
				if !slices.Contains(companies, id) {
					companies = append(companies, id)
				}
			}
		}
		all = all || !named || slices.ContainsFunc(e.Notices, func(n store.Notice) bool { return n.Kind == "cover.required" })
	}
	if all {
		return nil, true
	}
	return companies, false
}

// mayReopen refuses a customer without cover what would set work going again.
func mayReopen(r store.Reader, now time.Time, a actor.Actor, t Ticket) error {
	if a.Staff() {
		return nil
	}
	state, err := covered(r, now, t)
	if err != nil || state == "" {
		return err
	}
	return &fault.Error{Kind: fault.Forbidden, Code: noCover, Text: "faults.reopen_no_cover"}
}
