package accounts

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// mountPages puts the server-rendered pages of signing in, the profile and the
// first start onto the router. They work without scripts.
func (g *Registry) mountPages(r *web.Router, d door) {
	everybody := func(verb string) web.Policy { return web.Allow(actor.Everybody, verb).WhileMustChange().Page() }
	own := func(verb string) web.Policy { return web.Allow(actor.Accounts, verb).WhileMustChange().Page() }
	r.Handle("GET", "/sign-in", everybody("session.open"), signInPage)
	r.Handle("POST", "/sign-in", everybody("session.open"), d.signInForm)
	r.Handle("POST", "/sign-in/code", everybody("session.open"), d.stepForm)
	r.Handle("GET", "/sign-out", everybody("session.end"), func(c *gin.Context) error { return web.Redirect(c, "/profile") })
	r.Handle("POST", "/sign-out", everybody("session.end"), g.signOutForm)
	r.Handle("GET", "/profile", own("me.read"), g.profilePage)
	r.Handle("POST", "/profile", own("me.change"), g.profileForm)
	r.Handle("POST", "/profile/password", own("me.password"), g.passwordForm)
	r.Handle("POST", "/profile/sessions/end", own("session.end"), g.endOthersForm)
	r.Handle("POST", "/profile/sessions/:id/end", own("session.end"), g.endOneForm)
	r.Handle("GET", "/setup", everybody("setup.finish"), g.setupPage)
	r.Handle("POST", "/setup", everybody("setup.finish"), d.setupForm)
}

type signInView struct {
	Email, Return, Error, Code string
	Remember                   bool
}

func signInPage(c *gin.Context) error {
	if who := web.Actor(c); actor.Accounts.Has(who.Role) {
		return web.Redirect(c, web.Local(c.Query("return"), landing(who)))
	}
	email := rememberedEmail(c)
	return web.Page(c, http.StatusOK, "portal/sign-in", signInView{Return: c.Query("return"), Email: email, Remember: email != ""})
}

// landing is where people arrive who asked for no page: staff in the console,
// customers on their profile, as the manual says.
func landing(who actor.Actor) string {
	if who.Staff() {
		return "/console"
	}
	return "/profile"
}

func (d door) signInForm(c *gin.Context) error {
	in := signInView{Email: c.PostForm("email"), Return: c.PostForm("return"), Remember: c.PostForm("remember") != ""}
	near, err := d.knock(c)
	var a Account
	var grant Grant
	if err == nil {
		a, grant, err = d.SignIn(c.Request.Context(), SignIn{
			Email: in.Email, Password: c.PostForm("password"), Remember: in.Remember,
			Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Device: d.browserOf(c), Replaces: ownSession(c),
		})
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal {
			return err
		}
		if f.Name() == "totp_required" {
			return d.askStep(c, in)
		}
		in.Error, in.Code = web.Sentence(c, f), f.Name()
		return web.Page(c, f.Kind.Status(), "portal/sign-in", in)
	}
	handOver(c, d.cookies(grant))
	d.rememberEmail(c, a.Email, grant.Remember != "")
	return d.arrive(c, a, in.Return)
}

// landingOf honours the setting that sends customers to My support.
func (g *Registry) landingOf(c *gin.Context, a Account) string {
	to := landing(a.Actor())
	err := g.Store.View(c.Request.Context(), func(r store.Reader) error {
		s, err := SettingsOf(r)
		if err == nil && s.HomeIsMySupport && a.Role == actor.Customer {
			to = "/tickets"
		}
		return err
	})
	if err != nil {
		return landing(a.Actor())
	}
	return to
}

func (g *Registry) signOutForm(c *gin.Context) error {
	if who := web.Actor(c); actor.Accounts.Has(who.Role) {
		if err := g.SignOut(c.Request.Context(), who); err != nil {
			return err
		}
	}
	handOver(c, g.noCookies())
	return web.Redirect(c, "/")
}

// sessionView is one line of the list of own sessions.
type sessionView struct {
	ID, Device string
	SeenAt     time.Time
	Current    bool
}
