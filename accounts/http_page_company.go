package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// companyPeople is how many lines of a list the manager's page shows at once.
const companyPeople = 50

// managerView is the page of a company's manager.
type managerView struct {
	Company     string
	People      []Account
	Next        string
	Asked       []AskedView
	Typed       Asked
	Access      []string
	Done, Error string
	Field       string
}

var accesses = []string{"own", "company_read", "company_reply", "none"}

func (g *Registry) companyPage(c *gin.Context) error {
	v := managerView{}
	switch c.Query("done") {
	case "asked":
		v.Done = web.T(c, "portal.company.asked", nil)
	case "access":
		v.Done = web.T(c, "portal.company.access_saved", nil)
	case "ended":
		v.Done = web.T(c, "portal.company.ended", nil)
	}
	return g.showCompany(c, http.StatusOK, v)
}

func (g *Registry) showCompany(c *gin.Context, status int, v managerView) error {
	who := web.Actor(c)
	v.Access = accesses
	_, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		if err := May(r, who, "company.colleagues", Object{Company: who.Company}); err != nil {
			return err
		}
		if v.Company, err = CompanyName(r, who.Company); err != nil {
			return err
		}
		if v.Company == "" {
			return fault.Missing() // a manager of nothing
		}
		if v.People, v.Next, err = AccountsPage(r, AccountFilter{Company: who.Company, State: Active}, cursor, companyPeople); err != nil {
			return err
		}
		v.Asked, _, err = g.AskedPage(r, who, AskedFilter{}, "", 20)
		return err
	})
	if err != nil {
		return err
	}
	if v.Next = web.Next(c, "", v.Next); c.Request.Method != http.MethodGet {
		v.Next = "" // a cursor is of the page that answers, not of the form
	}
	return web.Page(c, status, "portal/company", v)
}

func (d door) companyAskForm(c *gin.Context) error {
	if !asksForCompany(web.Actor(c)) {
		return fault.Denied()
	}
	typed := asIs(c)
	return d.companyDone(c, d.ask(c, typed), "asked", managerView{Typed: typed})
}

func (g *Registry) companyAccessForm(c *gin.Context) error {
	access := c.PostForm("access")
	_, err := g.ChangeAccount(c.Request.Context(), web.Actor(c), c.Param("id"), AccountChange{Access: &access})
	return g.companyDone(c, err, "access", managerView{})
}

func (g *Registry) companyEndForm(c *gin.Context) error {
	_, err := g.SetDisabled(c.Request.Context(), web.Actor(c), c.Param("id"), true)
	return g.companyDone(c, err, "ended", managerView{})
}

// companyDone goes back to the page, or shows what was refused with what was
// typed.
func (g *Registry) companyDone(c *gin.Context, err error, done string, v managerView) error {
	f := fault.Of(err)
	switch {
	case f == nil:
		return web.Redirect(c, "/company?done="+done)
	case f.Kind != fault.Invalid && f.Kind != fault.Conflict && f.Kind != fault.RateLimited:
		return err
	}
	v.Error, v.Field = web.Sentence(c, f), f.Field
	return g.showCompany(c, f.Kind.Status(), v)
}
