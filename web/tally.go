package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
)

// Tally counts what is a customer's own.
type Tally struct{ Open, Chats, Unread, Requests int }

// tallyOf counts once for a page that asks; what cannot be counted is not
// shown.
func (r *Router) tallyOf(c *gin.Context) func() Tally {
	return func() (t Tally) {
		who := Actor(c)
		if r.Tally == nil || who.Role != actor.Customer || who.MustChange {
			return t
		}
		t, err := r.Tally(context.WithoutCancel(c.Request.Context()), who)
		if err != nil {
			r.Log.Error("tally failed", slog.String("request_id", RequestID(c)), slog.Any("err", err))
		}
		return t
	}
}

// Tally is what the reader has open.
func (v View) Tally() Tally { return v.tally() }

// addressOf is the page to come back to: the one read, or for a form the page
// that it stood on.
func addressOf(c *gin.Context) string {
	if c.Request.Method == http.MethodGet {
		return c.Request.URL.RequestURI()
	}
	from, err := url.Parse(c.GetHeader("Referer"))
	if err != nil || from.Host != c.Request.Host {
		return "/"
	}
	return Local(from.RequestURI(), "/")
}

// mostTyped bounds the form that a refusal reads once more.
const mostTyped = 64 << 10

// typedOf is what was written in the form that a failure ended, so that
// nothing typed is lost with it.
func typedOf(c *gin.Context) string {
	if c.Request.Method != http.MethodPost || c.Request.ContentLength <= 0 || c.Request.ContentLength > mostTyped {
		return ""
	}
	if text := c.PostForm("text"); text != "" {
		return text
	}
	return c.PostForm("description")
}

// ReadForm reads a form of at most that many bytes; what is more is refused
// before it fills the disk.
func ReadForm(c *gin.Context, most int64) error {
	if c.Request.ContentLength > most {
		return fault.New(fault.TooLarge, "")
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	if err := c.Request.ParseMultipartForm(1 << 20); err != nil && err != http.ErrNotMultipart { //nolint:errorlint // returned as it is
		return fault.New(fault.Invalid, "bad_upload").With(err)
	}
	return nil
}
