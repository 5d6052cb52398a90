package accounts

import "balcao/store"

// invitationDays is for how many days an invitation is good.
func invitationDays(r store.Reader) (int, error) {
	s, err := SecurityOf(r)
	return s.InvitationDays, err
}
