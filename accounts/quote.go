package accounts

import (
	"strings"
	"time"

	"balcao/fault"
	"balcao/store"
)

// Quote is what somebody wrote, as a mail repeats it.
type Quote struct {
	Author string
	At     time.Time
	Text   string
}

// QuoteOf is the text that a notice names: of "invitation-request/ID" the reason
// of its refusal. What is gone is missing.
func QuoteOf(r store.Reader, ref string) (Quote, error) {
	kind, id, _ := strings.Cut(ref, "/")
	if kind != "invitation-request" {
		return Quote{}, fault.Missing()
	}
	q, err := askedOf(r, id)
	if err != nil {
		return Quote{}, err
	}
	if q.State != RequestRejected {
		return Quote{}, fault.Missing()
	}
	by, err := PersonOf(r, q.AnsweredBy)
	return Quote{Author: by.Name, At: q.AnsweredAt, Text: q.Reason}, err
}
