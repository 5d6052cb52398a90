// Package static holds what browsers get: assets, page templates and the
// message catalogues, all inside the binary.
package static

import "embed"

//go:embed all:shared all:widget all:console all:portal locales
var embedded embed.FS
