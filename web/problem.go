package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/static"
)

// fail tells the failure: a problem object (RFC 9457) or a page. Internal
// failures are logged once with the request id; their cause is never shown.
func (r *Router) fail(c *gin.Context, p Policy, err error) {
	f := fault.Of(err)
	var tooLarge *http.MaxBytesError
	if f.Kind == fault.Internal && errors.As(err, &tooLarge) {
		f = fault.New(fault.TooLarge, "").With(err)
	}
	if f.Kind == fault.Internal {
		if c.Request.Context().Err() != nil {
			c.Abort() // the caller has gone; nobody reads the answer
			return
		}
		r.Log.Error("request failed", slog.String("request_id", RequestID(c)), slog.String("route", c.Request.Method+" "+c.FullPath()), slog.Any("err", err))
	}
	if c.Writer.Written() {
		c.Abort()
		return
	}
	if f.Retry > 0 {
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(f.Retry.Seconds()))))
	}
	c.Header("Cache-Control", "no-store")
	if p.page {
		if !instead(c, f) {
			r.failPage(c, f)
		}
		return
	}
	Tell(c, f)
}

// Tell writes the problem object of a failure in the caller's language.
func Tell(c *gin.Context, f *fault.Error) {
	c.Abort()
	body := map[string]any{}
	for k, v := range f.Extra {
		body[k] = v
	}
	status := f.Kind.Status()
	body["title"] = http.StatusText(status)
	body["status"] = status
	body["code"] = f.Name()
	body["detail"] = Sentence(c, f)
	body["request_id"] = RequestID(c)
	if f.Field != "" {
		body["field"] = f.Field
	}
	if f.Retry > 0 {
		body["retry_after_ms"] = f.Retry.Milliseconds()
	}
	b, err := json.Marshal(body)
	if err != nil {
		b = []byte(`{"title":"Internal Server Error","status":500,"code":"internal"}`)
	}
	c.Data(status, "application/problem+json", b)
}

// Sentence is the failure told to people in the caller's language.
func Sentence(c *gin.Context, f *fault.Error) string {
	return Say(of(c).Catalogue, Locale(c), f)
}

// Say is Sentence where there is no request.
func Say(texts *static.Catalogue, lang string, f *fault.Error) string {
	key := f.Key()
	if !texts.Has(key) {
		key = "faults." + f.Kind.Code()
	}
	return texts.T(lang, key, f.Args)
}

type failure struct {
	Status           int
	Code, Text, Hint string
}

// failPage shows the failure as a page with the reason and the next step.
func (r *Router) failPage(c *gin.Context, f *fault.Error) {
	hint := "faults." + f.Name() + ".hint"
	if !r.Catalogue.Has(hint) {
		hint = "faults." + f.Kind.Code() + ".hint"
	}
	view := failure{Status: f.Kind.Status(), Code: f.Name(), Text: Sentence(c, f)}
	if r.Catalogue.Has(hint) {
		view.Hint = r.Catalogue.T(Locale(c), hint, f.Args)
	}
	if err := Page(c, view.Status, "portal/error", view); err != nil {
		r.Log.Error("error page failed", slog.String("request_id", RequestID(c)), slog.Any("err", err))
		c.String(http.StatusInternalServerError, "%s", view.Text)
	}
	c.Abort()
}

func (r *Router) noRoute(c *gin.Context) {
	page := !strings.HasPrefix(c.Request.URL.Path, "/api/") && c.Request.Method == http.MethodGet &&
		strings.Contains(c.GetHeader("Accept"), "text/html")
	if page {
		if who, err := r.Authenticate(c.Request.Context(), c.Request); err == nil {
			c.Set(actorKey, who)
		}
	}
	r.fail(c, Policy{page: page}, fault.Missing())
}

func (r *Router) noMethod(c *gin.Context) {
	c.Abort()
	b, _ := json.Marshal(map[string]any{
		"title": http.StatusText(http.StatusMethodNotAllowed), "status": http.StatusMethodNotAllowed,
		"code": "method_not_allowed", "detail": r.Catalogue.T(Locale(c), "faults.method_not_allowed", nil), "request_id": RequestID(c),
	})
	c.Data(http.StatusMethodNotAllowed, "application/problem+json", b)
}
