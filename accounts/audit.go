package accounts

import (
	"time"

	"balcao/actor"
	"balcao/store"
)

// AuditEntry is one line of the audit log. It names people by id only, so
// that it can outlive them.
type AuditEntry struct {
	ID     uint64         `json:"id"`
	At     time.Time      `json:"at"`
	Actor  string         `json:"actor"` // topic; empty = the program itself
	Role   string         `json:"role"`
	Verb   string         `json:"verb"`
	Object string         `json:"object"`
	Detail map[string]any `json:"detail,omitempty"`
}

// Audit writes down who did what at now, in the transaction that does it.
// Nothing is ever changed or taken out of the log. detail holds ids and codes,
// never names, addresses or text.
func Audit(tx store.Tx, now time.Time, a actor.Actor, verb, object string, detail map[string]any) error {
	id, err := store.Next(tx, tableAudit)
	if err != nil {
		return err
	}
	err = auditTable.Insert(tx, AuditEntry{
		ID: id, At: now.UTC(), Actor: a.Topic(), Role: a.Role.String(), Verb: verb, Object: object, Detail: detail,
	})
	if err != nil {
		return err
	}
	return histories.Insert(tx, history{object, id})
}

// AuditPage returns entries newest first, all or of one verb.
func AuditPage(r store.Reader, verb, cursor string, limit int) ([]AuditEntry, string, error) {
	if verb == "" {
		return auditTable.Page(r, "", nil, true, cursor, limit)
	}
	return auditTable.Page(r, "verb", []any{verb}, true, cursor, limit)
}
