package tickets

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/web"
)

func (k *Tracker) getRequests(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	list, next, err := k.Requests(c.Request.Context(), web.Actor(c), RequestFilter{State: c.Query("state"), Query: c.Query("q"), Company: c.Query("company")}, limit, cursor)
	if err != nil {
		return err
	}
	return web.Items(c, list, next)
}

func (k *Tracker) getRequest(c *gin.Context) error {
	v, err := k.Request(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (k *Tracker) postGrant(c *gin.Context) error {
	var in struct {
		Reason string `json:"reason"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	out, err := k.Grant(c.Request.Context(), web.Actor(c), c.Param("id"), in.Reason)
	if err != nil {
		return err
	}
	return answerOpened(c, out)
}
