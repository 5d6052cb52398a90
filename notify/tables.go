package notify

import (
	"time"

	"balcao/store"
)

// Names of the tables and the cursor of this feature; they are never reused.
const (
	tableNotice   = "notice"
	tableMail     = "mail"
	tableChoice   = "notice-choice"
	tableSettings = "mail-settings"
	cursorLog     = "notify"
)

const (
	indexID     = "id"
	indexAt     = "at"
	indexUnread = "unread"
	indexState  = "state"
	indexNext   = "next"
	indexTo     = "to"
)

var notices = store.NewTable(tableNotice, func(n Notice) []any { return []any{n.Account, n.Pos, n.Part} },
	store.WithUnique(indexID, func(n Notice) [][]any { return [][]any{{n.ID}} }),
	store.WithIndex(indexAt, func(n Notice) [][]any { return [][]any{{n.At}} }),
	store.WithIndex(indexUnread, func(n Notice) [][]any {
		if n.Read {
			return nil
		}
		return [][]any{{n.Account}}
	}),
)

var mails = store.NewTable(tableMail, func(m Mail) []any { return []any{m.ID} },
	store.WithIndex(indexAt, func(m Mail) [][]any { return [][]any{{m.At}} }),
	store.WithIndex(indexState, func(m Mail) [][]any { return [][]any{{m.State, m.At}} }),
	store.WithIndex(indexNext, func(m Mail) [][]any {
		if m.State != Waiting {
			return nil
		}
		return [][]any{{m.Next}}
	}),
	store.WithIndex(indexTo, func(m Mail) [][]any { return [][]any{{m.To, m.At}} }),
)

var choices = store.NewTable(tableChoice, func(c choice) []any { return []any{c.Account} })

var settingsTable = store.NewTable(tableSettings, func(Settings) []any { return []any{"only"} })

// Notice is one line of somebody's feed.
type Notice struct {
	Account string            `json:"account"`
	Pos     uint64            `json:"pos"` // of the event
	Part    uint64            `json:"part"`
	ID      string            `json:"id"`
	Kind    string            `json:"kind"`
	Args    map[string]string `json:"args,omitempty"`
	URL     string            `json:"url,omitempty"`
	At      time.Time         `json:"at"`
	Read    bool              `json:"read,omitempty"`
}

// The states of a mail.
const (
	Waiting = "waiting" // goes out when its time comes
	Sent    = "sent"    // a mail server took it
	Failed  = "failed"  // was refused, or given up
	Kept    = "kept"    // there was no mail server
)

// Mail is one mail to one person. It keeps references: address, link and quoted
// text are looked up whenever it is made.
type Mail struct {
	ID        string            `json:"id"`
	MessageID string            `json:"message_id"` // without <>
	Kind      string            `json:"kind"`
	To        string            `json:"to"` // topic
	Args      map[string]string `json:"args,omitempty"`
	URL       string            `json:"url,omitempty"`
	Link      string            `json:"link,omitempty"`
	Quote     string            `json:"quote,omitempty"`
	Thread    string            `json:"thread,omitempty"`
	At        time.Time         `json:"at"`
	State     string            `json:"state"`
	Attempts  int               `json:"attempts,omitempty"`
	Error     string            `json:"error,omitempty"`  // the mail server's own words
	Reason    string            `json:"reason,omitempty"` // or why it was given up here
	Next      time.Time         `json:"next,omitzero"`
	SentAt    time.Time         `json:"sent_at,omitzero"`
	Since     time.Time         `json:"since,omitzero"` // of the first attempt since it was asked for
	Times     int               `json:"times,omitempty"`
}

// Checks look at every row and index of this feature's tables, for balcao check.
func Checks() []store.CheckFunc {
	return []store.CheckFunc{notices.Check, mails.Check, choices.Check, settingsTable.Check}
}
