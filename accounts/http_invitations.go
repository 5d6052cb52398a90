package accounts

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// codesPerMinute is how many codes one address may try: each is 130 bits, the
// limit only keeps the machine free.
const codesPerMinute = 240

// mountInvitations puts the routes of invitations onto the router.
func (g *Registry) mountInvitations(r *web.Router) {
	d := door{g, web.NewLimiter(codesPerMinute, codesPerMinute)}
	r.Handle("GET", "/api/v1/invitations", web.Allow(actor.Accounts, "invitation.list"), g.getInvitations)
	r.Handle("POST", "/api/v1/invitations", web.Allow(actor.StaffOnly, "invitation.create"), g.postInvitation)
	r.Handle("POST", "/api/v1/invitations/:id/resend", web.Allow(actor.StaffOnly, "invitation.change"), g.resendInvitation)
	r.Handle("DELETE", "/api/v1/invitations/:id", web.Allow(actor.StaffOnly, "invitation.change"), g.deleteInvitation)
	r.Handle("POST", "/api/v1/invitations/inspect", web.Allow(actor.Everybody, "invitation.inspect").WhileMustChange(), d.inspectInvitation)
	r.Handle("POST", "/api/v1/invitations/redeem", web.Allow(actor.Everybody, "invitation.redeem").WhileMustChange(), d.redeemInvitation)
	asks := door{g, web.NewLimiter(asksPerMinute, asksAtOnce)}
	r.Handle("GET", "/api/v1/invitation-requests", web.Allow(actor.Accounts, "invitation.requests"), g.getAsked)
	r.Handle("POST", "/api/v1/invitation-requests", web.Allow(actor.Everybody, "invitation.ask").WhileMustChange(), asks.postAsked)
	r.Handle("POST", "/api/v1/invitation-requests/:id/approve", web.Allow(actor.StaffOnly, "invitation.answer"), g.approveAsked)
	r.Handle("POST", "/api/v1/invitation-requests/:id/reject", web.Allow(actor.StaffOnly, "invitation.answer"), g.rejectAsked)
	g.mountInvitePages(r, d, asks)
	r.Handle("GET", "/api/v1/settings/domains", web.Allow(actor.StaffOnly, "domains.read"), g.getDomains)
	r.Handle("PATCH", "/api/v1/settings/domains", web.Allow(actor.Admins, "domains.change"), g.patchDomains)
}

func (g *Registry) getInvitations(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	f := InvitationFilter{State: c.Query("state"), Query: c.Query("q"), Company: c.Query("company")}
	if f.State != "" && !slices.Contains([]string{Pending, Redeemed, Revoked, Expired}, f.State) {
		return fault.Field("state", "invitation_state_bad")
	}
	var items []InvitationView
	var next string
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		items, next, err = g.InvitationsPage(r, web.Actor(c), f, cursor, limit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (g *Registry) postInvitation(c *gin.Context) error {
	var in Invite
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := g.CreateInvitation(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusCreated, v)
}

func (g *Registry) resendInvitation(c *gin.Context) error {
	v, err := g.ResendInvitation(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (g *Registry) deleteInvitation(c *gin.Context) error {
	if err := g.RevokeInvitation(c.Request.Context(), web.Actor(c), c.Param("id")); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (d door) inspectInvitation(c *gin.Context) error {
	if _, err := d.knock(c); err != nil {
		return err
	}
	var in struct {
		Code string `json:"code"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.Code == "" {
		return fault.Field("code", "required")
	}
	return read(c, d.Registry, func(r store.Reader) (Invited, error) { return d.Inspect(r, in.Code) })
}

func (d door) redeemInvitation(c *gin.Context) error {
	if _, err := d.knock(c); err != nil {
		return err
	}
	var in struct {
		Code         string `json:"code"`
		Name         string `json:"name"`
		Password     string `json:"password"`
		Confirmation string `json:"password_confirmation"`
		TimeZone     string `json:"time_zone"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.Code == "" {
		return fault.Field("code", "required")
	}
	a, grant, err := d.Redeem(c.Request.Context(), Redemption{
		Code: in.Code, Name: in.Name, Password: in.Password, Confirmation: in.Confirmation, Locale: web.Locale(c), TimeZone: in.TimeZone,
		Address: web.ClientIP(c), UserAgent: c.Request.UserAgent(), Replaces: ownSession(c),
	})
	if err != nil {
		return err
	}
	handOver(c, d.cookies(grant))
	return web.JSON(c, http.StatusCreated, a)
}

func (g *Registry) getDomains(c *gin.Context) error { return read(c, g, DomainsOf) }

func (g *Registry) patchDomains(c *gin.Context) error {
	var in DomainsChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	d, err := g.ChangeDomains(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, d)
}
