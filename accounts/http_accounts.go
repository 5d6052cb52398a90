package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

func (g *Registry) getAccounts(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	who := web.Actor(c)
	f := AccountFilter{Role: c.Query("role"), Query: c.Query("q"), Company: c.Query("company"), State: c.Query("state")}
	if _, ok := actor.ParseRole(f.Role); f.Role != "" && !ok {
		return fault.Field("role", "role_bad")
	}
	var items []Account
	var next string
	err = g.Store.View(c.Request.Context(), func(r store.Reader) (err error) {
		if err := May(r, who, "account.list", Object{Company: who.Company}); err != nil {
			return err
		}
		items, next, err = AccountsPage(r, f.listed(who), cursor, limit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (g *Registry) postAccount(c *gin.Context) error {
	var in struct {
		Email      string `json:"email"`
		Name       string `json:"name"`
		Role       string `json:"role"`
		Password   string `json:"password"`
		MustChange bool   `json:"must_change"`
		Company    string `json:"company"`
		Manager    bool   `json:"manager"`
		JobTitle   string `json:"job_title"`
		Phone      string `json:"phone"`
		Locale     string `json:"locale"`
		TimeZone   string `json:"time_zone"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	role, _ := actor.ParseRole(in.Role) // an unknown one is refused with the rest
	a, err := g.CreateAccount(c.Request.Context(), web.Actor(c), NewAccount{
		Email: in.Email, Name: in.Name, Password: in.Password, Role: role, MustChange: in.MustChange, Company: in.Company,
		Manager: in.Manager, JobTitle: in.JobTitle, Phone: in.Phone, Locale: in.Locale, TimeZone: in.TimeZone,
	})
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/accounts/"+a.ID)
	return web.JSON(c, http.StatusCreated, a)
}

func (g *Registry) getAccount(c *gin.Context) error {
	return read(c, g, func(r store.Reader) (Account, error) {
		a, err := known(r, c.Param("id"))
		if err != nil {
			return a, err
		}
		return a, May(r, web.Actor(c), "account.read", Object{Owner: "account/" + a.ID, Company: a.Company})
	})
}

// getAccountHistory lists what was done to a customer's account for staff who
// keep customers; that of a colleague is for administrators.
func (g *Registry) getAccountHistory(c *gin.Context) error {
	who := web.Actor(c)
	err := g.Store.View(c.Request.Context(), func(r store.Reader) error {
		if err := May(r, who, "account.history", Object{}); err != nil {
			return err
		}
		a, err := known(r, c.Param("id"))
		if err == nil && a.Role != actor.Customer && who.Role != actor.Administrator {
			return fault.Denied()
		}
		return err
	})
	if err != nil {
		return err
	}
	return g.getHistory("account")(c)
}

func (g *Registry) patchAccount(c *gin.Context) error {
	var in AccountChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	a, err := g.ChangeAccount(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, a)
}

func (g *Registry) postDisabled(disabled bool) web.Handler {
	return func(c *gin.Context) error {
		a, err := g.SetDisabled(c.Request.Context(), web.Actor(c), c.Param("id"), disabled)
		if err != nil {
			return err
		}
		return web.JSON(c, http.StatusOK, a)
	}
}
