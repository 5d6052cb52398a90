package accounts

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

type setupView struct {
	Token, CompanyName, Locale, TimeZone, Name, Email string
	Error, Field                                      string
	Used                                              bool
	Steps                                             []string
}

var setupSteps = []string{"setup.next.team", "setup.next.sites", "setup.next.snippet", "setup.next.test"}

func (g *Registry) setupPage(c *gin.Context) error {
	used, err := g.isSetUp(c)
	if err != nil {
		return err
	}
	return web.Page(c, http.StatusOK, "portal/setup", setupView{Locale: web.Locale(c), Steps: setupSteps, Used: used})
}

func (g *Registry) isSetUp(c *gin.Context) (yes bool, err error) {
	err = g.Store.View(c.Request.Context(), func(r store.Reader) error {
		s, err := SettingsOf(r)
		yes = s.SetUp
		return err
	})
	return yes, err
}

func (d door) setupForm(c *gin.Context) error {
	in := setupView{
		Token: strings.TrimSpace(c.PostForm("token")), CompanyName: c.PostForm("company_name"), Locale: c.PostForm("locale"),
		TimeZone: c.PostForm("time_zone"), Name: c.PostForm("name"), Email: c.PostForm("email"), Steps: setupSteps,
	}
	// People paste the whole link where only the code is asked for.
	in.Token = in.Token[strings.LastIndex(in.Token, "#")+1:]
	_, err := d.knock(c)
	var grant Grant
	if err == nil {
		_, grant, err = d.FinishSetup(c.Request.Context(), Setup{
			Token: in.Token, Name: in.Name, Email: in.Email, Password: c.PostForm("password"), Confirmation: c.PostForm("password"), CompanyName: in.CompanyName,
			Locale: in.Locale, TimeZone: in.TimeZone, Address: web.ClientIP(c), UserAgent: c.Request.UserAgent(),
			First: firstNames(c, in.Locale),
		})
	}
	f := fault.Of(err)
	if f == nil {
		handOver(c, d.cookies(grant))
		return web.Redirect(c, "/console/getting-started")
	}
	if f.Kind == fault.Internal {
		return err
	}
	in.Error, in.Field = web.Sentence(c, f), f.Field
	if f.Kind == fault.Gone {
		// A mistyped code keeps the form; a server that is set up has no use for it.
		in.Field = "token"
		if in.Used, err = d.isSetUp(c); err != nil {
			return err
		}
	}
	return web.Page(c, f.Kind.Status(), "portal/setup", in)
}

// firstNames are in the language that the form chooses, else in the caller's.
func firstNames(c *gin.Context, chosen string) Names {
	if chosen == "" {
		chosen = web.Locale(c)
	}
	texts := web.Texts(c)
	return Names{Department: texts.T(chosen, "setup.first_department", nil), Site: texts.T(chosen, "setup.first_site", nil)}
}
