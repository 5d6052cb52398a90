package accounts

import "balcao/store"

// Checks look at every row and index of this feature's tables, for balcao check.
func Checks() []store.CheckFunc {
	return []store.CheckFunc{
		accounts.Check,
		credentials.Check,
		sessions.Check,
		visitors.Check,
		settingsTable.Check,
		auditTable.Check,
		setupTable.Check,
		securityTable.Check,
		passwordResets.Check,
		totps.Check,
		emailChanges.Check,
		devices.Check,
		products.Check,
		companies.Check,
		licences.Check,
		contracts.Check,
		plans.Check,
		calendars.Check,
		installations.Check,
		coversSeen.Check,
		histories.Check,
		productKeys.Check,
		passes.Check,
		spentTokens.Check,
		pictures.Check,
		codes.Check,
		invitations.Check,
		domainsTable.Check,
		asked.Check,
		remindedTable.Check,
	}
}
