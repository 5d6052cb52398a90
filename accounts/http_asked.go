package accounts

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// An address may have 30 requests for invitations taken at once, then one a
// minute; what is refused for a field does not count.
const (
	asksPerMinute = 1
	asksAtOnce    = 30
)

// askTakes is how long a stranger waits for the answer to a request: what is
// written for a known address is less than for another, and nobody shall learn
// by a clock which it was.
const askTakes = 50 * time.Millisecond

// postAsked answers the same whether the address is known or not.
func (d door) postAsked(c *gin.Context) error {
	var in Asked
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := d.ask(c, in); err != nil {
		return err
	}
	return web.JSON(c, http.StatusAccepted, map[string]any{})
}

func (d door) ask(c *gin.Context, in Asked) error {
	in.Locale = web.Locale(c)
	if err := d.mayAsk(c, in); err != nil {
		return err
	}
	if _, err := d.knock(c); err != nil {
		return err
	}
	began := d.Clock()
	if err := d.Ask(c.Request.Context(), web.Actor(c), in); err != nil {
		return err
	}
	pause(c.Request.Context(), askTakes-d.Clock().Sub(began))
	return nil
}

// mayAsk refuses what needs no place in the queue before it is counted.
func (d door) mayAsk(c *gin.Context, in Asked) error {
	if err := in.clean(asksForCompany(web.Actor(c))); err != nil {
		return err
	}
	return d.Store.View(c.Request.Context(), func(r store.Reader) error { return CorporateEmail(r, "email", in.Email) })
}

func (g *Registry) getAsked(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	f := AskedFilter{State: c.Query("state"), Query: c.Query("q")}
	if f.State != "" && !slices.Contains([]string{RequestOpen, RequestApproved, RequestRejected}, f.State) {
		return fault.Field("state", "asked_state_bad")
	}
	var items []AskedView
	var next string
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		items, next, err = g.AskedPage(r, web.Actor(c), f, cursor, limit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (g *Registry) approveAsked(c *gin.Context) error {
	var in Approval
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := g.Approve(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (g *Registry) rejectAsked(c *gin.Context) error {
	var in struct {
		Reason string `json:"reason"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := g.Reject(c.Request.Context(), web.Actor(c), c.Param("id"), in.Reason)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}
