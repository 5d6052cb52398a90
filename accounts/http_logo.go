package accounts

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/store"
	"balcao/web"
)

func (g *Registry) mountLogo(r *web.Router) {
	r.Handle("PUT", "/api/v1/settings/logo", web.Allow(actor.Admins, "settings.change"), g.putLogo)
	r.Handle("DELETE", "/api/v1/settings/logo", web.Allow(actor.Admins, "settings.change"), g.deleteLogo)
	r.Handle("GET", "/logo", web.Allow(actor.Everybody, "settings.public").WhileMustChange(), g.getLogo)
}

// putLogo takes the bytes of the picture as the body.
func (g *Registry) putLogo(c *gin.Context) error {
	sent, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, PictureAtMost))
	if err != nil {
		return tooLargePicture(err)
	}
	s, err := g.SetLogo(c.Request.Context(), web.Actor(c), sent)
	if err != nil {
		return err
	}
	web.ETag(c, s.Tag())
	return web.JSON(c, http.StatusOK, s)
}

func (g *Registry) deleteLogo(c *gin.Context) error {
	s, err := g.DropLogo(c.Request.Context(), web.Actor(c))
	if err != nil {
		return err
	}
	web.ETag(c, s.Tag())
	return web.JSON(c, http.StatusOK, s)
}

func (g *Registry) getLogo(c *gin.Context) error {
	var p picture
	err := g.Store.View(c.Request.Context(), func(r store.Reader) (err error) { p, err = logoOf(r); return err })
	if err != nil {
		return err
	}
	showPicture(c, p, "public")
	return nil
}

// showPicture answers with a picture drawn by us, so it may be shown in pages.
func showPicture(c *gin.Context, p picture, cache string) {
	c.Header("Cache-Control", cache+", max-age=86400")
	c.Header("Content-Disposition", "inline")
	c.Header("Cross-Origin-Resource-Policy", "same-origin")
	c.Data(http.StatusOK, p.Type, p.Data)
}
