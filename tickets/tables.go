package tickets

import (
	"time"

	"balcao/store"
)

// Names of the tables and counters of this feature.
const (
	tableTicket    = "ticket"
	tableEntry     = "ticket-entry"
	tableRequest   = "request"
	tableKey       = "ticket-key"
	counterTicket  = "ticket"
	counterRequest = "request"
	cursorChat     = "tickets-chat"
)

const (
	indexUpdated      = "updated"
	indexOwner        = "owner"
	indexCompany      = "company"
	indexAssignee     = "assignee"
	indexDepartment   = "department"
	indexStatus       = "status"
	indexPriority     = "priority"
	indexConversation = "conversation"
	indexCMID         = "cmid"
	indexSaid         = "said"
	indexNumber       = "number"
	indexAt           = "at"
)

var tickets = store.NewTable(tableTicket, func(t Ticket) []any { return []any{t.Number} },
	store.WithIndex(indexUpdated, func(t Ticket) [][]any { return [][]any{{t.UpdatedAt}} }),
	store.WithIndex(indexOwner, func(t Ticket) [][]any {
		var places [][]any
		for _, topic := range t.readers() {
			places = append(places, []any{topic, t.UpdatedAt})
		}
		return places
	}),
	store.WithIndex(indexCompany, func(t Ticket) [][]any {
		if t.Company == "" {
			return nil
		}
		return [][]any{{t.Company, t.UpdatedAt}}
	}),
	store.WithIndex(indexAssignee, func(t Ticket) [][]any { return [][]any{{t.Assignee, t.UpdatedAt}} }),
	store.WithIndex(indexDepartment, func(t Ticket) [][]any { return [][]any{{t.Department, t.UpdatedAt}} }),
	store.WithIndex(indexStatus, func(t Ticket) [][]any { return [][]any{{string(t.Status), t.UpdatedAt}} }),
	store.WithIndex(indexPriority, func(t Ticket) [][]any { return [][]any{{t.Priority.rank(), t.UpdatedAt}} }),
	store.WithIndex(indexConversation, func(t Ticket) [][]any {
		var places [][]any
		for _, l := range t.Links {
			places = append(places, []any{l.Conv, t.Number})
		}
		return places
	}),
)

var entries = store.NewTable(tableEntry, func(e Entry) []any { return []any{e.Ticket, e.Seq} },
	store.WithUnique(indexCMID, func(e Entry) [][]any {
		if e.CMID == "" {
			return nil
		}
		return [][]any{{e.Author, e.CMID}}
	}),
	store.WithIndex(indexSaid, func(e Entry) [][]any {
		if e.SaidIn == "" {
			return nil
		}
		return [][]any{{e.SaidIn, e.SaidSeq}}
	}),
)

var requests = store.NewTable(tableRequest, func(q Request) []any { return []any{q.ID} },
	store.WithUnique(indexNumber, func(q Request) [][]any { return [][]any{{q.Number}} }),
	store.WithIndex(indexOwner, func(q Request) [][]any { return [][]any{{q.Customer, q.Number}} }),
)

// seen is what an Idempotency-Key led to.
type seen struct {
	Actor   string    `json:"actor"`
	Key     string    `json:"key"`
	Sum     string    `json:"sum"` // of what was asked
	Ticket  uint64    `json:"ticket,omitempty"`
	Request string    `json:"request,omitempty"`
	At      time.Time `json:"at"`
}

var keys = store.NewTable(tableKey, func(s seen) []any { return []any{s.Actor, s.Key} },
	store.WithIndex(indexAt, func(s seen) [][]any { return [][]any{{s.At}} }),
)
