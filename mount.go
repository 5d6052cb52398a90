package main

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/store"
	"balcao/tickets"
	"balcao/web"
)

// mount puts every surface on the router; the golden file of the tests shows
// the result with its policies.
func (h *house) mount() {
	h.registry.Mount(h.router)
	h.cabinet.Mount(h.router)
	h.desk.Mount(h.router)
	h.tracker.Mount(h.router)
	h.post.Mount(h.router)
	h.hub.Mount(h.router)
	h.mountPages()
	h.mountMachines()
	h.mountHealth()
	h.mountOpenAPI()
}

// mayReadFile asks the feature that a file's reference names:
// conversation/<id>/<stream>, ticket/<n>/… or request/<id>. A chat that folded
// into a ticket may be read by those who may read the ticket.
func mayReadFile(r store.Reader, a actor.Actor, ref string) error {
	parts := strings.Split(ref, "/")
	if len(parts) == 3 && parts[0] == "conversation" {
		if err := chat.MayRead(r, a, parts[1], parts[2]); err == nil {
			return nil
		}
	}
	return tickets.MayRead(r, a, ref)
}

// brand is what pages show of the installation, read again when a commit may
// have changed it.
type brand struct {
	mu    sync.Mutex
	pos   uint64
	known bool
	value web.Branding
}

func (h *house) branding(ctx context.Context) web.Branding {
	head := h.store.Log().Head()
	h.brand.mu.Lock()
	defer h.brand.mu.Unlock()
	if h.brand.known && h.brand.pos == head {
		return h.brand.value
	}
	err := h.store.View(ctx, func(r store.Reader) error {
		s, err := accounts.SettingsOf(r)
		if err != nil {
			return err
		}
		online, err := chat.OnlineCount(r)
		h.brand.value = web.Branding{Name: s.Name, Locale: s.Locale, Zone: s.TimeZone, Hue: s.Hue, Logo: s.LogoURL(), Online: online}
		return err
	})
	h.brand.pos, h.brand.known = head, err == nil
	return h.brand.value
}

// originAllowed tells whether the Origin is this server's own or, for the
// principal's site, one that may embed the widget. A missing Origin is refused.
func (h *house) originAllowed(r *http.Request, a *actor.Actor) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	if origin == h.url || h.sameServer(origin) {
		return true
	}
	allowed := false
	err := h.store.View(r.Context(), func(rd store.Reader) error {
		var origins []string
		var err error
		if a != nil && a.Site != "" {
			origins, _, err = chat.Origins(rd, a.Site)
		} else {
			origins, err = chat.AllOrigins(rd)
		}
		allowed = slices.Contains(origins, origin)
		return err
	})
	return err == nil && allowed
}

// sameServer tells whether the origin is this server under another of its
// loopback names, with the port bound.
func (h *house) sameServer(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	_, port, _ := net.SplitHostPort(h.Listen)
	if u.Port() != port {
		return false
	}
	name := u.Hostname()
	return name == "localhost" || name == "127.0.0.1" || name == "::1"
}

// mountMachines mounts what load balancers and monitors ask.
func (h *house) mountMachines() {
	open := web.Allow(actor.Everybody, "health.read").WhileMustChange()
	h.router.Handle("GET", "/healthz", open, func(c *gin.Context) error {
		state := "ok"
		if h.store.ReadOnly() {
			state = "readonly"
		}
		return web.JSON(c, http.StatusOK, gin.H{"status": state, "version": versionText()})
	})
	h.router.Handle("GET", "/readyz", open, func(c *gin.Context) error {
		if h.draining.Load() {
			return fault.New(fault.Busy, "stopping")
		}
		return web.JSON(c, http.StatusOK, gin.H{"status": "ready"})
	})
}
