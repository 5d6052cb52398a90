package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
)

// Policy says who may call a route. What may be done to one object is asked
// again by the feature.
type Policy struct {
	roles      actor.Roles
	verb       string
	mustChange bool
	page       bool
	anywhere   bool
}

// Allow is the policy of a route: the roles that may call it and what it does,
// as noun.verb.
func Allow(roles actor.Roles, verb string) Policy { return Policy{roles: roles, verb: verb} }

// WhileMustChange lets accounts through that still have their first password,
// or lack the second factor that they must have.
func (p Policy) WhileMustChange() Policy { p.mustChange = true; return p }

// Page marks a route that answers with a page: failures are pages too, and
// nobody signed in is sent to the sign-in page.
func (p Policy) Page() Policy { p.page = true; return p }

// FromAnywhere marks a route that pages of strangers may send forms to: what
// they bring proves itself, and the cookies count for nothing.
func (p Policy) FromAnywhere() Policy { p.anywhere = true; return p }

// Roles is the set of roles that may call.
func (p Policy) Roles() actor.Roles { return p.roles }

// Verb is what the route does.
func (p Policy) Verb() string { return p.verb }

// String is the policy as the golden file shows it.
func (p Policy) String() string {
	s := p.verb + " [" + p.roles.String() + "]"
	if p.mustChange {
		s += " while-must-change"
	}
	if p.page {
		s += " page"
	}
	if p.anywhere {
		s += " from-anywhere"
	}
	return s
}

const (
	actorKey     = "balcao.actor"
	policyKey    = "balcao.policy"
	requestIDKey = "balcao.request"
	routerKey    = "balcao.router"
	localeKey    = "balcao.locale"
	listKey      = "balcao.list"
)

// admit finds out who calls and holds the route's policy against it.
func (r *Router) admit(c *gin.Context, p Policy) error {
	// Only a token stands for itself: beside anything else cookies would count.
	scheme, _, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if !p.anywhere && !strings.EqualFold(scheme, "Bearer") {
		if err := r.cross.Check(c.Request); err != nil {
			return &fault.Error{Kind: fault.Forbidden, Code: "cross_origin", Err: err}
		}
	}
	who, err := r.Authenticate(c.Request.Context(), c.Request)
	if err != nil {
		return err
	}
	c.Set(actorKey, who)
	if !p.roles.Has(who.Role) {
		if who.Role == actor.Anonymous {
			return fault.New(fault.Unauthenticated, "")
		}
		return fault.Denied()
	}
	if who.MustChange && !p.mustChange {
		return fault.New(fault.Forbidden, "must_change")
	}
	if who.NeedsTOTP && !p.mustChange {
		return fault.New(fault.Forbidden, "totp_needed")
	}
	return nil
}

// instead answers failures of pages that have a better place to be.
func instead(c *gin.Context, f *fault.Error) bool {
	switch {
	case f.Kind == fault.Unauthenticated && c.Request.Method == http.MethodGet:
		c.Redirect(http.StatusSeeOther, "/sign-in?return="+url.QueryEscape(c.Request.URL.RequestURI()))
	case f.Name() == "must_change":
		c.Redirect(http.StatusSeeOther, "/profile?must_change=1")
	case f.Name() == "totp_needed":
		c.Redirect(http.StatusSeeOther, "/profile/two-step")
	default:
		return false
	}
	return true
}
