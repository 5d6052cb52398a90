package tickets

import (
	"context"

	"balcao/actor"
	"balcao/store"
)

// able is what the viewer may do to a ticket as it stands now.
type able struct {
	CanReply, CanClose, CanReopen bool
	// Asks is set where a comment is kept as a request: the cover has ended.
	Asks bool
}

// able asks for the viewer's rights; one that answers later asks again.
func (k *Tracker) able(ctx context.Context, a actor.Actor, number uint64) (can able, err error) {
	err = k.Store.View(ctx, func(r store.Reader) error {
		t, err := readable(r, a, "ticket.read", number)
		if err != nil {
			return err
		}
		state, err := covered(r, k.time(), t)
		if err != nil {
			return err
		}
		can = able{Asks: state != "" && t.Status != StatusClosed}
		if t.Status == StatusClosed {
			can.CanReopen = state == "" && k.time().Sub(t.ClosedAt) < reopenFor && may(r, a, "ticket.reopen", t) == nil
			return nil
		}
		can.CanReply, can.CanClose = may(r, a, "ticket.reply", t) == nil, may(r, a, "ticket.close", t) == nil
		return nil
	})
	return can, err
}
