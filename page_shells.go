package main

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/store"
	"balcao/tickets"
	"balcao/web"
)

// mountPages mounts the shells of the browser programs, the assets, and pages
// that compose features.
func (h *house) mountPages() {
	page := func(roles actor.Roles, verb string) web.Policy { return web.Allow(roles, verb).Page() }
	everybody := func(verb string) web.Policy { return page(actor.Everybody, verb).WhileMustChange() }
	h.router.Handle("GET", "/", everybody("home.read"), h.homePage)
	h.router.Handle("GET", "/console", page(actor.StaffOnly, "console.read"), consolePage)
	h.router.Handle("GET", "/console/*path", page(actor.StaffOnly, "console.read"), consolePage)
	h.router.Handle("GET", "/chat", everybody("widget.read"), h.widgetPage(true))
	h.router.Handle("GET", "/widget/", everybody("widget.read"), h.widgetPage(false))
	h.router.Handle("POST", "/language", everybody("language.choose"), chooseLanguage)

	asset := web.Allow(actor.Everybody, "asset.read").WhileMustChange()
	h.router.Handle("GET", "/widget.js", asset, h.named("widget/loader.js"))
	h.router.Handle("GET", "/favicon.ico", asset, h.named("console/favicon.svg"))
	h.router.Handle("GET", "/assets/:version/*path", asset, func(c *gin.Context) error {
		// Pages of strangers embed the loader's frame; its parts may be read by any page.
		c.Header("Cross-Origin-Resource-Policy", "cross-origin")
		if !h.assets.Serve(c.Writer, c.Request, c.Param("version"), c.Param("path")) {
			return fault.Missing()
		}
		return nil
	})
	h.router.Handle("GET", "/api/v1/search", web.Allow(actor.Accounts, "search.read"), h.search)
	h.router.Handle("GET", "/api/v1/counts", web.Allow(actor.StaffOnly, "count.read"), h.counts)
}

func (h *house) named(name string) web.Handler {
	return func(c *gin.Context) error {
		c.Header("Cross-Origin-Resource-Policy", "cross-origin")
		if !h.assets.ServeNamed(c.Writer, c.Request, name) {
			return fault.Missing()
		}
		return nil
	}
}

// tally counts what is a customer's own, for the tabs and the profile.
func (h *house) tally(ctx context.Context, who actor.Actor) (t web.Tally, err error) {
	err = h.store.View(ctx, func(r store.Reader) (err error) {
		if t.Open, t.Requests, err = tickets.Own(r, who); err == nil {
			t.Chats, t.Unread, err = chat.Own(r, who)
		}
		if err == nil {
			t.Company, err = accounts.CompanyName(r, who.Company)
		}
		return err
	})
	return t, err
}

// homePage sends people who are signed in where they work.
func (h *house) homePage(c *gin.Context) error {
	switch a := web.Actor(c); {
	case a.Staff():
		return web.Redirect(c, "/console")
	case a.Role == actor.Customer:
		return web.Redirect(c, "/tickets")
	}
	info, err := h.desk.SiteInfo(c.Request.Context(), chat.DefaultSite)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return web.Page(c, http.StatusOK, "portal/home", info)
}

func consolePage(c *gin.Context) error { return web.Page(c, http.StatusOK, "console/index", nil) }

type widgetView struct {
	Site string
	Page bool
}

// widgetPage is the app of the widget: whole, or in the frame that the loader
// opens on a site that is allowed to embed it.
func (h *house) widgetPage(whole bool) web.Handler {
	return func(c *gin.Context) error {
		site := c.DefaultQuery("site", chat.DefaultSite)
		var origins []string
		var own bool
		err := h.store.View(c.Request.Context(), func(r store.Reader) (err error) {
			origins, own, err = chat.Origins(r, site)
			return err
		})
		if err != nil {
			return err
		}
		if own {
			origins = append([]string{"'self'"}, origins...)
		}
		if !whole {
			web.Frame(c, origins)
		}
		return web.Page(c, http.StatusOK, "widget/index", widgetView{Site: site, Page: whole})
	}
}

func chooseLanguage(c *gin.Context) error {
	if lang := web.KnownLocale(c.PostForm("lang")); lang != "" {
		web.SetLocale(c, lang)
	}
	return web.Redirect(c, web.Local(c.PostForm("return"), "/"))
}
