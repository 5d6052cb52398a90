package accounts

import (
	"errors"

	"balcao/store"
)

// history is the place of one object's line in the audit log.
type history struct {
	Object string `json:"object"`
	Entry  uint64 `json:"entry"`
}

// HistoryPage returns what was done to an object ("company/ID"), newest first.
// Lines older than this list are in the audit log alone.
func HistoryPage(r store.Reader, object, cursor string, limit int) ([]AuditEntry, string, error) {
	places, next, err := histories.Page(r, "", []any{object}, true, cursor, limit)
	if err != nil {
		return nil, "", err
	}
	entries := make([]AuditEntry, 0, len(places))
	for _, p := range places {
		e, err := auditTable.Get(r, p.Entry)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		entries = append(entries, e)
	}
	return entries, next, nil
}
