package main

import (
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/tickets"
	"balcao/web"
)

// search is the one search over what the caller may see: one flat list, a hit
// of each kind in turn, so that many of one kind hide none of another.
func (h *house) search(c *gin.Context) error {
	from, limit, err := web.Place(c)
	if err != nil {
		return err
	}
	query := strings.TrimSpace(c.Query("q"))
	if query == "" {
		return web.Part(c, []any{}, from, limit)
	}
	ctx, who, most := c.Request.Context(), web.Actor(c), from+limit+1
	var kinds [][]any
	if wants(c, "ticket") {
		var hits []tickets.Found
		err := h.store.View(ctx, func(r store.Reader) (err error) {
			hits, err = tickets.Search(r, who, query, most)
			return err
		})
		if err != nil {
			return err
		}
		kinds = append(kinds, anys(hits))
	}
	if wants(c, "conversation") {
		hits, err := h.desk.Search(ctx, who, query, most)
		if err != nil {
			return err
		}
		kinds = append(kinds, anys(hits))
	}
	return web.Part(c, inTurn(kinds, most), from, limit)
}

func anys[T any](hits []T) []any {
	out := make([]any, len(hits))
	for i, hit := range hits {
		out[i] = hit
	}
	return out
}

// inTurn takes one of each list, then the next of each, most altogether. What
// begins the answer stays the same however many more are wanted.
func inTurn(lists [][]any, most int) []any {
	all := []any{}
	for i, more := 0, true; more && len(all) < most; i++ {
		more = false
		for _, list := range lists {
			if i < len(list) && len(all) < most {
				all, more = append(all, list[i]), true
			}
		}
	}
	return all
}

// wants tells whether ?kinds= names the kind, or nothing at all.
func wants(c *gin.Context, kind string) bool {
	kinds := c.Query("kinds")
	return kinds == "" || strings.Contains(","+kinds+",", ","+kind+",")
}
