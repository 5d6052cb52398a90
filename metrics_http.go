package main

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"balcao/metrics"
	"balcao/web"
)

// traffic counts answers by route. The routes are those mounted, so an address
// somebody makes up never becomes a figure of its own.
type traffic struct {
	routes map[[2]string]*route // by method and pattern; never changes
	other  *route               // of no route
}

type route struct {
	method, pattern string
	classes         [6]metrics.Counter // by the first digit of the status
	took            *metrics.Histogram
}

func newTraffic(mounted []web.Route) *traffic {
	t := &traffic{routes: map[[2]string]*route{}, other: &route{method: "other", pattern: "other", took: metrics.Durations()}}
	for _, m := range mounted {
		t.routes[[2]string{m.Method, m.Path}] = &route{method: m.Method, pattern: m.Path, took: metrics.Durations()}
	}
	return t
}

// note counts one answer.
func (t *traffic) note(method, pattern string, status int, took time.Duration) {
	r := t.routes[[2]string{method, pattern}]
	if r == nil {
		r = t.other
	}
	r.took.Observe(int64(took))
	if class := status / 100; class < len(r.classes) {
		r.classes[class].Inc()
	}
}

// write tells of the routes that were asked for.
func (t *traffic) write(p *metrics.Page) {
	asked := []*route{t.other}
	for _, r := range t.routes {
		asked = append(asked, r)
	}
	asked = slices.DeleteFunc(asked, func(r *route) bool { return r.took.Tally().Count() == 0 })
	slices.SortFunc(asked, func(a, b *route) int {
		return cmp.Or(cmp.Compare(a.pattern, b.pattern), cmp.Compare(a.method, b.method))
	})
	for _, r := range asked {
		for class := range r.classes {
			if n := r.classes[class].Value(); n > 0 {
				p.Counter("balcao_http_requests_total", "Requests answered.", float64(n),
					"method", r.method, "route", r.pattern, "status", strconv.Itoa(class)+"xx")
			}
		}
	}
	for _, r := range asked {
		p.Histogram("balcao_http_request_duration_seconds", "Time to answer; long polls wait by design.", r.took, "method", r.method, "route", r.pattern)
	}
}

// gate serves the figures on the main listener to those who have the token;
// for everybody else nothing is there.
func (h *house) gate(next http.Handler) http.Handler {
	if h.MetricsToken == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/metrics" && h.knows(r.Header.Get("Authorization")) {
			h.scrape(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// scrape answers with the figures.
func (h *house) scrape(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", metrics.ContentType)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(h.figures()) // who asked may have gone
}
