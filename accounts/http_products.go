package accounts

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/store"
	"balcao/web"
)

// mountProducts puts the routes of what contracts and licences refer to onto
// the router.
func (g *Registry) mountProducts(r *web.Router) {
	r.Handle("GET", "/api/v1/products", web.Allow(actor.Accounts, "product.list"), g.getProducts)
	r.Handle("POST", "/api/v1/products", web.Allow(actor.Admins, "product.create"), add(g.AddProduct))
	r.Handle("PATCH", "/api/v1/products/:id", web.Allow(actor.Admins, "product.change"), alter(g.ChangeProduct))

	r.Handle("GET", "/api/v1/sla-plans", web.Allow(actor.StaffOnly, "plan.list"), pageOf(g, PlansPage))
	r.Handle("POST", "/api/v1/sla-plans", web.Allow(actor.Admins, "plan.create"), add(g.AddPlan))
	r.Handle("PATCH", "/api/v1/sla-plans/:id", web.Allow(actor.Admins, "plan.change"), alter(g.ChangePlan))

	r.Handle("GET", "/api/v1/calendars", web.Allow(actor.StaffOnly, "calendar.list"), pageOf(g, CalendarsPage))
	r.Handle("POST", "/api/v1/calendars", web.Allow(actor.Admins, "calendar.create"), add(g.AddCalendar))
	r.Handle("PATCH", "/api/v1/calendars/:id", web.Allow(actor.Admins, "calendar.change"), alter(g.ChangeCalendar))
}

// getProducts lists products; customers see those that are sold.
func (g *Registry) getProducts(c *gin.Context) error {
	sold := !web.Actor(c).Staff()
	return pageOf(g, func(r store.Reader, query, cursor string, limit int) ([]Product, string, error) {
		return ProductsPage(r, query, sold, cursor, limit)
	})(c)
}

// pageOf answers with one page of what the query finds.
func pageOf[T any](g *Registry, page func(r store.Reader, query, cursor string, limit int) ([]T, string, error)) web.Handler {
	return func(c *gin.Context) error {
		limit, cursor, err := web.List(c)
		if err != nil {
			return err
		}
		var items []T
		var next string
		err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
			items, next, err = page(r, c.Query("q"), cursor, limit)
			return err
		})
		if err != nil {
			return err
		}
		return web.Items(c, items, next)
	}
}

// add answers a POST that makes what the body describes.
func add[In, Row any](do func(context.Context, actor.Actor, In) (Row, error)) web.Handler {
	return func(c *gin.Context) error {
		var in In
		if err := web.Decode(c, &in); err != nil {
			return err
		}
		row, err := do(c.Request.Context(), web.Actor(c), in)
		if err != nil {
			return err
		}
		return web.JSON(c, http.StatusCreated, row)
	}
}

// alter answers a PATCH of what the path names.
func alter[In, Row any](do func(context.Context, actor.Actor, string, In) (Row, error)) web.Handler {
	return func(c *gin.Context) error {
		var in In
		if err := web.Decode(c, &in); err != nil {
			return err
		}
		row, err := do(c.Request.Context(), web.Actor(c), c.Param("id"), in)
		if err != nil {
			return err
		}
		return web.JSON(c, http.StatusOK, row)
	}
}
