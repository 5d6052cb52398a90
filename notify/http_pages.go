package notify

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// mountPages mounts the notices as pages, which need no scripts.
func (p *Post) mountPages(r *web.Router) {
	r.Handle("GET", "/notices", web.Allow(actor.Accounts, "notice.list").Page(), p.noticesPage)
	r.Handle("GET", "/notices/:id", web.Allow(actor.Accounts, "notice.read").Page(), p.openNotice)
	r.Handle("POST", "/notices/read", web.Allow(actor.Accounts, "notice.read").Page(), p.readForm)
}

const (
	inBell   = 8   // notices the bell shows
	mostRung = 100 // unread ones it counts
)

// Bell is what the bell of somebody's pages shows.
func (p *Post) Bell(ctx context.Context, who actor.Actor, lang string) (b web.Bell, err error) {
	err = p.Store.View(ctx, func(r store.Reader) error {
		items, _, err := p.Feed(r, who, lang, "", inBell)
		if err != nil {
			return err
		}
		b.Items = bellItems(items)
		b.Unread, err = Unread(r, who.ID, mostRung)
		return err
	})
	return b, err
}

func bellItems(views []NoticeView) []web.BellItem {
	items := make([]web.BellItem, len(views))
	for i, n := range views {
		items[i] = web.BellItem{ID: n.ID, Title: n.Title, URL: "/notices/" + n.ID, At: n.At, Read: n.Read}
	}
	return items
}

func (p *Post) noticesPage(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	var v struct {
		Items  []web.BellItem
		Unread int
		Next   string
	}
	var next string
	err = p.view(c, func(r store.Reader) error {
		items, after, err := p.Feed(r, web.Actor(c), web.Locale(c), cursor, limit)
		if err != nil {
			return err
		}
		v.Items, next = bellItems(items), after
		v.Unread, err = Unread(r, web.Actor(c).ID, 1)
		return err
	})
	if err != nil {
		return err
	}
	v.Next = web.Next(c, "", next)
	return web.Page(c, http.StatusOK, "portal/notices", v)
}

// openNotice marks a notice as read and leads to what it is about.
func (p *Post) openNotice(c *gin.Context) error {
	who, to := web.Actor(c), "/notices"
	err := p.view(c, func(r store.Reader) error {
		n, err := NoticeOf(r, who, c.Param("id"))
		if n.URL != "" {
			to = n.URL
		}
		return known(err)
	})
	if err != nil {
		return err
	}
	if err := p.MarkRead(c.Request.Context(), who, []string{c.Param("id")}); err != nil && !fault.Is(err, fault.ReadOnly) {
		return err
	}
	return web.Redirect(c, web.Local(to, "/notices"))
}

func (p *Post) readForm(c *gin.Context) error {
	if err := p.MarkRead(c.Request.Context(), web.Actor(c), nil); err != nil {
		return err
	}
	return web.Redirect(c, web.Local(c.PostForm("return"), "/notices"))
}
