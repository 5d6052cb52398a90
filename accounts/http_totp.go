package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/web"
)

// proof is what is asked before the own security changes.
type proof struct {
	Password string `json:"password"`
}

func nearOf(c *gin.Context) string { return web.Neighbourhood(web.ClientIP(c)) }

func (g *Registry) getTOTP(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (TOTPState, error) { return TOTPStateOf(r, web.Actor(c)) })
}

func (g *Registry) postTOTP(c *gin.Context) error {
	var in proof
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	offer, err := g.BeginTOTP(c.Request.Context(), web.Actor(c), in.Password, nearOf(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, offer)
}

func (g *Registry) deleteTOTP(c *gin.Context) error {
	var in proof
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := g.EndTOTP(c.Request.Context(), web.Actor(c), in.Password, nearOf(c)); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (g *Registry) postTOTPConfirm(c *gin.Context) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	codes, err := g.ConfirmTOTP(c.Request.Context(), web.Actor(c), in.Code, nearOf(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, gin.H{"recovery_codes": codes})
}

func (g *Registry) postTOTPRecovery(c *gin.Context) error {
	var in proof
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	codes, err := g.RenewRecovery(c.Request.Context(), web.Actor(c), in.Password, nearOf(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, gin.H{"recovery_codes": codes})
}

func (g *Registry) deleteTheirTOTP(c *gin.Context) error {
	if err := g.TakeTOTP(c.Request.Context(), web.Actor(c), c.Param("id")); err != nil {
		return err
	}
	return web.NoContent(c)
}
