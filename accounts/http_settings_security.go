package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/web"
)

func (g *Registry) getSecurity(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (Security, error) {
		s, err := SecurityOf(r)
		web.ETag(c, s.Tag())
		return s, err
	})
}

func (g *Registry) patchSecurity(c *gin.Context) error {
	var in SecurityChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	s, err := g.ChangeSecurity(c.Request.Context(), web.Actor(c), in, func(present Security) error {
		return web.IfMatch(c, present.Tag())
	})
	if err != nil {
		return err
	}
	web.ETag(c, s.Tag())
	return web.JSON(c, http.StatusOK, s)
}
