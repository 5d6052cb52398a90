package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/static"
)

type pages struct {
	assets *static.Assets
	ready  map[string]*template.Template
}

// loadPages parses every page once, so that a broken template ends the start.
func loadPages(assets *static.Assets, _ *static.Catalogue) (*pages, error) {
	p := &pages{assets: assets, ready: map[string]*template.Template{}}
	for _, folder := range []string{"portal", "console", "widget"} {
		names, err := fs.Glob(assets.Files(), folder+"/*.html")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if strings.HasPrefix(path.Base(name), "_") {
				continue
			}
			page := strings.TrimSuffix(name, ".html")
			t, err := p.parse(page)
			if err != nil {
				return nil, err
			}
			p.ready[page] = t
		}
	}
	return p, nil
}

// parse reads the page together with the parts of its folder, whose names
// begin with _; the part _layout.html, where there is one, is the frame.
func (p *pages) parse(page string) (*template.Template, error) {
	parts, err := fs.Glob(p.assets.Files(), path.Dir(page)+"/_*.html")
	if err != nil {
		return nil, err
	}
	t, err := template.New(path.Base(page)+".html").Funcs(pageFuncs).ParseFS(p.assets.Files(), append(parts, page+".html")...)
	if err != nil {
		return nil, fmt.Errorf("web: page %s: %w", page, err)
	}
	if layout := t.Lookup("_layout.html"); layout != nil {
		return layout, nil
	}
	return t, nil
}

func (p *pages) get(page string) (*template.Template, error) {
	if p.assets.Live() {
		return p.parse(page)
	}
	t := p.ready[page]
	if t == nil {
		return nil, fmt.Errorf("web: no page %s", page)
	}
	return t, nil
}

// Page answers with the page of that name, such as "portal/sign-in".
func Page(c *gin.Context, status int, name string, data any) error {
	r := of(c)
	t, err := r.pages.get(name)
	if err != nil {
		return err
	}
	view := View{
		Lang: Locale(c), Assets: r.Assets.Base(), Brand: r.Branding(c.Request.Context()), Actor: Actor(c),
		Path: c.Request.URL.Path, Address: addressOf(c), RequestID: RequestID(c), Data: data,
		texts: r.Catalogue, tally: r.tallyOf(c), bell: r.bellOf(c), typed: func() string { return typedOf(c) },
	}
	var b bytes.Buffer
	if err := t.Execute(&b, view); err != nil {
		return err
	}
	c.Header("Content-Security-Policy", pageCSP(c))
	c.Header("Cache-Control", "no-store")
	c.Header("Vary", "Accept-Encoding")
	body := b.Bytes()
	if len(body) > 512 && strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		if body, err = squeezed(body); err != nil {
			return err
		}
		c.Header("Content-Encoding", "gzip")
	}
	c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// squeezed compresses a page. No page holds a secret whose length could be
// guessed from outside: sessions ride in cookies, forms need no token.
func squeezed(page []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(page); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// Redirect sends the browser to a page of ours with GET.
func Redirect(c *gin.Context, to string) error {
	c.Redirect(303, to)
	return nil
}

// Local returns to when it is a path of this server, else otherwise: an open
// redirect helps only those who fish for passwords.
func Local(to, otherwise string) string {
	if len(to) < 1 || to[0] != '/' || len(to) > 1 && (to[1] == '/' || to[1] == '\\') || strings.ContainsAny(to, "\r\n\t\x00\\") {
		return otherwise
	}
	return to
}

var pageFuncs = template.FuncMap{
	// safe marks HTML that text.Chat or text.Ticket has made.
	"safe": func(s string) template.HTML { return template.HTML(s) }, //nolint:gosec // sanitised by package text
	// own is the word a customer reads for a status.
	"own": func(status any) string {
		if s := fmt.Sprint(status); s != "waiting_customer" {
			return s
		}
		return "waiting_you"
	},
	// otpauth is an address that authenticator apps answer to; html/template knows
	// none but the usual schemes.
	"otpauth": func(uri string) template.URL {
		if !strings.HasPrefix(uri, "otpauth://totp/") {
			return ""
		}
		return template.URL(uri) //nolint:gosec // our own, percent-encoded
	},
	"dict": func(pairs ...any) map[string]any {
		m := make(map[string]any, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			m[fmt.Sprint(pairs[i])] = pairs[i+1]
		}
		return m
	},
}
