// Package static holds what browsers get: assets, page templates and the
// message catalogues, all inside the binary.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:shared all:widget all:console all:portal mail locales
var embedded embed.FS

//go:embed demo
var demo embed.FS

//go:embed openapi
var openapi embed.FS

// OpenAPI holds the parts of the document of the HTTP surface, in openapi/.
func OpenAPI() fs.FS { return openapi }

// Demo holds the page of the sample site.
func Demo() fs.FS { return demo }
