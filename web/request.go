package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/static"
)

// begin gives every request its id and headers, catches panics and logs.
func (r *Router) begin(c *gin.Context) {
	start := time.Now()
	id := r.NewID()
	c.Set(requestIDKey, id)
	c.Set(routerKey, r)
	r.secure(c)
	c.Header("X-Request-Id", id)
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // the very value is the signal
				panic(p)
			}
			r.Log.Error("panic", slog.String("request_id", id), slog.String("route", c.FullPath()), slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
			policy, _ := c.Value(policyKey).(Policy)
			r.fail(c, policy, fault.New(fault.Internal, "").With(fmt.Errorf("panic: %v", p)))
		}
		took := time.Since(start)
		if r.Answered != nil {
			r.Answered(c.Request.Method, c.FullPath(), c.Writer.Status(), took)
		}
		// The route template, never the raw query: queries hold what people search for.
		r.Log.Debug("request", slog.String("request_id", id), slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
			slog.Int("status", c.Writer.Status()), slog.Duration("took", took))
	}()
	c.Next()
}

func of(c *gin.Context) *Router { return c.MustGet(routerKey).(*Router) }

// Actor is who calls; Anonymous before the policy was held against the request.
func Actor(c *gin.Context) actor.Actor {
	who, _ := c.Value(actorKey).(actor.Actor)
	return who
}

// RequestID names the request in logs, answers and error pages.
func RequestID(c *gin.Context) string { return c.GetString(requestIDKey) }

// Texts is the catalogue.
func Texts(c *gin.Context) *static.Catalogue { return of(c).Catalogue }

// T is the text of the key in the caller's language.
func T(c *gin.Context, key string, args map[string]any) string {
	return of(c).Catalogue.T(Locale(c), key, args)
}

// ClientIP is the caller's address; X-Forwarded-For counts only from a
// configured proxy.
func ClientIP(c *gin.Context) string { return c.ClientIP() }
