package tickets

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/web"
)

func (k *Tracker) getTimeline(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	list, next, err := k.Timeline(c.Request.Context(), web.Actor(c), n, limit, cursor)
	if err != nil {
		return err
	}
	return web.Items(c, list, next)
}

func (k *Tracker) postReply(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	var in Reply
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := k.Pace(web.Actor(c)); err != nil {
		return err
	}
	out, err := k.Reply(c.Request.Context(), web.Actor(c), n, in)
	if err != nil {
		return err
	}
	if out.Request.ID != "" {
		return out.Request.refusal()
	}
	return web.JSON(c, http.StatusCreated, out.Entry)
}

func (k *Tracker) postRating(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	var in struct {
		Score   int    `json:"score"`
		Comment string `json:"comment"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := k.Rate(c.Request.Context(), web.Actor(c), n, in.Score, in.Comment)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}
