package main

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/chat"
	"balcao/store"
	"balcao/tickets"
	"balcao/web"
)

// counts is what the console's rail shows: chats of the actor, waiting, open,
// and tickets there is still something to do on.
type counts struct {
	chat.Counts
	TicketsOpen int `json:"tickets_open"`
}

func (h *house) counts(c *gin.Context) error {
	var n counts
	err := h.store.View(c.Request.Context(), func(r store.Reader) (err error) {
		if n.Counts, err = chat.CountsOf(r, web.Actor(c)); err != nil {
			return err
		}
		n.TicketsOpen, err = tickets.OpenCount(r)
		return err
	})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, n)
}
