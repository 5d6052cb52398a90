package tickets

import (
	"context"
	"strconv"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// RequestFilter narrows a list of requests; empty fields do not.
type RequestFilter struct {
	State   string // open or ticket
	Query   string // in title, text, number and the customer's name
	Company string
}

// Requests lists requests newest first: all for staff, the own ones for others,
// the company's too for its manager and who may read them.
func (k *Tracker) Requests(ctx context.Context, a actor.Actor, f RequestFilter, limit int, cursor string) (views []RequestView, next string, err error) {
	if f.State != "" && f.State != requestOpen && f.State != requestTicket {
		return nil, "", fault.Field("state", "bad_choice")
	}
	words := strings.Fields(folded(f.Query))
	err = k.Store.View(ctx, func(r store.Reader) error {
		views, next = []RequestView{}, cursor
		if err := accounts.May(r, a, "request.list", accounts.Object{}); err != nil {
			return err
		}
		index, parts := indexNumber, []any(nil)
		if !a.Staff() && !seesCompany(a) {
			index, parts = indexOwner, []any{a.Topic()}
		}
		p := peopleFor(r, a)
		for seen := 0; ; {
			list, after, err := requests.Page(r, index, parts, true, next, limit-len(views))
			if err != nil {
				return err
			}
			for _, q := range list {
				if !f.fits(q) || accounts.May(r, a, "request.read", q.object()) != nil {
					continue
				}
				v, err := p.request(q)
				if err != nil {
					return err
				}
				if v.holds(words) {
					views = append(views, v)
				}
			}
			seen += len(list)
			if next = after; next == "" || len(views) >= limit || seen >= mostScanned {
				return nil
			}
		}
	})
	return views, next, err
}

func (f RequestFilter) fits(q Request) bool {
	return (f.State == "" || q.State == f.State) && (f.Company == "" || q.Company == f.Company)
}

// holds tells whether all words are in what the viewer sees of the request.
func (v RequestView) holds(words []string) bool {
	if len(words) == 0 {
		return true
	}
	return holds(folded(strings.Join([]string{"S-" + strconv.FormatUint(v.Number, 10), v.Title, v.Description, v.Customer.Name, v.Customer.Email}, "\n")), words)
}

// object is the request as far as rights depend on it.
func (q Request) object() accounts.Object {
	return accounts.Object{Owner: q.Customer, Company: q.Company}
}

// seesCompany tells whether the customer's lists are the company's.
func seesCompany(a actor.Actor) bool {
	return a.Role == actor.Customer && a.Company != "" && a.Access != actor.NoTickets && (a.Manager || a.Access.Reaches(actor.ReadCompany))
}
