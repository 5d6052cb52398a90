package accounts

import "balcao/store"

// unprotected tells whether the account must have a second factor and has
// none.
func unprotected(r store.Reader, a Account) (bool, error) {
	if !a.Actor().Staff() {
		return false, nil
	}
	row, err := securityDecided(r)
	if err != nil || !row.StaffTOTP {
		return false, err
	}
	t, err := totpOf(r, a.ID)
	return !t.On, err
}

// shutUnprotected closes the open connections of staff without a second factor;
// they stay signed in, to set one up.
func (g *Registry) shutUnprotected(tx store.Tx) error {
	var topics []string
	for a, err := range Staff(tx) {
		if err != nil {
			return err
		}
		bare, err := unprotected(tx, a)
		if err != nil {
			return err
		}
		if bare {
			topics = append(topics, "account/"+a.ID)
		}
	}
	revoked(tx, g.Clock().UTC(), topics...)
	return nil
}
