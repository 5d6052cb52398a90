package main

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/web"
)

// diskRoom is a file system's, in bytes.
type diskRoom struct{ free, total int64 }

// mountHealth tells those who look after the house how it stands.
func (h *house) mountHealth() {
	h.router.Handle("GET", "/api/v1/health", web.Allow(actor.Supervisors, "health.inspect"), func(c *gin.Context) error {
		c.Header("Cache-Control", "no-store")
		return web.JSON(c, http.StatusOK, h.condition(c.Request.Context()))
	})
}
