package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// resetView is the page for a lost password, step by step.
type resetView struct {
	Step                string // ask, sent, code, password, over
	Email, Code         string
	TOTP                bool // a code of the second factor is needed too
	Error, Field, Title string
}

// resetPage asks for the address, or with ?step=code for the code of the mail.
func resetPage(c *gin.Context) error {
	v := resetView{Step: c.Query("step")}
	if v.Step != "code" && v.Step != "sent" {
		v.Step = "ask"
	}
	return web.Page(c, http.StatusOK, "portal/reset", v)
}

func (d door) resetForm(c *gin.Context) error {
	_, err := d.knock(c)
	if err == nil {
		err = d.AskReset(c.Request.Context(), c.PostForm("email"))
	}
	if err != nil {
		return resetAgain(c, err, resetView{Step: "ask", Email: c.PostForm("email")})
	}
	return web.Redirect(c, "/reset?step=sent")
}

// resetCodeForm looks at the code and goes on to the new password; nothing is
// used up by it.
func (d door) resetCodeForm(c *gin.Context) error {
	v := resetView{Step: "code", Code: c.PostForm("code")}
	_, err := d.knock(c)
	if err == nil {
		v, err = d.opened(c, v.Code)
	}
	if err != nil {
		return resetAgain(c, err, v)
	}
	return web.Page(c, http.StatusOK, "portal/reset", v)
}

func (d door) opened(c *gin.Context, code string) (resetView, error) {
	v := resetView{Step: "password", Code: code}
	err := d.Store.View(c.Request.Context(), func(r store.Reader) error {
		_, a, err := d.resetOf(r, code, d.Clock())
		if err != nil {
			v.Step = "code"
			return err
		}
		t, err := totpOf(r, a.ID)
		v.Email, v.TOTP = a.Email, t.On
		return err
	})
	return v, err
}

func (d door) resetPasswordForm(c *gin.Context) error {
	near, err := d.knock(c)
	var a Account
	var grant Grant
	if err == nil {
		a, grant, err = d.RedeemReset(c.Request.Context(), WayBack{
			Code: c.PostForm("code"), Password: c.PostForm("password"), Confirmation: c.PostForm("password_confirmation"), TOTP: c.PostForm("totp"),
			Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Device: d.browserOf(c), Replaces: ownSession(c),
		})
	}
	if err != nil {
		v, gone := d.opened(c, c.PostForm("code"))
		if gone != nil {
			err = gone
		}
		return resetAgain(c, err, v)
	}
	handOver(c, d.cookies(grant))
	if a.Actor().Staff() {
		return d.arrive(c, a, "")
	}
	return web.Redirect(c, "/profile?done=reset")
}

// resetAgain shows the step once more with what is wrong, or that the code is
// over and how to get another.
func resetAgain(c *gin.Context, err error, v resetView) error {
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	v.Error, v.Field = web.Sentence(c, f), f.Field
	switch {
	case f.Kind == fault.Gone:
		v.Step, v.Title = "over", "portal.reset.over."+f.Name()
	case f.Kind == fault.Unauthenticated:
		v.Field = "totp"
	}
	return web.Page(c, f.Kind.Status(), "portal/reset", v)
}
