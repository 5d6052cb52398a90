package accounts

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// mountInvitePages puts the pages of accepting an invitation, of asking for one
// and of a company's manager onto the router. They work without scripts.
func (g *Registry) mountInvitePages(r *web.Router, d, asks door) {
	everybody := func(verb string) web.Policy { return web.Allow(actor.Everybody, verb).WhileMustChange().Page() }
	r.Handle("GET", "/invite", everybody("invitation.inspect"), g.invitePage)
	r.Handle("POST", "/invite", everybody("invitation.inspect"), d.inviteForm)
	r.Handle("GET", "/invite/register", everybody("invitation.redeem"), d.registerPage)
	r.Handle("POST", "/invite/register", everybody("invitation.redeem"), d.registerForm)
	r.Handle("GET", "/invite/request", everybody("invitation.ask"), g.askPage)
	r.Handle("POST", "/invite/request", everybody("invitation.ask"), asks.askForm)
	r.Handle("POST", "/invite/renew", everybody("invitation.ask"), asks.renewForm)
	manager := func(verb string) web.Policy { return web.Allow(actor.Customers, verb).Page() }
	r.Handle("GET", "/company", manager("company.colleagues"), g.companyPage)
	r.Handle("POST", "/company/invite", manager("invitation.ask"), asks.companyAskForm)
	r.Handle("POST", "/company/people/:id", manager("account.change"), g.companyAccessForm)
	r.Handle("POST", "/company/people/:id/end", manager("account.disable"), g.companyEndForm)
}

// invitationCookie carries a code that was found good from the first page to
// the second: so it stands in no page and no address.
const invitationCookie = "balcao_invitation"

const invitationCookieFor = 3600 // seconds

func (g *Registry) keepInvitation(c *gin.Context, code string) {
	cookie := g.cookie(g.prefix()+invitationCookie, code)
	if cookie.MaxAge = invitationCookieFor; code == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}

func (g *Registry) keptInvitation(c *gin.Context) string {
	if cookie, err := c.Request.Cookie(g.prefix() + invitationCookie); err == nil {
		return cookie.Value
	}
	return ""
}

type inviteView struct {
	Code, Error, Field, Support string
}

func (g *Registry) invitePage(c *gin.Context) error {
	return g.showInvite(c, http.StatusOK, inviteView{})
}

func (g *Registry) showInvite(c *gin.Context, status int, v inviteView) error {
	var err error
	if v.Support, err = g.supportAddress(c); err != nil {
		return err
	}
	return web.Page(c, status, "portal/invite", v)
}

// supportAddress is where people without an account can write to.
func (g *Registry) supportAddress(c *gin.Context) (address string, err error) {
	err = g.Store.View(c.Request.Context(), func(r store.Reader) error {
		s, err := SettingsOf(r)
		address = s.SupportEmail
		return err
	})
	return address, err
}

// inviteForm looks at the code, which uses nothing up, and goes on to the
// account.
func (d door) inviteForm(c *gin.Context) error {
	code := c.PostForm("code")
	if c.PostForm("leave") != "" {
		code = d.keptInvitation(c)
		if who := web.Actor(c); actor.Accounts.Has(who.Role) {
			if err := d.SignOut(c.Request.Context(), who); err != nil {
				return err
			}
			handOver(c, d.noCookies())
		}
	}
	if _, err := d.knock(c); err != nil {
		return err
	}
	if _, err := d.invitedFor(c, code); err != nil {
		return d.refuse(c, err, code)
	}
	tidy, _ := readCode(code)
	d.keepInvitation(c, tidy)
	return web.Redirect(c, "/invite/register")
}

func (d door) invitedFor(c *gin.Context, code string) (v Invited, err error) {
	if strings.TrimSpace(code) == "" {
		return v, fault.Field("code", "required")
	}
	err = d.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v, err = d.Inspect(r, code)
		return err
	})
	return v, err
}

// overView is the page of an invitation that opens nothing: the reason and the
// next step.
type overView struct {
	Reason  string // used, revoked, replaced, expired, account, other
	Text    string
	Email   string // of the invitation that somebody else is signed in for
	Support string
}

// refuse shows why the code opens nothing. A code that was never given may be
// mistyped: the form comes back with it.
func (d door) refuse(c *gin.Context, err error, code string) error {
	f := fault.Of(err)
	if f.Kind == fault.Internal || f.Kind == fault.RateLimited {
		return err
	}
	v := overView{Text: web.Sentence(c, f)}
	switch {
	case f.Field != "":
		return d.showInvite(c, f.Kind.Status(), inviteView{Code: code, Error: v.Text, Field: f.Field})
	case f.Name() == "email_taken":
		v.Reason = "account"
	case f.Text == "faults.invitation_replaced":
		v.Reason = "replaced"
	default:
		v.Reason = f.Name()
	}
	if v.Reason == Expired {
		tidy, _ := readCode(code)
		d.keepInvitation(c, tidy) // for asking anew without typing again
	} else {
		d.keepInvitation(c, "")
	}
	if v.Support, err = d.supportAddress(c); err != nil {
		return err
	}
	return web.Page(c, f.Kind.Status(), "portal/invite-over", v)
}
