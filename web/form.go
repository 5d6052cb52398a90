package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"balcao/fault"
)

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

// mostForm bounds every form whose handler does not say otherwise: whoever
// calls PostForm reads all of it, and what does not fit into memory goes to disk.
const mostForm = 1 << 20

const bodyKey = "balcao.body"

func boundForm(c *gin.Context) {
	if c.Request.Body != nil && c.Request.Method == http.MethodPost {
		c.Set(bodyKey, c.Request.Body)
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostForm)
	}
}

// ReadForm reads a form of at most that many bytes, files included; what is
// more is refused before it fills the disk.
func ReadForm(c *gin.Context, most int64) error {
	if c.Request.ContentLength > most {
		return fault.New(fault.TooLarge, "")
	}
	if body, ok := c.Value(bodyKey).(io.ReadCloser); ok {
		c.Request.Body = body
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	// One after the other: the second call forgets what the first complained of.
	err := c.Request.ParseForm()
	if err == nil {
		err = c.Request.ParseMultipartForm(mostForm)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil || errors.Is(err, http.ErrNotMultipart):
		return nil
	case errors.As(err, &tooLarge):
		return fault.New(fault.TooLarge, "").With(err)
	}
	return fault.New(fault.Invalid, "bad_upload").With(err)
}
