package web

import (
	"context"
	"log/slog"
	"sync"

	"github.com/gin-gonic/gin"

	"balcao/actor"
)

// Tally counts what is a customer's own.
type Tally struct {
	Open, Chats, Unread, Requests int
	Company                       string // name of the reader's own
}

// tallyOf counts once for a page that asks; what cannot be counted is not
// shown.
func (r *Router) tallyOf(c *gin.Context) func() Tally {
	return sync.OnceValue(func() (t Tally) {
		who := Actor(c)
		if r.Tally == nil || who.Role != actor.Customer || who.MustChange {
			return t
		}
		t, err := r.Tally(context.WithoutCancel(c.Request.Context()), who)
		if err != nil {
			r.Log.Error("tally failed", slog.String("request_id", RequestID(c)), slog.Any("err", err))
		}
		return t
	})
}

// Tally is what the reader has open.
func (v View) Tally() Tally { return v.tally() }
