package static

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

var minifier = sync.OnceValue(func() *minify.M {
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.Add(".js", &js.Minifier{KeepVarNames: false, Version: 2022})
	return m
})

// smaller takes comments and white space out, so that the sources may be
// documented while the wire stays light; what cannot be minified stays as it is.
func smaller(ext string, b []byte) []byte {
	switch ext {
	case ".js", ".css":
		if out, err := minifier().Bytes(ext, b); err == nil {
			return out
		}
	case ".json":
		var out bytes.Buffer
		if json.Compact(&out, b) == nil {
			return out.Bytes()
		}
	}
	return b
}
