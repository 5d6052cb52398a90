package accounts

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/store"
	"balcao/web"
)

// listOf answers with a page of what the company of the path has.
func listOf[Row, View any](
	c *gin.Context, g *Registry, rows func(store.Reader, string) ([]Row, error), view func(store.Reader, day, Row) (View, error),
) error {
	var items []View
	err := g.Store.View(c.Request.Context(), func(r store.Reader) error {
		items = nil
		company, err := seenCompany(r, web.Actor(c), c.Param("id"))
		if err != nil {
			return err
		}
		list, err := rows(r, company.ID)
		if err != nil {
			return err
		}
		today := todayAt(g.Clock(), company)
		for _, row := range list {
			v, err := view(r, today, row)
			if err != nil {
				return err
			}
			items = append(items, v)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.Whole(c, items)
}

// deed does what the body says to something of the company of the path and
// answers with what it is then.
func deed[In, Row, View any](
	c *gin.Context, g *Registry, status int, do func(ctx context.Context, who actor.Actor, in In) (Row, error), view func(store.Reader, day, Row) (View, error),
) error {
	var in In
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	row, err := do(c.Request.Context(), web.Actor(c), in)
	return shown(c, g, status, err, func(r store.Reader) (v View, err error) {
		company, err := companies.Get(r, c.Param("id"))
		if err != nil {
			return v, missing(err)
		}
		return view(r, todayAt(g.Clock(), company), row)
	})
}

func (g *Registry) dropOne(drop func(ctx context.Context, who actor.Actor, company, id string) error) web.Handler {
	return func(c *gin.Context) error {
		if err := drop(c.Request.Context(), web.Actor(c), c.Param("id"), c.Param("lid")); err != nil {
			return err
		}
		return web.NoContent(c)
	}
}

func (g *Registry) getLicences(c *gin.Context) error { return listOf(c, g, LicencesOf, licenceView) }

func (g *Registry) postLicence(c *gin.Context) error {
	return deed(c, g, http.StatusCreated, func(ctx context.Context, who actor.Actor, in LicenceChange) (Licence, error) {
		return g.AddLicence(ctx, who, c.Param("id"), in)
	}, licenceView)
}

func (g *Registry) patchLicence(c *gin.Context) error {
	return deed(c, g, http.StatusOK, func(ctx context.Context, who actor.Actor, in LicenceChange) (Licence, error) {
		return g.ChangeLicence(ctx, who, c.Param("id"), c.Param("lid"), in)
	}, licenceView)
}

func (g *Registry) getContracts(c *gin.Context) error { return listOf(c, g, ContractsOf, contractView) }

func (g *Registry) postContract(c *gin.Context) error {
	return deed(c, g, http.StatusCreated, func(ctx context.Context, who actor.Actor, in ContractChange) (Contract, error) {
		return g.AddContract(ctx, who, c.Param("id"), in)
	}, contractView)
}

func (g *Registry) patchContract(c *gin.Context) error {
	return deed(c, g, http.StatusOK, func(ctx context.Context, who actor.Actor, in ContractChange) (Contract, error) {
		return g.ChangeContract(ctx, who, c.Param("id"), c.Param("lid"), in)
	}, contractView)
}

func (g *Registry) getInstallations(c *gin.Context) error {
	return listOf(c, g, InstallationsOf, installationView)
}

func (g *Registry) postInstallation(c *gin.Context) error {
	return deed(c, g, http.StatusCreated, func(ctx context.Context, who actor.Actor, in InstallationChange) (Installation, error) {
		return g.AddInstallation(ctx, who, c.Param("id"), in)
	}, installationView)
}

func (g *Registry) patchInstallation(c *gin.Context) error {
	return deed(c, g, http.StatusOK, func(ctx context.Context, who actor.Actor, in InstallationChange) (Installation, error) {
		return g.ChangeInstallation(ctx, who, c.Param("id"), c.Param("lid"), in)
	}, installationView)
}
