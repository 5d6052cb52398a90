package tickets

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

type newView struct {
	Key, Title, Type, WishedDate, Priority, Description, Product, Version, Environment string
	Types, Priorities, Products, Versions                                              []string
	Kept                                                                               attached
	Error, Field                                                                       string
}

func (k *Tracker) newView(c *gin.Context) (newView, error) {
	v := newView{
		Key: k.NewID(), Type: "problem", Priority: "average",
		Types: []string{"question", "problem", "suggestion", "installation"}, Priorities: []string{"critical", "high", "average", "low"},
	}
	err := k.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		v.Products, v.Version, err = productsOf(r, web.Actor(c))
		if err != nil {
			return err
		}
		return v.offer(r, k.time(), web.Actor(c))
	})
	return v, err
}

// productsOf are the products the actor's latest tickets were about, newest
// first, and the version of the newest.
func productsOf(r store.Reader, a actor.Actor) (products []string, version string, err error) {
	index, parts := Filter{}.index(a)
	met := map[string]bool{"": true}
	read := 0
	for t, err := range tickets.ByReverse(r, index, parts...) {
		if err != nil {
			return nil, "", err
		}
		if len(products) == 0 && t.Product != "" {
			version = t.Version
		}
		if !met[t.Product] {
			met[t.Product] = true
			products = append(products, t.Product)
		}
		if read++; read == perPage {
			break
		}
	}
	return products, version, nil
}

func (k *Tracker) newPage(c *gin.Context) error {
	if web.Actor(c).Staff() {
		return web.Redirect(c, "/console/tickets")
	}
	v, err := k.newView(c)
	if err != nil {
		return err
	}
	if n, err := strconv.ParseUint(c.Query("after"), 10, 64); err == nil {
		v.Description = web.T(c, "portal.new.after", map[string]any{"number": n}) + "\n\n"
	}
	return web.Page(c, http.StatusOK, "portal/ticket-new", v)
}

func (k *Tracker) newForm(c *gin.Context) error {
	if web.Actor(c).Staff() {
		return web.Redirect(c, "/console/tickets")
	}
	v, err := k.newView(c)
	if err != nil {
		return err
	}
	v.Kept, err = k.formOf(c)
	v.take(c)
	var out Opened
	if err == nil {
		out, err = k.Open(c.Request.Context(), web.Actor(c), v.draft(), v.Key)
	}
	if f := fault.Of(err); refused(f) {
		v.Error, v.Field = web.Sentence(c, f), f.Field
		if f.Name() == "idempotency_conflict" { // sent twice with a change: sending it now opens another one
			v.Key, v.Error = k.NewID(), web.T(c, "portal.new.sent_before", nil)
		}
		return web.Page(c, f.Kind.Status(), "portal/ticket-new", v)
	}
	switch {
	case err != nil:
		return err
	case out.Request.ID != "":
		return web.Redirect(c, fmt.Sprintf("/requests/%d?done=kept", out.Request.Number))
	}
	return web.Redirect(c, fmt.Sprintf("/tickets/%d?done=opened", out.Ticket.Number))
}

// take keeps what was typed.
func (v *newView) take(c *gin.Context) {
	for name, to := range map[string]*string{
		"key": &v.Key, "title": &v.Title, "type": &v.Type, "wished_date": &v.WishedDate, "priority": &v.Priority,
		"description": &v.Description, "product": &v.Product, "version": &v.Version, "environment": &v.Environment,
	} {
		*to = c.PostForm(name)
	}
}

func (v newView) draft() Draft {
	d := Draft{
		Title: v.Title, Type: v.Type, Priority: Priority(v.Priority), Description: v.Description,
		Product: v.Product, Version: v.Version, Environment: v.Environment, Files: v.Kept.ids(),
	}
	if v.Type == "installation" {
		d.WishedDate = v.WishedDate
	}
	return d
}
