package chat

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/accounts"
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
	if in.Identity != "" {
		return fault.Field("identity", "identity_unknown") // no product has a key here yet
	}
	if in.Locale == "" {
		in.Locale = web.Locale(c)
	}
	v, token, err := w.Arrive(c.Request.Context(), accounts.Visitor{
		Site: in.Site, Name: in.Name, Email: in.Email, Locale: in.Locale, Page: in.Page,
		UserAgent: c.Request.UserAgent(), Address: web.ClientIP(c),
	})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusCreated, map[string]any{"visitor": v.ID, "token": token, "name": v.Name, "email": v.Email})
}

func (w widgetDoor) getVisitor(c *gin.Context) error {
	var v accounts.Visitor
	err := w.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v, err = accounts.VisitorOf(r, web.Actor(c).ID)
		return known(err)
	})
	return reply(c, http.StatusOK, visitorBody(v), err)
}

func (w widgetDoor) patchVisitor(c *gin.Context) error {
	var in VisitorChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := w.ChangeVisitor(c.Request.Context(), web.Actor(c), in)
	return reply(c, http.StatusOK, visitorBody(v), err)
}

func visitorBody(v accounts.Visitor) map[string]any {
	return map[string]any{"visitor": v.ID, "site": v.Site, "name": v.Name, "email": v.Email, "locale": v.Locale}
}
