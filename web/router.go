// Package web holds the manners of every HTTP answer: who may call, how
// failures are told, headers, limits, languages and pages.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/static"
)

// Handler answers one request or returns the failure that web tells.
type Handler func(c *gin.Context) error

// Branding is what pages show of the installation.
type Branding struct {
	Name   string // of the support centre
	Locale string // when nothing else decides
	Zone   string // IANA name, when the reader has none
	Hue    int    // accent
	Logo   string // address of the picture, empty without one
	Online int    // people who answer at this moment
}

// Options are what a Router needs; all but Tally, Bell, Answered, Proxies and Secure are required.
type Options struct {
	Log       *slog.Logger
	Assets    *static.Assets
	Catalogue *static.Catalogue
	Branding  func(ctx context.Context) Branding
	// Authenticate tells who calls; nobody is Anonymous without an error.
	Authenticate func(ctx context.Context, r *http.Request) (actor.Actor, error)
	// Tally counts what heads a customer's pages; nil counts nothing.
	Tally func(ctx context.Context, a actor.Actor) (Tally, error)
	// Bell reads what the bell of a page shows, in that language; nil shows none.
	Bell func(ctx context.Context, a actor.Actor, lang string) (Bell, error)
	// Answered is told of every answer, with the pattern of its route, empty for
	// none; it must not wait for anything. nil = nobody is told.
	Answered func(method, route string, status int, took time.Duration)
	NewID    func() string
	Proxies  []netip.Prefix // whose X-Forwarded-For is believed
	Secure   bool           // public URL is https: HSTS
}

// Router mounts routes, each with its policy, on one Gin engine.
type Router struct {
	Options
	engine *gin.Engine
	routes []Route
	cross  *http.CrossOriginProtection
	pages  *pages
}

// Route is what a test sees of a route.
type Route struct {
	Method, Path string
	Policy       Policy
}

// New returns a router without routes. An error is one in a page template.
func New(o Options) (*Router, error) {
	gin.SetMode(gin.ReleaseMode)
	r := &Router{Options: o, engine: gin.New(), cross: http.NewCrossOriginProtection()}
	r.engine.HandleMethodNotAllowed = true
	r.engine.RedirectTrailingSlash = false
	r.engine.ContextWithFallback = true
	trusted := make([]string, len(o.Proxies))
	for i, p := range o.Proxies {
		trusted[i] = p.String()
	}
	if err := r.engine.SetTrustedProxies(trusted); err != nil {
		return nil, err
	}
	var err error
	if r.pages, err = loadPages(o.Assets, o.Catalogue); err != nil {
		return nil, err
	}
	r.engine.Use(r.begin)
	r.engine.NoRoute(r.noRoute)
	r.engine.NoMethod(r.noMethod)
	return r, nil
}

// ServeHTTP answers by the mounted routes.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.engine.ServeHTTP(w, req) }

// Handle mounts one route. A policy that allows nobody is a programming error
// and ends the start.
func (r *Router) Handle(method, path string, p Policy, h Handler) {
	if p.roles == 0 || p.verb == "" {
		panic(fmt.Sprintf("web: %s %s has no policy", method, path))
	}
	r.routes = append(r.routes, Route{Method: method, Path: path, Policy: p})
	r.engine.Handle(method, path, func(c *gin.Context) {
		c.Set(policyKey, p)
		if p.page {
			boundForm(c)
		}
		err := r.admit(c, p)
		if err == nil {
			err = h(c)
		}
		if err != nil {
			r.fail(c, p, err)
		}
	})
}

// Routes lists what is mounted, by path and method.
func (r *Router) Routes() []Route {
	sorted := slices.Clone(r.routes)
	slices.SortFunc(sorted, func(a, b Route) int {
		if a.Path != b.Path {
			return compare(a.Path, b.Path)
		}
		return compare(a.Method, b.Method)
	})
	return sorted
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}
