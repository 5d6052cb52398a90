package accounts

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

type profileView struct {
	Name, JobTitle, Phone, Locale, TimeZone string
	Zones                                   []zoneGroup
	Pending                                 string // address that waits to be confirmed
	TOTP                                    bool
	Company                                 *companyCard
	Notices                                 []NoticeChoice
	PasswordOpen                            bool // the form for the password is shown at once
	Sessions                                []sessionView
	MustChange                              bool
	Done, Error, Field                      string
}

func (g *Registry) profilePage(c *gin.Context) error {
	v, err := g.profileOf(c)
	if err != nil {
		return err
	}
	switch c.Query("done") {
	case "profile":
		v.Done = web.T(c, "portal.updated", nil)
	case "password":
		v.Done = web.T(c, "portal.password.changed", nil)
	case "reset":
		v.Done = web.T(c, "portal.reset.done", nil)
	case "email":
		v.Done = web.T(c, "portal.mail.done", nil)
	case "picture":
		v.Done = web.T(c, "portal.picture.done", nil)
	case "registered":
		v.Done = web.T(c, "portal.invite.registered", nil)
	case "session":
		v.Done = web.T(c, "portal.sessions_ended", nil)
	}
	return web.Page(c, http.StatusOK, "portal/profile", v)
}

func (g *Registry) profileOf(c *gin.Context) (v profileView, err error) {
	who, now := web.Actor(c), g.Clock()
	err = g.Store.View(c.Request.Context(), func(r store.Reader) error {
		a, err := AccountOf(r, who.ID)
		if err != nil {
			return err
		}
		v = profileView{Name: a.Name, JobTitle: a.JobTitle, Phone: a.Phone, Locale: a.Locale, TimeZone: a.TimeZone, Zones: zonesFor(a.TimeZone, now), MustChange: a.MustChange, PasswordOpen: a.MustChange}
		if v.Pending, err = pendingEmail(r, who.ID, now); err != nil {
			return err
		}
		t, err := totpOf(r, who.ID)
		if err != nil {
			return err
		}
		v.TOTP = t.On
		if v.Company, err = companyCardOf(r, a, now); err != nil {
			return err
		}
		if g.NoticeChoices != nil {
			if v.Notices, err = g.NoticeChoices(r, who); err != nil {
				return err
			}
		}
		if v.Locale == "" {
			v.Locale = web.Locale(c)
		}
		for s, err := range SessionsOf(r, who.ID) {
			if err != nil {
				return err
			}
			if !s.over(now) {
				v.Sessions = append(v.Sessions, sessionView{ID: s.ID, Device: deviceName(s.UserAgent), SeenAt: s.SeenAt, Current: s.ID == who.Session})
			}
		}
		return nil
	})
	return v, err
}

// again shows the profile once more with what was typed and what is wrong.
func (g *Registry) again(c *gin.Context, err error, typed func(*profileView)) error {
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	v, err := g.profileOf(c)
	if err != nil {
		return err
	}
	typed(&v)
	v.Error, v.Field = web.Sentence(c, f), f.Field
	return web.Page(c, f.Kind.Status(), "portal/profile", v)
}

func (g *Registry) profileForm(c *gin.Context) error {
	form := func(name string) *string { v := c.PostForm(name); return &v }
	p := Profile{Name: form("name"), JobTitle: form("job_title"), Phone: form("phone"), Locale: form("locale"), TimeZone: form("time_zone")}
	p.Notices = g.noticesSaid(c)
	if _, err := g.UpdateProfile(c.Request.Context(), web.Actor(c), p); err != nil {
		return g.again(c, err, func(v *profileView) {
			v.Name, v.JobTitle, v.Phone, v.Locale, v.TimeZone = *p.Name, *p.JobTitle, *p.Phone, *p.Locale, *p.TimeZone
			v.Zones = zonesFor(*p.TimeZone, g.Clock())
			if p.Notices != nil {
				v.Notices = p.Notices
			}
		})
	}
	if lang := web.KnownLocale(*p.Locale); lang != "" {
		web.SetLocale(c, lang) // also of the pages after signing out
	}
	return web.Redirect(c, "/profile?done=profile")
}

// noticesSaid is what the form says of notices: every kind it shows, ticked or
// not. A form that shows none says nothing.
func (g *Registry) noticesSaid(c *gin.Context) (said []NoticeChoice) {
	feed, mail := c.PostFormArray("feed"), c.PostFormArray("mail")
	for _, kind := range c.PostFormArray("notice") {
		if len(said) < 100 {
			said = append(said, NoticeChoice{kind, slices.Contains(feed, kind), slices.Contains(mail, kind)})
		}
	}
	return said
}

func (g *Registry) passwordForm(c *gin.Context) error {
	who := web.Actor(c)
	err := g.ChangePassword(c.Request.Context(), who, PasswordChange{
		Current: c.PostForm("current"), Password: c.PostForm("password"), Confirmation: c.PostForm("password_confirmation"), Near: web.Neighbourhood(web.ClientIP(c)),
	})
	if err != nil {
		return g.again(c, err, func(v *profileView) { v.PasswordOpen = true })
	}
	if who.MustChange && who.Staff() {
		return web.Redirect(c, "/console")
	}
	return web.Redirect(c, "/profile?done=password")
}

func (g *Registry) endOthersForm(c *gin.Context) error {
	who := web.Actor(c)
	if err := g.EndOwnSessions(c.Request.Context(), who, who.Session); err != nil {
		return err
	}
	return web.Redirect(c, "/profile?done=session")
}

func (g *Registry) endOneForm(c *gin.Context) error {
	if err := g.EndSession(c.Request.Context(), web.Actor(c), c.Param("id")); err != nil {
		return err
	}
	return web.Redirect(c, "/profile?done=session")
}
