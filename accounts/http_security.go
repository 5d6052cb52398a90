package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/web"
)

// mountSecurity puts the routes of the own security, of lost passwords and of
// what is decided about the door onto the router.
func (g *Registry) mountSecurity(r *web.Router) {
	d := door{g, web.NewLimiter(g.SignIns, g.SignIns)} // of its own: asking for a way back in costs nobody a sign-in
	reset := web.Allow(actor.Everybody, "password.reset").WhileMustChange()
	r.Handle("POST", "/api/v1/password-resets", reset, d.postReset)
	r.Handle("POST", "/api/v1/password-resets/redeem", reset, d.postRedeem)

	own := func(verb string) web.Policy { return web.Allow(actor.Accounts, verb).WhileMustChange() }
	r.Handle("GET", "/api/v1/me/totp", own("me.totp"), g.getTOTP)
	r.Handle("POST", "/api/v1/me/totp", own("me.totp"), g.postTOTP)
	r.Handle("DELETE", "/api/v1/me/totp", own("me.totp"), g.deleteTOTP)
	r.Handle("POST", "/api/v1/me/totp/confirm", own("me.totp"), g.postTOTPConfirm)
	r.Handle("POST", "/api/v1/me/totp/recovery", own("me.totp"), g.postTOTPRecovery)
	r.Handle("DELETE", "/api/v1/accounts/:id/totp", web.Allow(actor.Admins, "account.change"), g.deleteTheirTOTP)

	r.Handle("POST", "/api/v1/me/email", web.Allow(actor.Accounts, "me.email"), g.postEmail)
	r.Handle("POST", "/api/v1/me/email/confirm", web.Allow(actor.Accounts, "me.email"), d.postEmailConfirm)

	g.mountPicture(r)
	g.mountSecurityPages(r, d)

	r.Handle("GET", "/api/v1/settings/security", web.Allow(actor.StaffOnly, "settings.read"), g.getSecurity)
	r.Handle("PATCH", "/api/v1/settings/security", web.Allow(actor.Admins, "settings.change"), g.patchSecurity)
}

// postReset answers everybody alike.
func (d door) postReset(c *gin.Context) error {
	if _, err := d.knock(c); err != nil {
		return err
	}
	var in struct {
		Email string `json:"email"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := d.AskReset(c.Request.Context(), in.Email); err != nil {
		return err
	}
	return web.JSON(c, http.StatusAccepted, gin.H{})
}

func (d door) postRedeem(c *gin.Context) error {
	near, err := d.knock(c)
	if err != nil {
		return err
	}
	var in struct {
		Code         string `json:"code"`
		Password     string `json:"password"`
		Confirmation string `json:"password_confirmation"`
		TOTP         string `json:"totp"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	a, grant, err := d.RedeemReset(c.Request.Context(), WayBack{
		Code: in.Code, Password: in.Password, Confirmation: in.Confirmation, TOTP: in.TOTP,
		Address: web.ClientIP(c), Near: near, UserAgent: c.Request.UserAgent(), Device: d.browserOf(c), Replaces: ownSession(c),
	})
	if err != nil {
		return err
	}
	handOver(c, d.cookies(grant))
	return web.JSON(c, http.StatusOK, a)
}

func (g *Registry) postEmail(c *gin.Context) error {
	var in struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := g.AskEmailChange(c.Request.Context(), web.Actor(c), in.Email, in.Password, nearOf(c)); err != nil {
		return err
	}
	return web.JSON(c, http.StatusAccepted, gin.H{})
}

func (d door) postEmailConfirm(c *gin.Context) error {
	if _, err := d.knock(c); err != nil {
		return err
	}
	var in struct {
		Code string `json:"code"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	a, err := d.ConfirmEmailChange(c.Request.Context(), web.Actor(c), in.Code)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, a)
}
