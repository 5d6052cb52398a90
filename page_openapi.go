package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"sync"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/static"
	"balcao/web"
)

// mountOpenAPI serves what the HTTP surface is, for people and generators of
// clients; a test holds it against the routes.
func (h *house) mountOpenAPI() {
	document := sync.OnceValues(func() ([]byte, error) { return openAPI(static.OpenAPI()) })
	h.router.Handle("GET", "/api/v1/openapi.json", web.Allow(actor.Everybody, "openapi.read"), func(c *gin.Context) error {
		b, err := document()
		if err != nil {
			return err
		}
		c.Header("Cache-Control", "no-cache")
		c.Header("Access-Control-Allow-Origin", "*") // tools of other origins read it; nothing in it is anybody's
		c.Data(http.StatusOK, "application/json; charset=utf-8", b)
		return nil
	})
}

// openAPI makes one document of the files: document.json is the frame, the
// others add paths and components. A name that two files give is an error.
func openAPI(files fs.FS) ([]byte, error) {
	names, err := fs.Glob(files, "openapi/*.json")
	if err != nil {
		return nil, err
	}
	whole := map[string]any{}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		part := map[string]any{}
		if err := json.Unmarshal(b, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if err := merge(whole, part, ""); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return json.Marshal(whole)
}

// merge adds what part has: paths, components and their kinds grow, everything
// else is said once.
func merge(whole, part map[string]any, at string) error {
	for key, value := range part {
		here := path.Join(at, key)
		before, told := whole[key]
		if !told {
			whole[key] = value
			continue
		}
		a, grows := before.(map[string]any)
		b, both := value.(map[string]any)
		if !grows || !both || here != "paths" && here != "components" && path.Dir(here) != "components" {
			return fmt.Errorf("%s is there already", here)
		}
		if err := merge(a, b, here); err != nil {
			return err
		}
	}
	return nil
}
