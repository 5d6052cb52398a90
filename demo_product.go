package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/static"
	"balcao/store"
)

// sampleProduct is the second page of the sample site: the vendor's product,
// which knows its users by itself and signs who they are. It knows of the
// server what a real product would: an address, a key and the documentation.
type sampleProduct struct {
	server, lang string
	kid, secret  string
	page         *template.Template
}

// sampleUser is somebody who uses the product.
type sampleUser struct{ ID, Name, Email, Company string }

// sampleUsers has a customer with an account and a colleague without one.
var sampleUsers = []sampleUser{
	{"1001", "Anna Lindqvist", "anna@fjordretail.test", "Fjord Retail"},
	{"1002", "Erik Dahl", "erik.dahl@fjordretail.test", "Fjord Retail"},
}

// newSampleProduct gives the product a key for this run and revokes those of
// the runs before.
func newSampleProduct(ctx context.Context, h *house, lang string) (*sampleProduct, error) {
	system, name := actor.Actor{Role: actor.System}, soldFlow
	var before []string
	err := h.store.View(ctx, func(r store.Reader) error {
		before = nil
		p, err := accounts.ProductOf(r, name)
		if err != nil {
			return nil //nolint:nilerr // a house that was told another story
		}
		for k, err := range accounts.KeysOf(r, p.ID) {
			if err != nil {
				return err
			}
			if k.Active() {
				before = append(before, k.ID)
			}
		}
		name = p.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	if name == soldFlow {
		p, err := h.registry.AddProduct(ctx, system, accounts.ProductChange{Name: &name})
		if err != nil {
			return nil, err
		}
		name = p.ID
	}
	for _, kid := range before {
		if err := h.registry.RevokeKey(ctx, system, name, kid); err != nil {
			return nil, err
		}
	}
	k, secret, err := h.registry.NewProductKey(ctx, system, name, accounts.HS256, "")
	if err != nil {
		return nil, err
	}
	page := template.Must(template.ParseFS(static.Demo(), "demo/product.html"))
	return &sampleProduct{server: h.url, lang: lang, kid: k.ID, secret: secret, page: page}, nil
}

// identity signs who the user is, as docs/identity.md says.
func (p *sampleProduct) identity(u sampleUser) string {
	now := time.Now().Unix()
	part := func(v any) string {
		b, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(b)
	}
	body := part(map[string]any{"alg": "HS256", "typ": "JWT", "kid": p.kid}) + "." + part(map[string]any{
		"iss": "halden-flow", "aud": p.server, "sub": u.ID, "email": u.Email, "name": u.Name, "company": u.Company,
		"product": soldFlow, "version": "8.5.1", "locale": p.lang, "iat": now, "exp": now + 300, "jti": uuid.NewString(),
	})
	mac := hmac.New(sha256.New, []byte(p.secret))
	mac.Write([]byte(body))
	return body + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// sampleCookie keeps who is signed in to the product.
const sampleCookie = "halden_flow_user"

func (p *sampleProduct) user(r *http.Request) (sampleUser, bool) {
	c, err := r.Cookie(sampleCookie)
	if err != nil {
		return sampleUser{}, false
	}
	for _, u := range sampleUsers {
		if u.ID == c.Value {
			return u, true
		}
	}
	return sampleUser{}, false
}

// mount puts the product's pages beside the sample page.
func (p *sampleProduct) mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /product", func(w http.ResponseWriter, r *http.Request) {
		lang := p.lang
		if asked := r.URL.Query().Get("lang"); asked != "" {
			lang = asked
		}
		in := productPageIn(lang)
		in.Server, in.Users = p.server, sampleUsers
		if u, ok := p.user(r); ok {
			in.User, in.Identity = &u, p.identity(u)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = p.page.Execute(w, in)
	})
	mux.HandleFunc("POST /product/sign-in", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: sampleCookie, Value: r.PostFormValue("user"), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
		http.Redirect(w, r, "/product?lang="+url.QueryEscape(r.PostFormValue("lang")), http.StatusSeeOther)
	})
	mux.HandleFunc("POST /product/sign-out", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: sampleCookie, Path: "/", MaxAge: -1})
		http.Redirect(w, r, "/product?lang="+url.QueryEscape(r.PostFormValue("lang")), http.StatusSeeOther)
	})
	// The token is made at the click: on the page it might be too old by then.
	mux.HandleFunc("GET /product/online-support", func(w http.ResponseWriter, r *http.Request) {
		u, ok := p.user(r)
		if !ok {
			http.Redirect(w, r, "/product", http.StatusSeeOther)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, p.server+"/sso#token="+p.identity(u), http.StatusSeeOther)
	})
}
