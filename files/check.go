package files

import "balcao/store"

// Checks look at every row and index of this feature's tables, for balcao check.
func Checks() []store.CheckFunc {
	return []store.CheckFunc{
		rows.Check,
	}
}
