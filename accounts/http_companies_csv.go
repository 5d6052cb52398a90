package accounts

import (
	"io"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// mostCSV bounds a file of companies.
const mostCSV = 8 << 20

func (g *Registry) mountCompaniesCSV(r *web.Router) {
	r.Handle("GET", "/api/v1/companies/export.csv", web.Allow(actor.StaffOnly, "company.export"), g.getCompaniesCSV)
	r.Handle("POST", "/api/v1/companies/import", web.Allow(actor.StaffOnly, "company.import"), g.postCompaniesCSV)
}

func (g *Registry) getCompaniesCSV(c *gin.Context) error {
	var b []byte
	err := g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		if err := May(r, web.Actor(c), "company.export", Object{}); err != nil {
			return err
		}
		b, err = CompaniesCSV(r)
		return err
	})
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Disposition", `attachment; filename="companies.csv"`)
	c.Data(http.StatusOK, "text/csv; charset=utf-8", b)
	return nil
}

// importJSON is what an import did, or would do.
type importJSON struct {
	Lines     int             `json:"lines"`
	Created   int             `json:"created"`
	Changed   int             `json:"changed"`
	Unchanged int             `json:"unchanged"`
	Errors    []lineFaultJSON `json:"errors"`
}

type lineFaultJSON struct {
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// postCompaniesCSV answers a dry run with all that is wrong; for a file that is
// to be written faults are a failure, and nothing is.
func (g *Registry) postCompaniesCSV(c *gin.Context) error {
	dry := c.Query("dry_run")
	if !slices.Contains([]string{"", "true", "false", "1", "0"}, dry) {
		return fault.Field("dry_run", "wrong_type")
	}
	file, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, mostCSV))
	if err != nil {
		return err
	}
	done, err := g.ImportCompanies(c.Request.Context(), web.Actor(c), file, dry == "true" || dry == "1")
	if err != nil {
		return err
	}
	out := importJSON{done.Lines, done.Created, done.Changed, done.Unchanged, []lineFaultJSON{}}
	for _, bad := range done.Errors {
		out.Errors = append(out.Errors, lineFaultJSON{bad.Line, bad.Fault.Field, bad.Fault.Name(), web.Sentence(c, bad.Fault)})
	}
	if len(out.Errors) > 0 && dry != "true" && dry != "1" {
		f := fault.New(fault.Invalid, "import_bad")
		f.Extra = map[string]any{"lines": out.Lines, "errors": out.Errors}
		return f
	}
	return web.JSON(c, http.StatusOK, out)
}
