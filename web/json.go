package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/fault"
)

// MaxBody is the most bytes of a JSON body.
const MaxBody = 1 << 20

// Decode reads the JSON body into v (a pointer to a struct). Unreadable JSON is
// 400; an unknown field or one of the wrong type is 422 naming the field; an
// empty body is an empty object.
func Decode(c *gin.Context, v any) error {
	b, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return fault.New(fault.TooLarge, "").With(err)
		}
		return fault.New(fault.Unreadable, "").With(err)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return decodeFault(err)
	}
	if d.More() {
		return fault.New(fault.Unreadable, "")
	}
	return nil
}

func decodeFault(err error) error {
	var kind *json.UnmarshalTypeError
	var told *fault.Error
	switch {
	case errors.As(err, &told): // from an UnmarshalJSON that knows better
		return told
	case errors.As(err, &kind) && kind.Field != "":
		return fault.Field(kind.Field, "wrong_type").With(err)
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		name, _ := strconv.Unquote(strings.TrimPrefix(err.Error(), "json: unknown field "))
		f := fault.Field(name, "unknown_field").With(err)
		f.Args = map[string]any{"field": name}
		return f
	}
	return fault.New(fault.Unreadable, "").With(err)
}

// JSON answers with the value. Answers about people are never cached.
func JSON(c *gin.Context, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if c.Writer.Header().Get("Cache-Control") == "" {
		c.Header("Cache-Control", "no-store")
	}
	c.Data(status, "application/json; charset=utf-8", b)
	return nil
}

// NoContent answers 204.
func NoContent(c *gin.Context) error {
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}

// ETag names the version of the object about to be answered.
func ETag(c *gin.Context, version string) { c.Header("ETag", `"`+version+`"`) }

// IfMatch fails with Stale when the request names another version than this one.
func IfMatch(c *gin.Context, version string) error {
	want := c.GetHeader("If-Match")
	if want == "" || want == "*" {
		return nil
	}
	for part := range strings.SplitSeq(want, ",") {
		if strings.TrimPrefix(strings.TrimSpace(part), "W/") == `"`+version+`"` {
			return nil
		}
	}
	return fault.New(fault.Stale, "")
}
