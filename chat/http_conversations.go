package chat

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/web"
)

func (d *Desk) getConversations(c *gin.Context) error {
	limit, cursor, err := web.List(c, "department", "q")
	if err != nil {
		return err
	}
	items, next, err := d.List(c.Request.Context(), web.Actor(c), Listing{
		View: c.Query("view"), Department: c.Query("department"), Query: c.Query("q"), Cursor: cursor, Limit: limit,
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (d *Desk) getConversation(c *gin.Context) error {
	v, err := d.Show(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (d *Desk) patchConversation(c *gin.Context) error {
	var in struct {
		Subject *string `json:"subject"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.Subject != nil {
		if err := d.Rename(c.Request.Context(), web.Actor(c), c.Param("id"), *in.Subject); err != nil {
			return err
		}
	}
	return d.getConversation(c)
}

func (d *Desk) getRouting(c *gin.Context) error {
	list, err := d.Why(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	answer := struct {
		Conversation string `json:"conversation"`
		*DecisionView
		Decisions []DecisionView `json:"decisions"`
	}{Conversation: c.Param("id"), Decisions: list}
	if len(list) > 0 {
		answer.DecisionView = &list[len(list)-1]
	}
	return web.JSON(c, http.StatusOK, answer)
}

func (d *Desk) claim(c *gin.Context, a actor.Actor, conv string) error {
	return d.Claim(c.Request.Context(), a, conv)
}

func (d *Desk) decline(c *gin.Context, a actor.Actor, conv string) error {
	return d.Decline(c.Request.Context(), a, conv)
}

func (d *Desk) assign(c *gin.Context, a actor.Actor, conv string) error {
	var in struct {
		Account string `json:"account"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	return d.Assign(c.Request.Context(), a, conv, in.Account)
}

func (d *Desk) transfer(c *gin.Context, a actor.Actor, conv string) error {
	var in struct {
		Account    string `json:"account"`
		Department string `json:"department"`
		Note       string `json:"note"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	return d.Transfer(c.Request.Context(), a, conv, in.Account, in.Department, in.Note)
}

func (d *Desk) closeIt(c *gin.Context, a actor.Actor, conv string) error {
	return d.Close(c.Request.Context(), a, conv)
}

func (d *Desk) reopen(c *gin.Context, a actor.Actor, conv string) error {
	return d.Reopen(c.Request.Context(), a, conv)
}

func (d *Desk) rate(c *gin.Context, a actor.Actor, conv string) error {
	var in struct {
		Score   int    `json:"score"`
		Comment string `json:"comment"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	return d.Rate(c.Request.Context(), a, conv, in.Score, in.Comment)
}

func (d *Desk) block(c *gin.Context, a actor.Actor, conv string) error {
	in := struct {
		Blocked bool   `json:"blocked"`
		Reason  string `json:"reason"`
	}{Blocked: true}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	return d.Block(c.Request.Context(), a, conv, in.Blocked, in.Reason)
}

func (d *Desk) person(c *gin.Context, a actor.Actor, conv string) error {
	var in Attachment
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	return d.Attach(c.Request.Context(), a, conv, in)
}

// number reads an optional seq of the query.
func number(c *gin.Context, name string) (*uint64, error) {
	s := c.Query(name)
	if s == "" {
		return nil, nil
	}
	n, err := strconv.ParseUint(s, 10, 53)
	if err != nil {
		return nil, fault.Field(name, "wrong_type")
	}
	return &n, nil
}
