package accounts

import (
	"time"

	"balcao/store"
)

// AuditFilter narrows the audit log; what is zero narrows nothing.
type AuditFilter struct {
	Verb, Object string
	Actor        string    // topic
	From, To     time.Time // From counts, To does not
}

const (
	// auditLook is how many lines one page may read: a filter that fits few of
	// them gives a short page with a next one instead of a slow one.
	auditLook = 2000
	// auditSlack is how far back the clock may once have been set: lines are in
	// the order they were written, not quite in that of their times.
	auditSlack = 24 * time.Hour
)

// AuditFound returns the entries that fit, newest first. A page may be short,
// or empty, and have a next one.
func AuditFound(r store.Reader, f AuditFilter, cursor string, limit int) ([]AuditEntry, string, error) {
	found := []AuditEntry{}
	for looked := 0; ; {
		entries, next, err := f.page(r, cursor, limit-len(found))
		if err != nil {
			return nil, "", err
		}
		for _, e := range entries {
			if e.At.Before(f.From.Add(-auditSlack)) {
				return found, "", nil
			}
			if f.fits(e) {
				found = append(found, e)
			}
		}
		looked += len(entries)
		if next == "" || len(found) >= limit || looked >= auditLook {
			return found, next, nil
		}
		cursor = next
	}
}

// page reads by the index that leaves least to pass over.
func (f AuditFilter) page(r store.Reader, cursor string, limit int) ([]AuditEntry, string, error) {
	if f.Object != "" {
		return HistoryPage(r, f.Object, cursor, limit)
	}
	return AuditPage(r, f.Verb, cursor, limit)
}

func (f AuditFilter) fits(e AuditEntry) bool {
	return (f.Verb == "" || e.Verb == f.Verb) && (f.Actor == "" || e.Actor == f.Actor) &&
		(f.Object == "" || e.Object == f.Object) && !e.At.Before(f.From) && (f.To.IsZero() || e.At.Before(f.To))
}
