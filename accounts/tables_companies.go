package accounts

import "balcao/store"

// The tables of companies and what they are entitled to.
const (
	tableProduct      = "product"
	tableCompany      = "company"
	tableLicence      = "licence"
	tableContract     = "contract"
	tablePlan         = "sla_plan"
	tableCalendar     = "calendar"
	tableInstallation = "installation"
	tableCoverSeen    = "cover_seen"
	tableHistory      = "history"
)

var products = store.NewTable(tableProduct, func(p Product) []any { return []any{p.ID} },
	store.WithUnique("name", func(p Product) [][]any { return [][]any{{nameKey(p.Name)}} }),
)

var companies = store.NewTable(tableCompany, func(c Company) []any { return []any{c.ID} },
	store.WithIndex("name", func(c Company) [][]any { return [][]any{{nameKey(c.Name)}} }),
	store.WithIndex("domain", func(c Company) [][]any {
		places := make([][]any, len(c.Domains))
		for i, d := range c.Domains {
			places[i] = []any{d}
		}
		return places
	}),
)

var licences = store.NewTable(tableLicence, func(l Licence) []any { return []any{l.Company, l.ID} })

var contracts = store.NewTable(tableContract, func(c Contract) []any { return []any{c.Company, c.ID} })

var plans = store.NewTable(tablePlan, func(p Plan) []any { return []any{p.ID} },
	store.WithUnique("name", func(p Plan) [][]any { return [][]any{{nameKey(p.Name)}} }),
)

var calendars = store.NewTable(tableCalendar, func(c Calendar) []any { return []any{c.ID} },
	store.WithUnique("name", func(c Calendar) [][]any { return [][]any{{nameKey(c.Name)}} }),
)

var installations = store.NewTable(tableInstallation, func(i Installation) []any { return []any{i.Company, i.ID} },
	store.WithUnique("place", func(i Installation) [][]any { return [][]any{{i.Company, i.Product, nameKey(i.Environment)}} }),
)

// coversSeen is what was last told of each company's cover.
var coversSeen = store.NewTable(tableCoverSeen, func(s coverSeen) []any { return []any{s.Company} })

// histories are the places in the audit log of each object's lines.
var histories = store.NewTable(tableHistory, func(h history) []any { return []any{h.Object, h.Entry} })
