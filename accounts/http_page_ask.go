package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/web"
)

type askView struct {
	Asked
	Sent                  bool
	Error, Field, Support string
}

// askPage is the form to ask for an invitation; with ?sent what happens next,
// the same whoever asked.
func (g *Registry) askPage(c *gin.Context) error {
	return g.showAsk(c, http.StatusOK, askView{Sent: c.Query("sent") != ""})
}

func (g *Registry) showAsk(c *gin.Context, status int, v askView) error {
	var err error
	if v.Support, err = g.supportAddress(c); err != nil {
		return err
	}
	return web.Page(c, status, "portal/invite-request", v)
}

func (d door) askForm(c *gin.Context) error {
	v := askView{Asked: asIs(c)}
	err := d.ask(c, v.Asked)
	f := fault.Of(err)
	switch {
	case f == nil:
		return web.Redirect(c, "/invite/request?sent=1")
	case f.Kind == fault.Internal:
		return err
	}
	v.Error, v.Field = web.Sentence(c, f), f.Field
	return d.showAsk(c, f.Kind.Status(), v)
}

// asIs is what was typed into the form.
func asIs(c *gin.Context) Asked {
	return Asked{
		Name: c.PostForm("name"), Company: c.PostForm("company"), JobTitle: c.PostForm("job_title"), Email: c.PostForm("email"), Phone: c.PostForm("phone"),
	}
}

// renewForm asks for an invitation in place of the expired one whose code the
// browser has.
func (d door) renewForm(c *gin.Context) error {
	code := d.keptInvitation(c)
	if code == "" {
		return web.Redirect(c, "/invite/request")
	}
	if _, err := d.knock(c); err != nil {
		return err
	}
	err := d.AskAnew(c.Request.Context(), code, web.Locale(c))
	switch f := fault.Of(err); {
	case f == nil:
		d.keepInvitation(c, "")
		return web.Redirect(c, "/invite/request?sent=1")
	case f.Name() == "invitation_good":
		return web.Redirect(c, "/invite/register")
	}
	return d.refuse(c, err, code)
}
