package accounts

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/web"
)

func (g *Registry) getSettings(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (Settings, error) {
		s, err := SettingsOf(r)
		web.ETag(c, s.Tag())
		return s, err
	})
}

func (g *Registry) patchSettings(c *gin.Context) error {
	var in SettingsChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	s, err := g.ChangeSettings(c.Request.Context(), web.Actor(c), in, func(present Settings) error {
		return web.IfMatch(c, present.Tag())
	})
	if err != nil {
		return err
	}
	web.ETag(c, s.Tag())
	return web.JSON(c, http.StatusOK, s)
}

// publicSettings is what a page shows to anybody.
type publicSettings struct {
	Name         string `json:"name"`
	Locale       string `json:"locale"`
	TimeZone     string `json:"time_zone"`
	Hue          int    `json:"hue"`
	SupportEmail string `json:"support_email"`
}

func (g *Registry) getPublicSettings(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (publicSettings, error) {
		s, err := SettingsOf(r)
		return publicSettings{s.Name, s.Locale, s.TimeZone, s.Hue, s.SupportEmail}, err
	})
}

// auditJSON is an entry with the person behind it.
type auditJSON struct {
	ID     uint64         `json:"id"`
	At     time.Time      `json:"at"`
	Actor  Person         `json:"actor"`
	Role   string         `json:"role"`
	Verb   string         `json:"verb"`
	Object string         `json:"object"`
	Detail map[string]any `json:"detail"`
}

func (g *Registry) getAudit(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	var items []auditJSON
	var next string
	err = g.Store.View(c.Request.Context(), func(r store.Reader) error {
		f, err := auditAsked(c, r)
		if err != nil {
			return err
		}
		var entries []AuditEntry
		if entries, next, err = AuditFound(r, f, cursor, limit); err != nil {
			return err
		}
		items, err = withPeople(r, entries)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

// auditAsked reads what narrows the log; a day is one of the house's, and
// counts as a whole.
func auditAsked(c *gin.Context, r store.Reader) (f AuditFilter, err error) {
	s, err := SettingsOf(r)
	if err != nil {
		return f, err
	}
	house := Company{TimeZone: s.TimeZone}
	f.Verb, f.Object, f.Actor = c.Query("verb"), c.Query("object"), c.Query("actor")
	if f.Actor != "" && !strings.Contains(f.Actor, "/") {
		f.Actor = "account/" + f.Actor
	}
	if f.From, err = instant("from", c.Query("from"), time.Time{}, house); err != nil {
		return f, err
	}
	if d, ok := parseDay(c.Query("to")); ok {
		f.To = (d + 1).begins(placeOf(s.TimeZone))
		return f, nil
	}
	f.To, err = instant("to", c.Query("to"), time.Time{}, house)
	return f, err
}

func (g *Registry) getStarted(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (map[string][]Step, error) {
		steps, err := g.GettingStarted(r)
		return map[string][]Step{"steps": steps}, err
	})
}

func (g *Registry) getSetupState(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (map[string]bool, error) {
		s, err := SettingsOf(r)
		return map[string]bool{"set_up": s.SetUp}, err
	})
}

func (d door) postSetup(c *gin.Context) error {
	if _, err := d.knock(c); err != nil {
		return err
	}
	var in struct {
		Token        string  `json:"token"`
		Name         string  `json:"name"`
		Email        string  `json:"email"`
		Password     string  `json:"password"`
		Confirmation *string `json:"password_confirmation"`
		CompanyName  string  `json:"company_name"`
		Locale       string  `json:"locale"`
		TimeZone     string  `json:"time_zone"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.Confirmation == nil {
		in.Confirmation = &in.Password
	}
	a, grant, err := d.FinishSetup(c.Request.Context(), Setup{
		Token: in.Token, Name: in.Name, Email: in.Email, Password: in.Password, Confirmation: *in.Confirmation, CompanyName: in.CompanyName,
		Locale: in.Locale, TimeZone: in.TimeZone, Address: web.ClientIP(c), UserAgent: c.Request.UserAgent(),
		First: firstNames(c, in.Locale),
	})
	if err != nil {
		return err
	}
	handOver(c, d.cookies(grant))
	return web.JSON(c, http.StatusCreated, a)
}
