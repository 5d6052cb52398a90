package accounts

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// Summary is what heads a customer's profile; the features above fill it.
type Summary struct{ OpenTickets, UnreadChats int }

// mountPages puts the server-rendered pages of signing in, the profile and the
// first start onto the router. They work without scripts.
func (g *Registry) mountPages(r *web.Router, d door) {
	everybody := func(verb string) web.Policy { return web.Allow(actor.Everybody, verb).WhileMustChange().Page() }
	own := func(verb string) web.Policy { return web.Allow(actor.Accounts, verb).WhileMustChange().Page() }
	r.Handle("GET", "/sign-in", everybody("session.open"), signInPage)
	r.Handle("POST", "/sign-in", everybody("session.open"), d.signInForm)
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
	Email, Return, Error, Field string
	Remember                    bool
}

func signInPage(c *gin.Context) error {
	if who := web.Actor(c); actor.Accounts.Has(who.Role) {
		return web.Redirect(c, web.Local(c.Query("return"), landing(who)))
	}
	return web.Page(c, http.StatusOK, "portal/sign-in", signInView{Return: c.Query("return")})
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
			Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Replaces: ownSession(c),
		})
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal {
			return err
		}
		in.Error, in.Field = web.Sentence(c, f), f.Field
		return web.Page(c, f.Kind.Status(), "portal/sign-in", in)
	}
	handOver(c, d.cookies(grant))
	if a.MustChange {
		return web.Redirect(c, "/profile?must_change=1")
	}
	return web.Redirect(c, web.Local(in.Return, d.landingOf(c, a)))
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

type setupView struct {
	Token, CompanyName, Locale, Name, Email string
	Error, Field                            string
	Used                                    bool
	Steps                                   []string
}

var setupSteps = []string{"setup.next.team", "setup.next.sites", "setup.next.snippet", "setup.next.test"}

func (g *Registry) setupPage(c *gin.Context) error {
	in := setupView{Locale: web.Locale(c), Steps: setupSteps}
	err := g.Store.View(c.Request.Context(), func(r store.Reader) error {
		s, err := SettingsOf(r)
		in.Used = s.SetUp
		return err
	})
	if err != nil {
		return err
	}
	return web.Page(c, http.StatusOK, "portal/setup", in)
}

func (d door) setupForm(c *gin.Context) error {
	in := setupView{
		Token: c.PostForm("token"), CompanyName: c.PostForm("company_name"), Locale: c.PostForm("locale"),
		Name: c.PostForm("name"), Email: c.PostForm("email"), Steps: setupSteps,
	}
	_, err := d.knock(c)
	var grant Grant
	if err == nil {
		_, grant, err = d.FinishSetup(c.Request.Context(), Setup{
			Token: strings.TrimSpace(in.Token), Name: in.Name, Email: in.Email, Password: c.PostForm("password"), CompanyName: in.CompanyName,
			Locale: in.Locale, TimeZone: c.PostForm("time_zone"), Address: web.ClientIP(c), UserAgent: c.Request.UserAgent(),
		})
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal {
			return err
		}
		in.Error, in.Field, in.Used = web.Sentence(c, f), f.Field, f.Kind == fault.Gone && in.Token != ""
		return web.Page(c, f.Kind.Status(), "portal/setup", in)
	}
	handOver(c, d.cookies(grant))
	return web.Redirect(c, "/console/getting-started")
}

// sessionView is one line of the list of own sessions.
type sessionView struct {
	ID, Device string
	SeenAt     time.Time
	Current    bool
}
