package accounts

import (
	"errors"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

func (g *Registry) mountPicture(r *web.Router) {
	r.Handle("PUT", "/api/v1/me/picture", web.Allow(actor.Accounts, "me.picture"), g.putPicture)
	r.Handle("DELETE", "/api/v1/me/picture", web.Allow(actor.Accounts, "me.picture"), g.deletePicture)
	// Everybody: whose picture it is decides who may see it.
	r.Handle("GET", "/api/v1/accounts/:id/picture", web.Allow(actor.Everybody, "picture.read"), g.getPicture)
	r.Handle("POST", "/profile/picture", web.Allow(actor.Accounts, "me.picture").Page(), g.pictureForm)
	r.Handle("POST", "/profile/picture/remove", web.Allow(actor.Accounts, "me.picture").Page(), g.noPictureForm)
}

// putPicture takes the bytes of the picture as the body.
func (g *Registry) putPicture(c *gin.Context) error {
	sent, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, PictureAtMost))
	if err != nil {
		return tooLargePicture(err)
	}
	a, err := g.SetPicture(c.Request.Context(), web.Actor(c), sent)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, a)
}

func tooLargePicture(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || fault.Is(err, fault.TooLarge) {
		return &fault.Error{Kind: fault.TooLarge, Code: "picture_large", Field: "picture", Err: err}
	}
	return fault.New(fault.Unreadable, "").With(err)
}

func (g *Registry) deletePicture(c *gin.Context) error {
	a, err := g.DropPicture(c.Request.Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, a)
}

func (g *Registry) getPicture(c *gin.Context) error {
	var p picture
	err := g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		p, err = pictureOf(r, web.Actor(c), c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	showPicture(c, p, "private") // nobody else's cache keeps it
	return nil
}

func (g *Registry) pictureForm(c *gin.Context) error {
	err := web.ReadForm(c, PictureAtMost+64<<10)
	var sent []byte
	if err == nil {
		sent, err = pictureSent(c)
	} else {
		err = tooLargePicture(err)
	}
	if err == nil {
		_, err = g.SetPicture(c.Request.Context(), web.Actor(c), sent)
	}
	if err != nil {
		return g.again(c, err, func(*profileView) {})
	}
	return web.Redirect(c, "/profile?done=picture")
}

func pictureSent(c *gin.Context) ([]byte, error) {
	header, err := c.FormFile("picture")
	if err != nil {
		return nil, fault.Field("picture", "required").With(err)
	}
	f, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, PictureAtMost+1))
}

func (g *Registry) noPictureForm(c *gin.Context) error {
	if _, err := g.DropPicture(c.Request.Context(), web.Actor(c)); err != nil {
		return err
	}
	return web.Redirect(c, "/profile?done=picture")
}
