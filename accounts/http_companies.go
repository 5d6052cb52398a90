package accounts

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// mountCompanies puts the routes of companies and what they are entitled to
// onto the router.
func (g *Registry) mountCompanies(r *web.Router) {
	const one = "/api/v1/companies/:id"
	list, read := web.Allow(actor.Accounts, "company.list"), web.Allow(actor.Accounts, "company.read")
	change := web.Allow(actor.StaffOnly, "company.change")
	r.Handle("GET", "/api/v1/companies", list, g.getCompanies)
	r.Handle("POST", "/api/v1/companies", web.Allow(actor.StaffOnly, "company.create"), g.postCompany)
	r.Handle("GET", one, read, g.getCompany)
	r.Handle("PATCH", one, change, g.patchCompany)
	r.Handle("GET", one+"/cover", read, g.getCompanyCover)
	r.Handle("GET", one+"/history", web.Allow(actor.StaffOnly, "company.history"), g.getHistory("company"))

	r.Handle("GET", one+"/licences", read, g.getLicences)
	r.Handle("POST", one+"/licences", change, g.postLicence)
	r.Handle("PATCH", one+"/licences/:lid", change, g.patchLicence)
	r.Handle("DELETE", one+"/licences/:lid", change, g.dropOne(g.DropLicence))
	r.Handle("GET", one+"/contracts", read, g.getContracts)
	r.Handle("POST", one+"/contracts", change, g.postContract)
	r.Handle("PATCH", one+"/contracts/:lid", change, g.patchContract)
	r.Handle("DELETE", one+"/contracts/:lid", change, g.dropOne(g.DropContract))
	r.Handle("GET", one+"/installations", read, g.getInstallations)
	r.Handle("POST", one+"/installations", change, g.postInstallation)
	r.Handle("PATCH", one+"/installations/:lid", change, g.patchInstallation)
	r.Handle("DELETE", one+"/installations/:lid", change, g.dropOne(g.DropInstallation))
}

func (g *Registry) getCompanies(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	who := web.Actor(c)
	f := CompanyFilter{Query: c.Query("q"), Cover: c.Query("cover")}
	if f.Cover != "" && !slices.Contains([]string{Covered, Licensed, Unlicensed}, f.Cover) {
		return fault.Field("cover", "cover_bad")
	}
	var items []CompanyView
	var next string
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		if err := May(r, who, "company.list", Object{Company: who.Company}); err != nil {
			return err
		}
		items, next, err = CompaniesPage(r, g.Clock(), f.listed(who), who.Staff(), cursor, limit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (g *Registry) postCompany(c *gin.Context) error {
	var in CompanyChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	company, err := g.AddCompany(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/companies/"+company.ID)
	return g.tellOf(c, http.StatusCreated, company, nil)
}

func (g *Registry) patchCompany(c *gin.Context) error {
	var in CompanyChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	company, err := g.ChangeCompany(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	return g.tellOf(c, http.StatusOK, company, err)
}

// tellOf answers with the company as staff see it.
func (g *Registry) tellOf(c *gin.Context, status int, company Company, err error) error {
	return shown(c, g, status, err, func(r store.Reader) (CompanyView, error) { return companyView(r, g.Clock(), company, true) })
}

// shown answers what fn makes of a deed that went well.
func shown[T any](c *gin.Context, g *Registry, status int, err error, fn func(store.Reader) (T, error)) error {
	if err != nil {
		return err
	}
	var v T
	if err := g.Store.View(c.Request.Context(), func(r store.Reader) (err error) { v, err = fn(r); return err }); err != nil {
		return err
	}
	return web.JSON(c, status, v)
}

func (g *Registry) getCompany(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (CompanyView, error) {
		company, err := seenCompany(r, web.Actor(c), c.Param("id"))
		if err != nil {
			return CompanyView{}, err
		}
		return companyView(r, g.Clock(), company, web.Actor(c).Staff())
	})
}

// seenCompany is the company if the actor may read it.
func seenCompany(r store.Reader, who actor.Actor, id string) (Company, error) {
	c, err := companies.Get(r, id)
	if err != nil {
		return c, missing(err)
	}
	return c, May(r, who, "company.read", Object{Company: c.ID})
}

func (g *Registry) getCompanyCover(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (CompanyCover, error) {
		company, err := seenCompany(r, web.Actor(c), c.Param("id"))
		if err != nil {
			return CompanyCover{}, err
		}
		at, err := instant("at", c.Query("at"), g.Clock(), company)
		if err != nil {
			return CompanyCover{}, err
		}
		product := c.Query("product")
		if product != "" {
			if product, err = productNamed(r, "product", &product); err != nil {
				return CompanyCover{}, err
			}
		}
		return CoverInFull(r, at, company.ID, product)
	})
}

// instant reads a time, or a day at the company, whose beginning is meant.
func instant(field, s string, now time.Time, c Company) (time.Time, error) {
	if s == "" {
		return now, nil
	}
	if d, ok := parseDay(s); ok {
		return d.begins(placeOf(c.TimeZone)), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1900 || t.Year() > 9999 {
		return t, fault.Field(field, "date_bad")
	}
	return t, nil
}

// getHistory lists what was done to one object of that kind.
func (g *Registry) getHistory(kind string) web.Handler {
	return func(c *gin.Context) error {
		limit, cursor, err := web.List(c)
		if err != nil {
			return err
		}
		var items []auditJSON
		var next string
		err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
			var entries []AuditEntry
			if entries, next, err = HistoryPage(r, kind+"/"+c.Param("id"), cursor, limit); err != nil {
				return err
			}
			items, err = withPeople(r, entries)
			return err
		})
		if err != nil {
			return err
		}
		return web.Items(c, items, next)
	}
}

func withPeople(r store.Reader, entries []AuditEntry) ([]auditJSON, error) {
	items := []auditJSON{}
	for _, e := range entries {
		who, err := PersonOf(r, e.Actor)
		if err != nil {
			return nil, err
		}
		items = append(items, auditJSON{e.ID, e.At, who, e.Role, e.Verb, e.Object, e.Detail})
	}
	return items, nil
}
