package accounts

import (
	"maps"
	"slices"
	"strconv"

	"balcao/actor"
	"balcao/store"
)

// warnings are how many days before its last day the end of a contract is
// announced.
var warnings = [...]day{60, 30, 7}

// warned is the last warning there was of a contract's end.
type warned struct {
	Until string `json:"until"`
	Days  day    `json:"days"` // one of warnings
}

// tellCover announces what differs between two looks and writes into after
// what people were told.
func tellCover(tx store.Tx, c Company, e entitlements, before, after coverSeen) error {
	var told []store.Notice
	for _, until := range e.warn(before, after) {
		days := strconv.Itoa(int(until - dayAt(after.At, e.zone)))
		told = append(told, coverNotice("cover.ending", c, map[string]string{"days": days, "until": until.String()}))
	}
	if until := e.ended(before, after); until != "" {
		told = append(told, coverNotice("cover.ended", c, map[string]string{"until": until}))
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

// warn lists the last days of contracts of which a warning has become due that
// was not given yet. One that is renewed ends for nobody, and who makes a short
// contract knows that it is short.
func (e entitlements) warn(before, after coverSeen) []day {
	today := dayAt(after.At, e.zone)
	var ends []day
	for _, c := range e.contracts {
		last := before.Warned[c.ID]
		if last.Until != c.ValidTo {
			last = warned{Until: c.ValidTo, Days: warnings[0] + 1}
		}
		s, ok := between(c.ValidFrom, c.ValidTo, c.GraceDays)
		if ok && s.from <= today && today <= s.to && !e.renewed(c, s) {
			made := dayAt(c.CreatedAt, e.zone)
			for _, days := range warnings {
				if at := s.to - days; days < last.Days && made < at && at <= today {
					last.Days = days
				}
			}
			if last != before.Warned[c.ID] && last.Days <= warnings[0] && !slices.Contains(ends, s.to) {
				ends = append(ends, s.to)
			}
		}
		if last.Days <= warnings[0] {
			after.Warned[c.ID] = last
		}
	}
	slices.Sort(ends)
	return ends
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

// ended is the last day of cover of the products that have lost it since the
// look before, unless that was told; of several the latest, empty = none.
func (e entitlements) ended(before, after coverSeen) (until string) {
	today := dayAt(after.At, e.zone)
	maps.Copy(after.Ended, before.Ended)
	for product, state := range before.States {
		if state != Covered || after.States[product] == Covered {
			continue
		}
		last := today // a contract was taken away or made to begin later
		for _, c := range e.contracts {
			for _, s := range e.coverage(c, product) {
				if s.end < today && (last == today || s.to > last) {
					last = s.to
				}
			}
		}
		if day := last.String(); after.Ended[product] != day {
			after.Ended[product] = day
			until = max(until, day)
		}
	}
	return until
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
			n.To, n.URL = admins, "/console/customers/companies/"+c.ID
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
	if err != nil {
		return err
	}
	required := store.Event{Kind: KindCover, At: g.Clock().UTC()} // everybody's cover means something else now
	if len(admins) > 0 {
		required.Notices = []store.Notice{{To: admins, Kind: "cover.required", Args: map[string]string{"company": c.Name}, URL: "/console/settings"}}
	}
	tx.Append(required)
	return nil
}
