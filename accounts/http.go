package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// Mount puts the routes of people, their sessions and the house's settings
// onto the router.
func (g *Registry) Mount(r *web.Router) {
	d := door{g, web.NewLimiter(g.SignIns, g.SignIns)}
	g.mountSecurity(r)

	r.Handle("GET", "/api/v1/setup/state", web.Allow(actor.Everybody, "setup.state").WhileMustChange(), g.getSetupState)
	r.Handle("POST", "/api/v1/setup", web.Allow(actor.Everybody, "setup.finish").WhileMustChange(), d.postSetup)

	r.Handle("POST", "/api/v1/session", web.Allow(actor.Everybody, "session.open").WhileMustChange(), d.postSession)
	r.Handle("DELETE", "/api/v1/session", web.Allow(actor.Accounts, "session.end").WhileMustChange(), g.deleteSession)

	r.Handle("GET", "/api/v1/me", web.Allow(actor.Accounts, "me.read").WhileMustChange(), g.getMe)
	r.Handle("PATCH", "/api/v1/me", web.Allow(actor.Accounts, "me.change").WhileMustChange(), g.patchMe)
	r.Handle("POST", "/api/v1/me/password", web.Allow(actor.Accounts, "me.password").WhileMustChange(), g.postPassword)
	r.Handle("GET", "/api/v1/me/sessions", web.Allow(actor.Accounts, "session.list").WhileMustChange(), g.getSessions)
	r.Handle("DELETE", "/api/v1/me/sessions", web.Allow(actor.Accounts, "session.end").WhileMustChange(), g.deleteSessions)
	r.Handle("DELETE", "/api/v1/me/sessions/:id", web.Allow(actor.Accounts, "session.end").WhileMustChange(), g.deleteOneSession)

	r.Handle("GET", "/api/v1/accounts", web.Allow(actor.Accounts, "account.list"), g.getAccounts)
	r.Handle("POST", "/api/v1/accounts", web.Allow(actor.Admins, "account.create"), g.postAccount)
	r.Handle("GET", "/api/v1/accounts/:id", web.Allow(actor.Accounts, "account.read"), g.getAccount)
	r.Handle("GET", "/api/v1/accounts/:id/history", web.Allow(actor.StaffOnly, "account.history"), g.getAccountHistory)
	r.Handle("PATCH", "/api/v1/accounts/:id", web.Allow(actor.Accounts, "account.change"), g.patchAccount)
	r.Handle("POST", "/api/v1/accounts/:id/disable", web.Allow(actor.Accounts, "account.disable"), g.postDisabled(true))
	r.Handle("POST", "/api/v1/accounts/:id/enable", web.Allow(actor.StaffOnly, "account.enable"), g.postDisabled(false))

	r.Handle("GET", "/api/v1/settings", web.Allow(actor.StaffOnly, "settings.read"), g.getSettings)
	r.Handle("PATCH", "/api/v1/settings", web.Allow(actor.Admins, "settings.change"), g.patchSettings)
	r.Handle("GET", "/api/v1/settings/public", web.Allow(actor.Everybody, "settings.public").WhileMustChange(), g.getPublicSettings)
	r.Handle("GET", "/api/v1/audit", web.Allow(actor.Admins, "audit.read"), g.getAudit)
	r.Handle("GET", "/api/v1/getting-started", web.Allow(actor.Admins, "started.read"), g.getStarted)

	g.mountCompanies(r)
	g.mountCompaniesCSV(r)
	g.mountProducts(r)
	g.mountKeys(r)
	g.mountLogo(r)
	g.mountPages(r, d)
	g.mountInvitations(r)
}

// door is where strangers knock: it lets each address try only so often.
type door struct {
	*Registry
	knocks *web.Limiter
}

func (d door) knock(c *gin.Context) (near string, err error) {
	near = web.Neighbourhood(web.ClientIP(c))
	if retry, ok := d.knocks.Allow(near, d.Clock()); !ok {
		return near, &fault.Error{Kind: fault.RateLimited, Retry: retry}
	}
	return near, nil
}

// handOver gives the browser its new cookies.
func handOver(c *gin.Context, cookies []*http.Cookie) {
	for _, cookie := range cookies {
		http.SetCookie(c.Writer, cookie)
	}
}

// read answers with what fn finds in one moment of the data.
func read[T any](c *gin.Context, g *Registry, fn func(store.Reader) (T, error)) error {
	var v T
	err := g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v, err = fn(r)
		return err
	})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}
