package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/web"
)

// stepView is the page that asks for the second factor.
type stepView struct {
	Step, Return, Code, Error, Field string
}

// askStep shows that page to somebody whose password was right.
func (d door) askStep(c *gin.Context, in signInView) error {
	carried, err := d.halfWay(c.Request.Context(), in.Email, in.Remember)
	if err != nil {
		return err
	}
	return web.Page(c, http.StatusOK, "portal/sign-in-code", stepView{Step: carried, Return: in.Return})
}

func (d door) stepForm(c *gin.Context) error {
	in := stepView{Step: c.PostForm("step"), Return: c.PostForm("return"), Field: "code"}
	near, err := d.knock(c)
	var a Account
	var grant Grant
	if err == nil {
		a, grant, err = d.SignInOn(c.Request.Context(), in.Step, SignIn{
			Code: c.PostForm("code"), Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Device: d.browserOf(c), Replaces: ownSession(c),
		})
	}
	if f := fault.Of(err); f != nil {
		switch f.Kind {
		case fault.Internal:
			return err
		case fault.Gone:
			return web.Page(c, f.Kind.Status(), "portal/sign-in", signInView{Return: in.Return, Error: web.Sentence(c, f), Code: f.Name()})
		}
		in.Error = web.Sentence(c, f)
		return web.Page(c, f.Kind.Status(), "portal/sign-in-code", in)
	}
	handOver(c, d.cookies(grant))
	d.rememberEmail(c, a.Email, grant.Remember != "")
	return d.arrive(c, a, in.Return)
}

// arrive sends somebody who just signed in to the page that was asked for, or
// where people like them begin.
func (g *Registry) arrive(c *gin.Context, a Account, asked string) error {
	if a.MustChange {
		return web.Redirect(c, "/profile?must_change=1")
	}
	return web.Redirect(c, web.Local(asked, g.landingOf(c, a)))
}
