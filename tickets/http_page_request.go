package tickets

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/text"
	"balcao/web"
)

type requestView struct {
	RequestView
	Draft Draft
	HTML  string // of what was written
	Fresh bool   // just refused
}

// requestPage tells why something is no ticket yet, that it was kept, and what
// happens next.
func (k *Tracker) requestPage(c *gin.Context) error {
	who := web.Actor(c)
	if who.Staff() {
		return web.Redirect(c, "/console/tickets")
	}
	v := requestView{Fresh: c.Query("done") == "kept"}
	err := k.Store.View(c.Request.Context(), func(r store.Reader) error {
		q, err := requestOf(r, who, c.Param("id"))
		if err != nil {
			return err
		}
		v.Draft = q.Draft
		v.RequestView, err = peopleOf(r, false).request(q)
		return err
	})
	if err != nil {
		return err
	}
	v.HTML = text.Ticket(v.Description)
	return web.Page(c, http.StatusOK, "portal/request", v)
}
