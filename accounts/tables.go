package accounts

import (
	"strings"

	"balcao/store"
)

// The names of the tables in the data file; they are never reused.
const (
	tableAccount    = "account"
	tableCredential = "credential"
	tableSession    = "session"
	tableVisitor    = "visitor"
	tableSettings   = "settings"
	tableAudit      = "audit"
	tableSetup      = "setup"
	tableCode       = "code"
	tableInvitation = "invitation"
	tableDomains    = "domains"
	tableSecurity   = "security"
	tableReset      = "password_reset"
	tableTOTP       = "totp"
	tableEmail      = "email_change"
	tableDevice     = "device"
	tablePicture    = "picture"
)

var accounts = store.NewTable(tableAccount, func(a Account) []any { return []any{a.ID} },
	store.WithUnique("email", func(a Account) [][]any { return [][]any{{EmailKey(a.Email)}} }),
	store.WithIndex("name", func(a Account) [][]any { return [][]any{{strings.ToLower(a.Name)}} }),
	store.WithIndex("role", func(a Account) [][]any { return [][]any{{a.Role.String(), strings.ToLower(a.Name)}} }),
	store.WithIndex("company", func(a Account) [][]any {
		if a.Company == "" {
			return nil
		}
		return [][]any{{a.Company, strings.ToLower(a.Name)}}
	}),
)

var credentials = store.NewTable(tableCredential, func(c credential) []any { return []any{c.Account} })

var sessions = store.NewTable(tableSession, func(s Session) []any { return []any{s.ID} },
	store.WithUnique("hash", func(s Session) [][]any { return [][]any{{s.Hash}} }),
	store.WithUnique("family", func(s Session) [][]any {
		if s.Family == "" {
			return nil
		}
		return [][]any{{s.Family}}
	}),
	store.WithIndex("account", func(s Session) [][]any { return [][]any{{s.Account, s.CreatedAt}} }),
	store.WithIndex("key", func(s Session) [][]any {
		if s.Key == "" {
			return nil
		}
		return [][]any{{s.Key}}
	}),
)

var visitors = store.NewTable(tableVisitor, func(v Visitor) []any { return []any{v.ID} },
	store.WithUnique("hash", func(v Visitor) [][]any {
		hashes := [][]any{{v.Hash}}
		for _, hash := range v.More {
			hashes = append(hashes, []any{hash})
		}
		return hashes
	}),
	store.WithUnique("subject", func(v Visitor) [][]any {
		if !v.Vouched() {
			return nil
		}
		return [][]any{{v.Product, v.Subject}}
	}),
)

var settingsTable = store.NewTable(tableSettings, func(Settings) []any { return []any{"only"} })

var auditTable = store.NewTable(tableAudit, func(e AuditEntry) []any { return []any{e.ID} },
	store.WithIndex("verb", func(e AuditEntry) [][]any { return [][]any{{e.Verb}} }),
)

var setupTable = store.NewTable(tableSetup, func(setupToken) []any { return []any{"only"} })

var codes = store.NewTable(tableCode, func(c codeRow) []any { return []any{c.Hash} })

var invitations = store.NewTable(tableInvitation, func(i Invitation) []any { return []any{i.ID} },
	store.WithIndex("email", func(i Invitation) [][]any { return [][]any{{EmailKey(i.Email), i.CreatedAt}} }),
	store.WithIndex("company", func(i Invitation) [][]any {
		if i.Company == "" {
			return nil
		}
		return [][]any{{i.Company, i.CreatedAt}}
	}),
)

var (
	domainsTable  = store.NewTable(tableDomains, func(Domains) []any { return []any{"only"} })
	securityTable = store.NewTable(tableSecurity, func(securityRow) []any { return []any{"only"} })
)

var passwordResets = store.NewTable(tableReset, func(p passwordReset) []any { return []any{p.Account} })

var totps = store.NewTable(tableTOTP, func(t totp) []any { return []any{t.Account} })

var emailChanges = store.NewTable(tableEmail, func(e emailChange) []any { return []any{e.ID} },
	store.WithIndex("account", func(e emailChange) [][]any { return [][]any{{e.Account, e.AskedAt}} }),
)

var devices = store.NewTable(tableDevice, func(d knownDevice) []any { return []any{d.Account, d.Hash} })

var pictures = store.NewTable(tablePicture, func(p picture) []any { return []any{p.Account} })
