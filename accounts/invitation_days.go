package accounts

import "balcao/store"

// invitationDaysUsual is how long a code opens its invitation.
const invitationDaysUsual = 14

// invitationDays is for how many days an invitation is good.
func invitationDays(r store.Reader) (int, error) { return invitationDaysUsual, r.Err() }
