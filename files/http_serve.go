package files

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// serve hands a file out: pictures of our own making inline, everything else
// as an attachment that no browser runs.
func (c *Cabinet) serve(g *gin.Context) error {
	a := web.Actor(g)
	var f row
	err := c.Store.View(g.Request.Context(), func(r store.Reader) (err error) {
		f, err = c.readable(r, a, g.Param("id"))
		return err
	})
	if fault.Is(err, fault.NotFound) && a.Role == actor.Anonymous {
		return fault.New(fault.Unauthenticated, "")
	}
	if err != nil {
		return err
	}
	sha, typ := f.SHA, f.Type
	if g.Query("thumb") != "" && f.Thumb != "" {
		sha, typ = f.Thumb, f.ThumbType
	}
	blob, _, err := c.Blobs.Open(sha)
	if err != nil {
		return err
	}
	defer blob.Close()
	kind := "attachment"
	if f.Inline && g.Query("download") == "" {
		kind = "inline"
	}
	if !f.Inline {
		typ = harmless(typ)
	}
	h := g.Writer.Header()
	h.Set("Content-Type", typ)
	h.Set("Content-Disposition", disposition(kind, f.Name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("ETag", `"`+sha+`"`)
	// Asked for again each time: who may read can change, the bytes cannot.
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Cookie, Authorization")
	http.ServeContent(g.Writer, g.Request, "", f.At, blob)
	return nil
}

// harmless is the type a downloaded file is given: nothing that a browser
// would run or show when it is told to embed it.
func harmless(typ string) string {
	switch main, sub, _ := strings.Cut(typ, "/"); {
	case main == "image", strings.Contains(sub, "html"), strings.Contains(sub, "xml") && !strings.HasPrefix(sub, "vnd.openxmlformats"),
		strings.Contains(sub, "script"), sub == "x-shockwave-flash", sub == "":
		return "application/octet-stream"
	case typ == "text/plain":
		return "text/plain; charset=utf-8"
	}
	return typ
}
