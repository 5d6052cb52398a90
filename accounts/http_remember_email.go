package accounts

import (
	"encoding/base64"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// emailCookie fills in the e-mail of whoever asked to be remembered, the next
// time they sign in. Only the sign-in page is sent it.
const emailCookie = "balcao_email"

func (g *Registry) rememberEmail(c *gin.Context, email string, yes bool) {
	cookie := &http.Cookie{
		Name: emailCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(email)), Path: "/sign-in",
		HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode, MaxAge: int(rememberFor / time.Second),
	}
	if !yes {
		cookie.Value, cookie.MaxAge = "", -1
	}
	http.SetCookie(c.Writer, cookie)
}

// rememberedEmail is what that cookie says, as far as it is an address.
func rememberedEmail(c *gin.Context) string {
	cookie, err := c.Request.Cookie(emailCookie)
	if err != nil || len(cookie.Value) > 400 {
		return ""
	}
	b, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return ""
	}
	email, err := CheckEmail("email", string(b))
	if err != nil {
		return ""
	}
	return email
}
