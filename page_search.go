package main

import (
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/tickets"
	"balcao/web"
)

// hitsPerKind bounds what one search answers of each kind.
const hitsPerKind = 20

// search is the one search over what the caller may see, a flat list.
func (h *house) search(c *gin.Context) error {
	query := strings.TrimSpace(c.Query("q"))
	ctx, who := c.Request.Context(), web.Actor(c)
	items := []any{}
	if query == "" {
		return web.Items(c, items, "")
	}
	if wants(c, "ticket") {
		err := h.store.View(ctx, func(r store.Reader) error {
			hits, err := tickets.Search(r, who, query, hitsPerKind)
			for _, hit := range hits {
				items = append(items, hit)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if wants(c, "conversation") {
		hits, err := h.desk.Search(ctx, who, query, hitsPerKind)
		if err != nil {
			return err
		}
		for _, hit := range hits {
			items = append(items, hit)
		}
	}
	return web.Items(c, items, "")
}

// wants tells whether ?kinds= names the kind, or nothing at all.
func wants(c *gin.Context, kind string) bool {
	kinds := c.Query("kinds")
	return kinds == "" || strings.Contains(","+kinds+",", ","+kind+",")
}
