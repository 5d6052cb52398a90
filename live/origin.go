package live

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// allowed tells whether the request's Origin may speak to the server. A missing
// one may not: browsers always send it.
func (h *Hub) allowed(r *http.Request) bool {
	return r.Header.Get("Origin") != "" && h.o.Origin(r, nil)
}

// mine tells the same for the connection's principal.
func (c *Conn) mine() bool {
	r := c.proof.request()
	r.Host = c.host
	r.Header.Set("Origin", c.origin)
	return c.hub.o.Origin(r, &c.actor)
}

// sameServer tells whether two origins are one: the names of the own machine
// count as one name.
func sameServer(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	ua, err := url.Parse(a)
	if err != nil {
		return false
	}
	ub, err := url.Parse(b)
	if err != nil {
		return false
	}
	return strings.EqualFold(ua.Scheme, ub.Scheme) && ua.Port() == ub.Port() && loopback(ua.Hostname()) && loopback(ub.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// socketURL is where the ticket is good. Behind a proxy that ends TLS only the
// page's own Origin tells that the outside is secure.
func socketURL(r *http.Request) string {
	scheme := "ws"
	if r.TLS != nil || strings.EqualFold(r.Header.Get("Origin"), "https://"+r.Host) || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		scheme = "wss"
	}
	return scheme + "://" + r.Host + "/live"
}
