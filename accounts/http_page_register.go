package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/web"
)

type registerView struct {
	Invited
	Error, Field, Support string
}

// registerPage asks for the password of the invited account.
func (d door) registerPage(c *gin.Context) error {
	code := d.keptInvitation(c)
	if code == "" {
		return web.Redirect(c, "/invite")
	}
	if _, err := d.knock(c); err != nil {
		return err
	}
	v, err := d.invitedFor(c, code)
	if err != nil {
		return d.refuse(c, err, code)
	}
	if over, err := d.someoneElse(c, v); over || err != nil {
		return err
	}
	return d.showRegister(c, http.StatusOK, registerView{Invited: v})
}

func (d door) showRegister(c *gin.Context, status int, v registerView) error {
	var err error
	if v.Support, err = d.supportAddress(c); err != nil {
		return err
	}
	return web.Page(c, status, "portal/invite-register", v)
}

// someoneElse refuses, with a way on, whoever is signed in: an invitation makes
// an account of its own.
func (d door) someoneElse(c *gin.Context, v Invited) (refused bool, err error) {
	if who := web.Actor(c); !actor.Accounts.Has(who.Role) {
		return false, nil
	}
	over := overView{Reason: "other", Email: v.Email}
	if over.Support, err = d.supportAddress(c); err != nil {
		return true, err
	}
	return true, web.Page(c, http.StatusConflict, "portal/invite-over", over)
}

func (d door) registerForm(c *gin.Context) error {
	code := c.PostForm("code")
	if code == "" {
		code = d.keptInvitation(c)
	}
	if code == "" {
		return web.Redirect(c, "/invite") // the cookie is over: the code is asked for again
	}
	if _, err := d.knock(c); err != nil {
		return err
	}
	v, err := d.invitedFor(c, code)
	if err == nil {
		if over, err := d.someoneElse(c, v); over || err != nil {
			return err
		}
	}
	var grant Grant
	if err == nil {
		_, grant, err = d.Redeem(c.Request.Context(), Redemption{
			Code: code, Password: c.PostForm("password"), Confirmation: c.PostForm("password_confirmation"), Locale: web.Locale(c),
			TimeZone: c.PostForm("time_zone"), Address: web.ClientIP(c), UserAgent: c.Request.UserAgent(),
		})
	}
	f := fault.Of(err)
	switch {
	case f == nil:
		d.keepInvitation(c, "")
		handOver(c, d.cookies(grant))
		return web.Redirect(c, "/profile?done=registered")
	case f.Kind == fault.Invalid && f.Field != "code":
		return d.showRegister(c, f.Kind.Status(), registerView{Invited: v, Error: web.Sentence(c, f), Field: f.Field})
	}
	return d.refuse(c, err, code)
}
