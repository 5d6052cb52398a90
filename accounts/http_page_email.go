package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// emailView is the page for another e-mail address.
type emailView struct {
	Step         string // ask, code, over
	Email        string // typed
	Pending      string // waits to be confirmed
	Code         string
	Error, Field string
}

func (g *Registry) emailViewOf(c *gin.Context, step string) (v emailView, err error) {
	v.Step = step
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v.Pending, err = pendingEmail(r, web.Actor(c).ID, g.Clock())
		return err
	})
	return v, err
}

// emailPage asks for the new address.
func (g *Registry) emailPage(c *gin.Context) error {
	v, err := g.emailViewOf(c, "ask")
	if err != nil {
		return err
	}
	return web.Page(c, http.StatusOK, "portal/email", v)
}

// emailCodePage asks for the code that the new address was sent.
func (g *Registry) emailCodePage(c *gin.Context) error {
	v, err := g.emailViewOf(c, "code")
	if err != nil {
		return err
	}
	return web.Page(c, http.StatusOK, "portal/email", v)
}

func (g *Registry) emailForm(c *gin.Context) error {
	err := g.AskEmailChange(c.Request.Context(), web.Actor(c), c.PostForm("email"), c.PostForm("password"), nearOf(c))
	if err != nil {
		return g.emailAgain(c, err, "ask")
	}
	return web.Redirect(c, "/email")
}

func (d door) emailCodeForm(c *gin.Context) error {
	_, err := d.knock(c)
	if err == nil {
		_, err = d.ConfirmEmailChange(c.Request.Context(), web.Actor(c), c.PostForm("code"))
	}
	if err != nil {
		return d.emailAgain(c, err, "code")
	}
	return web.Redirect(c, "/profile?done=email")
}

func (g *Registry) emailAgain(c *gin.Context, err error, step string) error {
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	v, err := g.emailViewOf(c, step)
	if err != nil {
		return err
	}
	v.Email, v.Code, v.Error, v.Field = c.PostForm("email"), c.PostForm("code"), web.Sentence(c, f), f.Field
	if f.Kind == fault.Gone || f.Kind == fault.Conflict {
		v.Step = "over"
	}
	return web.Page(c, f.Kind.Status(), "portal/email", v)
}
