package accounts

import (
	"encoding/base64"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/store"
	"balcao/web"
)

// mountKeys puts the keys of products onto the router, and the page that people
// come to from a product.
func (g *Registry) mountKeys(r *web.Router) {
	const keys = "/api/v1/products/:id/keys"
	r.Handle("GET", keys, web.Allow(actor.Admins, "key.list"), g.getKeys)
	r.Handle("POST", keys, web.Allow(actor.Admins, "key.create"), g.postKey)
	r.Handle("DELETE", keys+"/:kid", web.Allow(actor.Admins, "key.revoke"), g.deleteKey)

	d := door{g, web.NewLimiter(g.SignIns, g.SignIns)}
	sso := web.Allow(actor.Everybody, "session.open").WhileMustChange().Page()
	r.Handle("GET", "/sso", sso, d.getSSO)
	r.Handle("POST", "/sso", sso.FromAnywhere(), d.postSSO)
}

// keyJSON is a key as administrators see it; its secret only when it is made.
type keyJSON struct {
	ID        string    `json:"id"`
	Product   string    `json:"product"`
	Alg       string    `json:"alg"`
	PublicKey string    `json:"public_key,omitempty"`
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
	UsedAt    time.Time `json:"used_at,omitzero"`
	RevokedAt time.Time `json:"revoked_at,omitzero"`
	Secret    string    `json:"secret,omitempty"`
}

func (k ProductKey) json() keyJSON {
	state := "active"
	if !k.Active() {
		state = "revoked"
	}
	return keyJSON{
		ID: k.ID, Product: k.Product, Alg: k.Alg, PublicKey: base64.StdEncoding.EncodeToString(k.Public), State: state,
		CreatedAt: k.CreatedAt, UsedAt: k.UsedAt, RevokedAt: k.RevokedAt,
	}
}

func (g *Registry) getKeys(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	var items []keyJSON
	var next string
	err = g.Store.View(c.Request.Context(), func(r store.Reader) error {
		page, more, err := KeysPage(r, c.Param("id"), cursor, limit)
		if err != nil {
			return err
		}
		items, next = nil, more
		for _, k := range page {
			items = append(items, k.json())
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.Items(c, items, next)
}

func (g *Registry) postKey(c *gin.Context) error {
	var in struct {
		Alg       string `json:"alg"`
		PublicKey string `json:"public_key"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	k, secret, err := g.NewProductKey(c.Request.Context(), web.Actor(c), c.Param("id"), in.Alg, in.PublicKey)
	if err != nil {
		return err
	}
	out := k.json()
	out.Secret = secret
	return web.JSON(c, http.StatusCreated, out)
}

func (g *Registry) deleteKey(c *gin.Context) error {
	if err := g.RevokeKey(c.Request.Context(), web.Actor(c), c.Param("id"), c.Param("kid")); err != nil {
		return err
	}
	return web.NoContent(c)
}
