package chat

import "balcao/accounts"

// rankOf is the place of a cover in the queue: nobody's without licence,
// licensed before them, above both the plan's own rank.
func rankOf(c accounts.Cover) int {
	switch c.State {
	case accounts.Covered:
		return min(MaxRank, 2+max(0, c.Rank))
	case accounts.Licensed:
		return 1
	}
	return 0
}
