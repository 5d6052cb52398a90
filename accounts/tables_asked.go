package accounts

import "balcao/store"

// The tables of those who ask for an invitation.
const (
	tableAsked    = "invitation_request"
	tableReminded = "reminded"
)

var asked = store.NewTable(tableAsked, func(q InvitationRequest) []any { return []any{q.ID} },
	store.WithUnique("open", func(q InvitationRequest) [][]any {
		if q.State != RequestOpen {
			return nil
		}
		return [][]any{{EmailKey(q.Email)}}
	}),
	store.WithIndex("state", func(q InvitationRequest) [][]any { return [][]any{{q.State, q.At}} }),
	store.WithIndex("company", func(q InvitationRequest) [][]any {
		if q.Of == "" {
			return nil
		}
		return [][]any{{q.Of, q.At}}
	}),
)

var remindedTable = store.NewTable(tableReminded, func(m reminded) []any { return []any{m.Account} })
