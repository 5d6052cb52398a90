package accounts

import "balcao/store"

// The tables of what products say of their users.
const (
	tableProductKey = "product_key"
	tablePass       = "pass"
	tableSpentToken = "spent_token"
)

var productKeys = store.NewTable(tableProductKey, func(k ProductKey) []any { return []any{k.ID} },
	store.WithIndex("product", func(k ProductKey) [][]any { return [][]any{{k.Product, k.CreatedAt}} }),
)

var passes = store.NewTable(tablePass, func(p pass) []any { return []any{p.ID} },
	store.WithUnique("hash", func(p pass) [][]any { return [][]any{{p.Hash}} }),
	store.WithIndex("person", func(p pass) [][]any { return [][]any{{p.Person, p.CreatedAt}} }),
	store.WithIndex("key", func(p pass) [][]any { return [][]any{{p.Key}} }),
)

var spentTokens = store.NewTable(tableSpentToken, func(s spentToken) []any { return []any{s.Product, s.Hash} },
	store.WithIndex("until", func(s spentToken) [][]any { return [][]any{{s.Until}} }),
)
