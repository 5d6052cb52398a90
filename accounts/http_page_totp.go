package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// totpView is the page of the second factor.
type totpView struct {
	TOTPState
	Needed       bool       // nothing else works before
	Offer        *TOTPOffer // a secret waits for its first code
	Codes        []string   // shown this once
	Done         string
	Error, Field string
}

func (g *Registry) totpViewOf(c *gin.Context) (v totpView, err error) {
	who := web.Actor(c)
	v.Needed = who.NeedsTOTP
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v.TOTPState, err = TOTPStateOf(r, who)
		return err
	})
	return v, err
}

func (g *Registry) totpPage(c *gin.Context) error {
	v, err := g.totpViewOf(c)
	if err != nil {
		return err
	}
	switch c.Query("done") {
	case "off":
		v.Done = web.T(c, "portal.totp.off_done", nil)
	}
	return web.Page(c, http.StatusOK, "portal/two-step", v)
}

// totpAgain shows the page once more with what is wrong; a secret on offer
// stays on offer.
func (g *Registry) totpAgain(c *gin.Context, err error, offered bool) error {
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	v, err := g.totpViewOf(c)
	if err != nil {
		return err
	}
	if offered {
		if offer, err := g.OfferedTOTP(c.Request.Context(), web.Actor(c)); err == nil {
			v.Offer = &offer
		}
	}
	v.Error, v.Field = web.Sentence(c, f), f.Field
	return web.Page(c, f.Kind.Status(), "portal/two-step", v)
}

func (g *Registry) totpBeginForm(c *gin.Context) error {
	offer, err := g.BeginTOTP(c.Request.Context(), web.Actor(c), c.PostForm("password"), nearOf(c))
	if err != nil {
		return g.totpAgain(c, err, false)
	}
	v, err := g.totpViewOf(c)
	if err != nil {
		return err
	}
	v.Offer = &offer
	return web.Page(c, http.StatusOK, "portal/two-step", v)
}

func (g *Registry) totpConfirmForm(c *gin.Context) error {
	codes, err := g.ConfirmTOTP(c.Request.Context(), web.Actor(c), c.PostForm("code"), nearOf(c))
	if err != nil {
		return g.totpAgain(c, err, true)
	}
	return g.showCodes(c, codes, "portal.totp.on_done")
}

func (g *Registry) totpRecoveryForm(c *gin.Context) error {
	codes, err := g.RenewRecovery(c.Request.Context(), web.Actor(c), c.PostForm("password"), nearOf(c))
	if err != nil {
		return g.totpAgain(c, err, false)
	}
	return g.showCodes(c, codes, "portal.totp.recovery_done")
}

// showCodes shows recovery codes, this once.
func (g *Registry) showCodes(c *gin.Context, codes []string, done string) error {
	v, err := g.totpViewOf(c)
	if err != nil {
		return err
	}
	v.Codes, v.Needed, v.Done = codes, false, web.T(c, done, nil)
	return web.Page(c, http.StatusOK, "portal/two-step", v)
}

func (g *Registry) totpEndForm(c *gin.Context) error {
	if err := g.EndTOTP(c.Request.Context(), web.Actor(c), c.PostForm("password"), nearOf(c)); err != nil {
		return g.totpAgain(c, err, false)
	}
	return web.Redirect(c, "/profile/two-step?done=off")
}
