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

func (d door) postSession(c *gin.Context) error {
	near, err := d.knock(c)
	if err != nil {
		return err
	}
	var in struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Remember bool   `json:"remember"`
		Code     string `json:"code"` // of the second factor, where there is one
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	switch {
	case in.Email == "":
		return fault.Field("email", "required")
	case in.Password == "":
		return fault.Field("password", "required")
	}
	a, grant, err := d.SignIn(c.Request.Context(), SignIn{
		Email: in.Email, Password: in.Password, Remember: in.Remember, Code: in.Code,
		Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Device: d.browserOf(c), Replaces: ownSession(c),
	})
	if err != nil {
		return err
	}
	handOver(c, d.cookies(grant))
	return web.JSON(c, http.StatusOK, a)
}

// browserOf is what the browser says it was here before by.
func (g *Registry) browserOf(c *gin.Context) string {
	cookie, err := c.Request.Cookie(g.DeviceCookie())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// ownSession is the session that the browser has already; a visitor's token
// is none.
func ownSession(c *gin.Context) string {
	if who := web.Actor(c); actor.Accounts.Has(who.Role) {
		return who.Session
	}
	return ""
}

func (g *Registry) deleteSession(c *gin.Context) error {
	if err := g.SignOut(c.Request.Context(), web.Actor(c)); err != nil {
		return err
	}
	handOver(c, g.noCookies())
	return web.NoContent(c)
}

// sessionJSON is a session as its owner sees it.
type sessionJSON struct {
	ID         string    `json:"id"`
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"`
	Address    string    `json:"address"`
	UserAgent  string    `json:"user_agent"`
	Remember   bool      `json:"remember"`
	Current    bool      `json:"current"`
}

func (g *Registry) getSessions(c *gin.Context) error {
	who, now := web.Actor(c), g.Clock()
	var items []sessionJSON
	err := g.Store.View(c.Request.Context(), func(r store.Reader) error {
		items = nil
		for s, err := range SessionsOf(r, who.ID) {
			if err != nil {
				return err
			}
			if !s.over(now) {
				items = append(items, sessionJSON{s.ID, s.CreatedAt, s.SeenAt, s.Address, s.UserAgent, s.Family != "", s.ID == who.Session})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.Whole(c, items)
}

// deleteSessions ends all; with ?others=1 all but the one that asks.
func (g *Registry) deleteSessions(c *gin.Context) error {
	who, keep := web.Actor(c), ""
	if c.Query("others") != "" {
		keep = who.Session
	}
	if err := g.EndOwnSessions(c.Request.Context(), who, keep); err != nil {
		return err
	}
	if keep == "" {
		handOver(c, g.noCookies())
	}
	return web.NoContent(c)
}

func (g *Registry) deleteOneSession(c *gin.Context) error {
	who := web.Actor(c)
	if err := g.EndSession(c.Request.Context(), who, c.Param("id")); err != nil {
		return err
	}
	if c.Param("id") == who.Session {
		handOver(c, g.noCookies())
	}
	return web.NoContent(c)
}
