package web

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// policies of content by kind of answer; what is not named is refused.
const (
	cspBase = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
	cspPage = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; media-src 'self' blob:; " +
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; " +
		"require-trusted-types-for 'script'; trusted-types balcao; frame-ancestors "
)

// secure sets the headers that every answer carries, errors included; pages
// widen the content policy in Page.
func (r *Router) secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", cspBase)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	if r.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// Frame lets the page about to be written be embedded by these origins; none
// means by nobody.
func Frame(c *gin.Context, origins []string) {
	c.Set(frameKey, strings.Join(origins, " "))
}

const frameKey = "balcao.frame"

func pageCSP(c *gin.Context) string {
	ancestors := c.GetString(frameKey)
	if ancestors == "" {
		ancestors = "'none'"
	}
	return cspPage + ancestors
}
