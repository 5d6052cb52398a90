package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/web"
)

func (g *Registry) getMe(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (Account, error) { return known(r, web.Actor(c).ID) })
}

func (g *Registry) patchMe(c *gin.Context) error {
	var in Profile
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	a, err := g.UpdateProfile(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, a)
}

func (g *Registry) postPassword(c *gin.Context) error {
	var in struct {
		Current      string `json:"current"`
		Password     string `json:"password"`
		Confirmation string `json:"password_confirmation"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	err := g.ChangePassword(c.Request.Context(), web.Actor(c), PasswordChange{
		Current: in.Current, Password: in.Password, Confirmation: in.Confirmation, Near: web.Neighbourhood(web.ClientIP(c)),
	})
	if err != nil {
		return err
	}
	return web.NoContent(c)
}
