package notify

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// choicesPath is where people choose what they are told.
const choicesPath = "/profile#notices"

// Mount puts the routes of notices and of mail onto the router.
func (p *Post) Mount(r *web.Router) {
	r.Handle("GET", "/api/v1/notices", web.Allow(actor.Accounts, "notice.list"), p.getNotices)
	r.Handle("POST", "/api/v1/notices/read", web.Allow(actor.Accounts, "notice.read"), p.postRead)
	r.Handle("GET", "/api/v1/me/notice-settings", web.Allow(actor.Accounts, "notice.settings"), p.getChoices)
	r.Handle("PATCH", "/api/v1/me/notice-settings", web.Allow(actor.Accounts, "notice.choose"), p.patchChoices)

	r.Handle("GET", "/api/v1/settings/mail", web.Allow(actor.Admins, "mail.settings"), p.getSettings)
	r.Handle("PATCH", "/api/v1/settings/mail", web.Allow(actor.Admins, "settings.change"), p.patchSettings)
	r.Handle("POST", "/api/v1/settings/test-mail", web.Allow(actor.Admins, "mail.test"), p.postTest)
	r.Handle("GET", "/api/v1/mails", web.Allow(actor.Admins, "mail.list"), p.getMails)
	r.Handle("POST", "/api/v1/mails/resend", web.Allow(actor.Admins, "mail.resend"), p.postResendAll)
	r.Handle("POST", "/api/v1/mails/:id/resend", web.Allow(actor.Admins, "mail.resend"), p.postResend)

	p.mountPages(r)
}

// view reads one moment of the data.
func (p *Post) view(c *gin.Context, fn func(store.Reader) error) error {
	return p.Store.View(c.Request.Context(), fn)
}

func (p *Post) getNotices(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	var items []NoticeView
	var next string
	err = p.view(c, func(r store.Reader) (err error) {
		items, next, err = p.Feed(r, web.Actor(c), web.Locale(c), cursor, limit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

// mostIDs is how many notices one request may name.
const mostIDs = 200

func (p *Post) postRead(c *gin.Context) error {
	var in struct {
		IDs []string `json:"ids"`
		All bool     `json:"all"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	switch {
	case in.All:
		in.IDs = nil
	case len(in.IDs) == 0:
		return fault.Field("ids", "required")
	case len(in.IDs) > mostIDs:
		return fault.Field("ids", "too_many")
	}
	if err := p.MarkRead(c.Request.Context(), web.Actor(c), in.IDs); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (p *Post) getChoices(c *gin.Context) error {
	var list []Choice
	err := p.view(c, func(r store.Reader) (err error) {
		list, err = Choices(r, web.Actor(c))
		return err
	})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, gin.H{"items": list})
}

func (p *Post) patchChoices(c *gin.Context) error {
	var in struct {
		Items []ChoiceChange `json:"items"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	list, err := p.Choose(c.Request.Context(), web.Actor(c), in.Items)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, gin.H{"items": list})
}

var states = []string{"", Waiting, Sent, Failed, Kept}

func (p *Post) getMails(c *gin.Context) error {
	state := c.Query("state")
	if !slices.Contains(states, state) {
		return fault.Field("state", "mail_state")
	}
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	var items []MailView
	var next string
	err = p.view(c, func(r store.Reader) (err error) {
		items, next, err = p.Outbox(r, state, web.Locale(c), cursor, limit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (p *Post) postResend(c *gin.Context) error {
	m, err := p.Resend(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	var v MailView
	err = p.view(c, func(r store.Reader) (err error) {
		v, err = p.mailView(r, m, web.Locale(c))
		return err
	})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (p *Post) postResendAll(c *gin.Context) error {
	n, err := p.ResendFailed(c.Request.Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, gin.H{"resent": n})
}
