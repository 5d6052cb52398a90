package chat

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// widgetDoor is where strangers come in by the widget: each address only so
// often.
type widgetDoor struct {
	*Desk
	arrivals *web.Limiter
}

func newWidgetDoor(d *Desk) widgetDoor {
	return widgetDoor{d, web.NewLimiter(d.VisitorRate, d.VisitorRate)}
}

func (w widgetDoor) getSite(c *gin.Context) error {
	v, err := w.SiteInfo(c.Request.Context(), c.Param("site"))
	return reply(c, http.StatusOK, v, err)
}

func (w widgetDoor) postVisitor(c *gin.Context) error {
	if retry, ok := w.arrivals.Allow(web.Neighbourhood(web.ClientIP(c)), w.Clock()); !ok {
		return &fault.Error{Kind: fault.RateLimited, Retry: retry}
	}
	var in struct {
		Site     string `json:"site"`
		Name     string `json:"name"`
		Email    string `json:"email"`
		Locale   string `json:"locale"`
		Page     string `json:"page"`
		Identity string `json:"identity"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.Site == "" {
		return fault.Field("site", "required")
	}
	if in.Locale == "" {
		in.Locale = web.Locale(c)
	}
	from := accounts.Visitor{
		Site: in.Site, Name: in.Name, Email: in.Email, Locale: in.Locale, Page: in.Page,
		UserAgent: c.Request.UserAgent(), Address: web.ClientIP(c),
	}
	var p accounts.Person
	var token string
	var err error
	if in.Identity != "" {
		p, token, err = w.ArriveVouched(c.Request.Context(), in.Identity, from)
	} else {
		from, token, err = w.Arrive(c.Request.Context(), from)
		p = from.Person()
	}
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusCreated, map[string]any{"visitor": p.ID, "token": token, "kind": p.Kind, "name": p.Name, "email": p.Email})
}

func (w widgetDoor) getVisitor(c *gin.Context) error {
	who := web.Actor(c)
	if who.Role == actor.Customer {
		return web.JSON(c, http.StatusOK, customerBody(who))
	}
	var v accounts.Visitor
	err := w.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v, err = accounts.VisitorOf(r, who.ID)
		return known(err)
	})
	return reply(c, http.StatusOK, visitorBody(v), err)
}

func (w widgetDoor) patchVisitor(c *gin.Context) error {
	var in VisitorChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if who := web.Actor(c); who.Role == actor.Customer {
		return web.JSON(c, http.StatusOK, customerBody(who)) // the profile is changed in the portal
	}
	v, err := w.ChangeVisitor(c.Request.Context(), web.Actor(c), in)
	return reply(c, http.StatusOK, visitorBody(v), err)
}

// deleteVisitor is the sign-out of the page around the widget.
func (w widgetDoor) deleteVisitor(c *gin.Context) error {
	if err := w.Visitors.LeaveWidget(c.Request.Context(), web.Actor(c)); err != nil {
		return err
	}
	return web.NoContent(c)
}

// customerBody is the customer whom a product vouched for, as a visitor.
func customerBody(a actor.Actor) map[string]any {
	return map[string]any{"visitor": a.ID, "site": a.Site, "kind": a.Kind(), "name": a.Name, "email": a.Email, "locale": a.Locale}
}

func visitorBody(v accounts.Visitor) map[string]any {
	return map[string]any{"visitor": v.ID, "site": v.Site, "kind": "visitor", "name": v.Name, "email": v.Email, "locale": v.Locale}
}
