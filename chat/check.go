package chat

import "balcao/store"

// Checks look at every row and index of this feature's tables, for balcao check.
func Checks() []store.CheckFunc {
	return []store.CheckFunc{
		conversations.Check,
		messages.Check,
		waitings.Check,
		decisions.Check,
		presences.Check,
		departments.Check,
		sites.Check,
		cannedReplies.Check,
		drafts.Check,
		marks.Check,
		blocks.Check,
		waits.Check,
		wordsSent.Check,
		answerLinks.Check,
	}
}
