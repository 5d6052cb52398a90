package web

import (
	"context"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
)

// Bell is what the bell at the top of every page shows: the newest notices and
// how many are unread.
type Bell struct {
	Unread int
	Items  []BellItem
}

// BellItem is one notice; URL marks it as read on the way to what it is about.
type BellItem struct {
	ID, Title, URL string
	At             time.Time
	Read           bool
}

// bellOf looks once for a page that asks; what cannot be read is not shown.
func (r *Router) bellOf(c *gin.Context) func() *Bell {
	return func() *Bell {
		who := Actor(c)
		if r.Bell == nil || !actor.Accounts.Has(who.Role) || who.MustChange || who.NeedsTOTP {
			return nil
		}
		b, err := r.Bell(context.WithoutCancel(c.Request.Context()), who, Locale(c))
		if err != nil {
			r.Log.Error("bell failed", slog.String("request_id", RequestID(c)), slog.Any("err", err))
			return nil
		}
		return &b
	}
}

// Bell is what the reader has been told of; nil for whoever is told nothing.
func (v View) Bell() *Bell { return v.bell() }
