package accounts

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/web"
)

// ssoView is the page between a product and the portal: without an error it
// waits for the token that rides in the fragment, or asks.
type ssoView struct {
	Token, Return string
	Ask           bool   // somebody of the staff is signed in here
	Code, Error   string // why not
	Next          string // what to do: again, invitation, sign_in or tell
}

// getSSO takes the token from the query, for products that can do no better,
// or shows the page that takes it from the fragment.
func (d door) getSSO(c *gin.Context) error {
	token := cmp.Or(c.Query("token"), c.Query("identity"))
	if strings.Contains(c.GetHeader("Sec-Purpose"), "prefetch") {
		return fault.New(fault.Busy, "") // the token is for the person, not for a browser that guesses
	}
	if token == "" {
		return web.Page(c, http.StatusOK, "portal/sso", ssoView{Return: c.Query("return")})
	}
	return d.enterVouched(c, token, c.Query("return"), false)
}

func (d door) postSSO(c *gin.Context) error {
	return d.enterVouched(c, cmp.Or(c.PostForm("token"), c.PostForm("identity")), c.PostForm("return"), c.PostForm("go_on") != "")
}

// enterVouched signs in and lands. A customer who is signed in here goes out
// for the other: computers are shared. Staff are asked: a stranger's page might
// be sending them.
func (d door) enterVouched(c *gin.Context, token, back string, asked bool) error {
	near, err := d.knock(c)
	if err == nil && web.Actor(c).Staff() && !asked {
		if _, err = d.ReadIdentity(c.Request.Context(), token); err == nil {
			return web.Page(c, http.StatusOK, "portal/sso", ssoView{Token: token, Return: back, Ask: true})
		}
	}
	var grant Grant
	if err == nil {
		_, grant, err = d.SignInVouched(c.Request.Context(), token, SignIn{
			Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Replaces: ownSession(c),
		})
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal {
			return err
		}
		return web.Page(c, f.Kind.Status(), "portal/sso", ssoView{Code: f.Name(), Error: web.Sentence(c, f), Next: nextAfter(f)})
	}
	if grant.Session != "" {
		old := d.cookie(d.RememberCookie(), "") // of whoever used this browser before
		old.MaxAge = -1
		handOver(c, append(d.cookies(grant), old))
	}
	return web.Redirect(c, web.Local(back, "/tickets"))
}

// nextAfter is what helps whoever was not signed in.
func nextAfter(f *fault.Error) string {
	switch f.Name() {
	case "identity_used", "identity_expired", "rate_limited", "busy", "readonly":
		return "again"
	case "identity_no_account", "identity_company":
		return "invitation"
	case "identity_staff", "identity_disabled":
		return "sign_in"
	}
	return "tell"
}
