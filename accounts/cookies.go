package accounts

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// SessionCookie is the name of the cookie that carries the session.
func (g *Registry) SessionCookie() string { return g.prefix() + "balcao_session" }

// RememberCookie is the name of the cookie that opens it again.
func (g *Registry) RememberCookie() string { return g.prefix() + "balcao_remember" }

func (g *Registry) prefix() string {
	if g.Secure {
		return "__Host-"
	}
	return ""
}

// DeviceCookie is the name of the cookie by which a browser is known again.
func (g *Registry) DeviceCookie() string { return g.prefix() + "balcao_device" }

// cookies are the cookies that carry the grant; none for an empty one.
func (g *Registry) cookies(grant Grant) []*http.Cookie {
	if grant.Session == "" {
		return nil
	}
	g.warnPlain.Do(g.warnOfPlainHTTP)
	all := []*http.Cookie{g.cookie(g.SessionCookie(), grant.Session)}
	if grant.Remember != "" {
		c := g.cookie(g.RememberCookie(), grant.Remember)
		c.MaxAge = int(rememberFor / time.Second)
		all = append(all, c)
	}
	if grant.Device != "" {
		c := g.cookie(g.DeviceCookie(), grant.Device)
		c.MaxAge = int(deviceFor / time.Second)
		all = append(all, c)
	}
	return all
}

// noCookies take the cookies away.
func (g *Registry) noCookies() []*http.Cookie {
	all := []*http.Cookie{g.cookie(g.SessionCookie(), ""), g.cookie(g.RememberCookie(), "")}
	for _, c := range all {
		c.MaxAge = -1
	}
	return all
}

func (g *Registry) cookie(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode}
}

// warnOfPlainHTTP says once that sessions cross a network unprotected.
func (g *Registry) warnOfPlainHTTP() {
	u, err := url.Parse(g.URL())
	if g.Secure || err != nil || u.Host == "" || loopback(u.Hostname()) {
		return
	}
	g.Log.Warn("people sign in over plain http: whoever listens on the network can take their sessions; set an https url", "url", g.URL())
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}
