package accounts

import (
	"balcao/actor"
	"balcao/web"
)

// mountSecurityPages puts the pages of lost passwords, of the second factor and
// of another e-mail address onto the router. They work without scripts.
func (g *Registry) mountSecurityPages(r *web.Router, d door) {
	reset := web.Allow(actor.Everybody, "password.reset").WhileMustChange().Page()
	r.Handle("GET", "/reset", reset, resetPage)
	r.Handle("POST", "/reset", reset, d.resetForm)
	r.Handle("POST", "/reset/code", reset, d.resetCodeForm)
	r.Handle("POST", "/reset/password", reset, d.resetPasswordForm)

	totp := web.Allow(actor.Accounts, "me.totp").WhileMustChange().Page()
	r.Handle("GET", "/profile/two-step", totp, g.totpPage)
	r.Handle("POST", "/profile/two-step", totp, g.totpBeginForm)
	r.Handle("POST", "/profile/two-step/confirm", totp, g.totpConfirmForm)
	r.Handle("POST", "/profile/two-step/recovery", totp, g.totpRecoveryForm)
	r.Handle("POST", "/profile/two-step/off", totp, g.totpEndForm)

	email := web.Allow(actor.Accounts, "me.email").Page()
	r.Handle("GET", "/profile/email", email, g.emailPage)
	r.Handle("POST", "/profile/email", email, g.emailForm)
	r.Handle("GET", "/email", email, g.emailCodePage)
	r.Handle("POST", "/email", email, d.emailCodeForm)
}
