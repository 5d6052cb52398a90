package chat

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/web"
)

func (d *Desk) getOperators(c *gin.Context) error {
	items, err := d.Operators(c.Request.Context())
	return whole(c, items, err)
}

func (d *Desk) getPresence(c *gin.Context) error {
	var v OperatorView
	err := d.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v, err = operatorView(r, d.now(), web.Actor(c).ID)
		return err
	})
	return reply(c, http.StatusOK, v, err)
}

func (d *Desk) putPresence(c *gin.Context) error {
	var in struct {
		State string `json:"state"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.Choose(c.Request.Context(), web.Actor(c), in.State)
	return reply(c, http.StatusOK, v, err)
}

func (d *Desk) getDraft(c *gin.Context) error {
	v, err := d.DraftOf(c.Request.Context(), web.Actor(c), c.Param("key"))
	return reply(c, http.StatusOK, v, err)
}

func (d *Desk) putDraft(c *gin.Context) error {
	var in struct {
		Text   string `json:"text"`
		Stream string `json:"stream"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.KeepDraft(c.Request.Context(), web.Actor(c), c.Param("key"), in.Text, in.Stream)
	return reply(c, http.StatusOK, v, err)
}

func (d *Desk) deleteDraft(c *gin.Context) error {
	if err := d.DropDraft(c.Request.Context(), web.Actor(c), c.Param("key")); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (d *Desk) getCannedReplies(c *gin.Context) error {
	items, err := d.CannedReplies(c.Request.Context())
	return whole(c, items, err)
}

func (d *Desk) postCannedReply(c *gin.Context) error {
	var in cannedBody
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.KeepCanned(c.Request.Context(), web.Actor(c), in.over(Canned{}))
	return reply(c, http.StatusCreated, v, err)
}

func (d *Desk) patchCannedReply(c *gin.Context) error {
	var in cannedBody
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	before, err := d.Canned(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := d.KeepCanned(c.Request.Context(), web.Actor(c), in.over(before))
	return reply(c, http.StatusOK, v, err)
}

// cannedBody holds the fields to set; nil leaves one as it is.
type cannedBody struct {
	Name       *string `json:"name"`
	Shortcut   *string `json:"shortcut"`
	Text       *string `json:"text"`
	Department *string `json:"department"`
	Locale     *string `json:"locale"`
}

func (in cannedBody) over(c Canned) Canned {
	set(&c.Name, in.Name)
	set(&c.Shortcut, in.Shortcut)
	set(&c.Text, in.Text)
	set(&c.Department, in.Department)
	set(&c.Locale, in.Locale)
	return c
}

func (d *Desk) deleteCannedReply(c *gin.Context) error {
	if err := d.DropCanned(c.Request.Context(), web.Actor(c), c.Param("id")); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (d *Desk) getDepartments(c *gin.Context) error {
	items, err := d.Departments(c.Request.Context())
	return whole(c, items, err)
}

func (d *Desk) postDepartment(c *gin.Context) error {
	var in DepartmentChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.AddDepartment(c.Request.Context(), web.Actor(c), in)
	return reply(c, http.StatusCreated, v, err)
}

func (d *Desk) patchDepartment(c *gin.Context) error {
	var in DepartmentChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.ChangeDepartment(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	return reply(c, http.StatusOK, v, err)
}

func (d *Desk) getSites(c *gin.Context) error {
	items, err := d.Sites(c.Request.Context())
	return whole(c, items, err)
}

func (d *Desk) postSite(c *gin.Context) error {
	var in SiteChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.AddSite(c.Request.Context(), web.Actor(c), in)
	return reply(c, http.StatusCreated, v, err)
}

func (d *Desk) patchSite(c *gin.Context) error {
	var in SiteChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.ChangeSite(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	return reply(c, http.StatusOK, v, err)
}

// reply writes what a verb returned.
func reply[T any](c *gin.Context, status int, v T, err error) error {
	if err != nil {
		return err
	}
	return web.JSON(c, status, v)
}

// whole writes a small list.
func whole[T any](c *gin.Context, items []T, err error) error {
	if err != nil {
		return err
	}
	return web.Whole(c, items)
}
