package chat

import (
	"balcao/actor"
	"balcao/store"
)

// Own counts the actor's conversations and the messages in them that he has
// not read.
func Own(r store.Reader, a actor.Actor) (all, fresh int, err error) {
	for c, err := range conversations.By(r, "customer", a.Topic()) {
		if err != nil {
			return 0, 0, err
		}
		h, err := headOf(r, c.ID)
		if err != nil {
			return 0, 0, err
		}
		n, err := unread(r, c.ID, a, &h)
		if err != nil {
			return 0, 0, err
		}
		if all++; all > scanLimit {
			break
		}
		fresh += int(n) //nolint:gosec // bounded by the messages there are
	}
	return all, fresh, nil
}
