package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"balcao/static"
)

// LocaleCookie keeps the language a person chose before signing in.
const LocaleCookie = "balcao_lang"

// Locale is the language of the answer: ?lang=, the person's own, the one
// chosen before, what the browser asks for, then the installation's.
func Locale(c *gin.Context) string {
	if lang := c.GetString(localeKey); lang != "" {
		return lang
	}
	lang := chooseLocale(c)
	c.Set(localeKey, lang)
	return lang
}

func chooseLocale(c *gin.Context) string {
	if asked := c.Query("lang"); asked != "" {
		if lang := KnownLocale(asked); lang != "" {
			return lang
		}
	}
	if lang := KnownLocale(Actor(c).Locale); lang != "" {
		return lang
	}
	if cookie, err := c.Request.Cookie(LocaleCookie); err == nil {
		if lang := KnownLocale(cookie.Value); lang != "" {
			return lang
		}
	}
	if lang := KnownLocale(c.GetHeader("Accept-Language")); lang != "" {
		return lang
	}
	if lang := KnownLocale(of(c).Branding(c.Request.Context()).Locale); lang != "" {
		return lang
	}
	return static.Languages[0]
}

var matcher = language.NewMatcher([]language.Tag{language.English, language.BrazilianPortuguese, language.Spanish})

// KnownLocale is the language of ours that serves a tag or an Accept-Language
// header, empty when none does.
func KnownLocale(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return ""
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence < language.Low {
		return ""
	}
	return static.Languages[index]
}

// SetLocale keeps the language chosen by somebody who is not signed in.
func SetLocale(c *gin.Context, lang string) {
	http.SetCookie(c.Writer, &http.Cookie{Name: LocaleCookie, Value: lang, Path: "/", MaxAge: 365 * 86400, SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: of(c).Secure})
	c.Set(localeKey, lang)
}
