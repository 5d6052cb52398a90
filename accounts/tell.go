package accounts

import (
	"time"

	"balcao/store"
)

// kindNotice is an event that no socket shows: it carries only whom to tell.
const kindNotice = "~notice"

// tell lets people know of what the transaction does; a notice to nobody is
// written too, and tells nobody.
func tell(tx store.Tx, now time.Time, n store.Notice) {
	e := store.Event{Kind: kindNotice, At: now}
	if len(n.To) > 0 {
		e.Notices = []store.Notice{n}
	}
	tx.Append(e)
}
