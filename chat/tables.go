package chat

import "balcao/store"

// Names of the tables of this feature. "message" has a bucket of its own in
// the engine: it only grows.
const (
	tableConversation = "conversation"
	tableHead         = "conversation-head"
	tableMessage      = "message"
	tableMark         = "conversation-mark"
	tableWaiting      = "conversation-waiting"
	tableRouting      = "conversation-routing"
	tablePresence     = "presence"
	tableDepartment   = "department"
	tableSite         = "site"
	tableCanned       = "canned-reply"
	tableDraft        = "draft"
	tableBlock        = "block"
	tableWait         = "department-wait"
	tableTold         = "conversation-told"
	tableLink         = "conversation-link"
)

var conversations = store.NewTable(tableConversation,
	func(c Conversation) []any { return []any{c.ID} },
	store.WithIndex("open", func(c Conversation) [][]any {
		if c.State == Closed {
			return nil
		}
		return [][]any{{c.ID}}
	}),
	store.WithIndex("closed", func(c Conversation) [][]any {
		if c.State != Closed {
			return nil
		}
		return [][]any{{c.ClosedAt, c.ID}}
	}),
	store.WithIndex("operator", func(c Conversation) [][]any {
		if c.State != Assigned && c.State != Offered {
			return nil
		}
		return [][]any{{c.Operator, c.ID}}
	}),
	store.WithIndex("customer", func(c Conversation) [][]any {
		keys := [][]any{{c.Customer, c.ID}}
		if c.Visitor != "" && c.Visitor != c.Customer {
			keys = append(keys, []any{c.Visitor, c.ID})
		}
		return keys
	}))

var messages = store.NewTable(tableMessage,
	func(m Message) []any { return []any{m.Conv, m.Stream, m.Seq} },
	store.WithUnique("cmid", func(m Message) [][]any {
		if m.CMID == "" {
			return nil
		}
		// cmid first: clients make them in the order of time, so what is written
		// at one time lies side by side
		return [][]any{{m.CMID, m.Author}}
	}))

var waitings = store.NewTable(tableWaiting, func(w Waiting) []any { return w.key() })

var decisions = store.NewTable(tableRouting, func(d Decision) []any { return []any{d.Conv, d.N} })

var presences = store.NewTable(tablePresence, func(p Presence) []any { return []any{p.Account} })

var departments = store.NewTable(tableDepartment, func(d Department) []any { return []any{d.ID} })

var sites = store.NewTable(tableSite, func(s Site) []any { return []any{s.ID} })

var cannedReplies = store.NewTable(tableCanned, func(c Canned) []any { return []any{c.ID} })

var drafts = store.NewTable(tableDraft, func(d draftRow) []any { return []any{d.Account, d.Key} })

var marks = store.NewTable(tableMark, func(m mark) []any { return []any{m.Conv, m.Account} })

var blocks = store.NewTable(tableBlock, func(b block) []any { return []any{b.Topic} })

var waits = store.NewTable(tableWait, func(w waitSamples) []any { return []any{w.Department} })

var wordsSent = store.NewTable(tableTold, func(t wordSent) []any { return []any{t.Conv} })

var answerLinks = store.NewTable(tableLink, func(l answerLink) []any { return []any{l.ID} },
	store.WithUnique("hash", func(l answerLink) [][]any { return [][]any{{l.Hash}} }))
