package accounts

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"balcao/actor"
	"balcao/store"
)

// KindCover is the event that a company's cover is another than before. Its
// topic is the company's; no socket gets it.
const KindCover = "~cover"

const dueCover = "cover"

// coverSeen is what was last told of a company's cover.
type coverSeen struct {
	Company string            `json:"company"`
	Version uint64            `json:"version"` // of the due-row that counts
	At      time.Time         `json:"at"`
	States  map[string]string `json:"states"` // by product; "" = of none
	Until   string            `json:"until,omitempty"`
}

// warnings are how many days before its last day the end of a contract is
// announced.
var warnings = [...]day{60, 30, 7}

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
	if errors.Is(err, store.ErrNotFound) {
		before, err = coverSeen{At: now}, nil
	}
	if err != nil {
		return err
	}
	after := coverSeen{Company: company, Version: before.Version + 1, At: now, States: map[string]string{}, Until: e.at(now, "").Until}
	for _, product := range append(e.products(), "") {
		if state := e.at(now, product).State; state != Unlicensed {
			after.States[product] = state
		}
	}
	if err := coversSeen.Put(tx, after); err != nil {
		return err
	}
	if err := g.tellCover(tx, c, e, before, after); err != nil {
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

// tellCover announces what differs between two looks.
func (g *Registry) tellCover(tx store.Tx, c Company, e entitlements, before, after coverSeen) error {
	var told []store.Notice
	if days, until := e.warn(before.At, after.At); days > 0 {
		told = append(told, coverNotice("cover.ending", c, map[string]string{"days": strconv.Itoa(int(days)), "until": until.String()}))
	}
	lost := slices.ContainsFunc(slices.Collect(maps.Keys(before.States)), func(product string) bool {
		return before.States[product] == Covered && after.States[product] != Covered
	})
	if lost {
		told = append(told, coverNotice("cover.ended", c, map[string]string{"until": e.ended(after.At, before.Until)}))
	}
	if maps.Equal(before.States, after.States) && len(told) == 0 {
		return nil
	}
	notices, err := addressed(tx, c, told)
	if err != nil {
		return err
	}
	tx.Append(store.Event{Kind: KindCover, At: after.At, Topics: []string{"company/" + c.ID}, Notices: notices})
	return nil
}

// warn is the warning that has become due since the last look: how many days
// are left of which contract. One that is renewed ends for nobody; of several
// the nearest is told.
func (e entitlements) warn(last, now time.Time) (days, until day) {
	today := dayAt(now, e.zone)
	for _, c := range e.contracts {
		s, ok := between(c.ValidFrom, c.ValidTo, c.GraceDays)
		if !ok || s.from > today || s.to < today || e.renewed(c, s) {
			continue
		}
		known := dayAt(later(last, c.CreatedAt), e.zone) // who makes a short contract knows that it is short
		for _, w := range warnings {
			if at := s.to - w; known < at && at <= today && (days == 0 || s.to < until) {
				days, until = s.to-today, s.to
			}
		}
	}
	return days, until
}

// renewed tells that all the contract covers is covered behind its end as well.
func (e entitlements) renewed(c Contract, s span) bool {
	scope := c.Products
	if len(scope) == 0 {
		scope = []string{""}
		for _, l := range e.licences {
			if use, ok := between(l.ValidFrom, l.ValidTo, 0); ok && use.holds(s.to+1) {
				scope = append(scope, l.Product)
			}
		}
	}
	others := e
	others.contracts = slices.DeleteFunc(slices.Clone(e.contracts), func(o Contract) bool { return o.ID == c.ID })
	for _, product := range scope {
		if others.at((s.end+1).begins(e.zone), product).State != Covered {
			return false
		}
	}
	return true
}

// ended is the last day of the contract that ended last, or what was known of
// one that is gone.
func (e entitlements) ended(now time.Time, known string) string {
	today, last := dayAt(now, e.zone), ""
	for _, c := range e.contracts {
		if d, ok := parseDay(c.ValidTo); ok && d < today && c.ValidTo > last {
			last = c.ValidTo
		}
	}
	if last == "" {
		return known
	}
	return last
}

func coverNotice(kind string, c Company, args map[string]string) store.Notice {
	args["company"] = c.Name
	return store.Notice{Kind: kind, Args: args}
}

// addressed says each notice to the company's managers and to administrators,
// to each with the page that is theirs.
func addressed(r store.Reader, c Company, told []store.Notice) ([]store.Notice, error) {
	if len(told) == 0 {
		return nil, nil
	}
	var managers []string
	for a, err := range accounts.By(r, "company", c.ID) {
		if err != nil {
			return nil, err
		}
		if a.Manager && a.State == Active && a.Role == actor.Customer {
			managers = append(managers, "account/"+a.ID)
		}
	}
	admins, err := administrators(r)
	if err != nil {
		return nil, err
	}
	var all []store.Notice
	for _, n := range told {
		if len(managers) > 0 {
			n.To, n.URL = managers, "/company"
			all = append(all, n)
		}
		if len(admins) > 0 {
			n.To, n.URL = admins, "/console/customers/"+c.ID
			all = append(all, n)
		}
	}
	return all, nil
}

// administrators are the topics of those who are active.
func administrators(r store.Reader) ([]string, error) {
	var topics []string
	for a, err := range accounts.By(r, "role", actor.Administrator.String()) {
		if err != nil {
			return nil, err
		}
		if a.State == Active {
			topics = append(topics, "account/"+a.ID)
		}
	}
	return topics, nil
}

// tellRequired tells administrators that cover has become required by the
// first contract, unless the settings decide.
func (g *Registry) tellRequired(tx store.Tx, company string) error {
	s, err := decided(tx)
	if err != nil || s.RequireCover != nil {
		return err
	}
	c, err := companies.Get(tx, company)
	if err != nil {
		return err
	}
	admins, err := administrators(tx)
	if err != nil || len(admins) == 0 {
		return err
	}
	tx.Append(store.Event{Kind: "~notice", At: g.Clock().UTC(), Notices: []store.Notice{{
		To: admins, Kind: "cover.required", Args: map[string]string{"company": c.Name}, URL: "/console/settings",
	}}})
	return nil
}
