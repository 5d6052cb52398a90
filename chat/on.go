package chat

import (
	"context"

	"balcao/actor"
	"balcao/store"
)

// on does one deed to a conversation in a transaction of its own, if the actor
// may; fn gets the conversation and its head as they are now and saves them.
func (d *Desk) on(ctx context.Context, a actor.Actor, verb, conv string, fn func(tx store.Tx, c Conversation, h head) error) error {
	return d.Store.Update(ctx, func(tx store.Tx) error {
		c, h, err := both(tx, conv)
		if err != nil {
			return err
		}
		if err := may(tx, a, verb, c); err != nil {
			return err
		}
		return fn(tx, c, h)
	})
}
