package static

import (
	"bytes"
	"encoding/json"

	"github.com/evanw/esbuild/pkg/api"
)

// smaller takes comments and white space out, so that the sources may be
// documented while the wire stays light; what cannot be minified stays as it is.
func smaller(ext string, b []byte) []byte {
	switch ext {
	case ".js":
		return transformed(b, api.LoaderJS)
	case ".css":
		return transformed(b, api.LoaderCSS)
	case ".json":
		var out bytes.Buffer
		if json.Compact(&out, b) == nil {
			return out.Bytes()
		}
	}
	return b
}

func transformed(b []byte, kind api.Loader) []byte {
	out := api.Transform(string(b), api.TransformOptions{
		Loader: kind, Target: api.ESNext, MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true,
		LegalComments: api.LegalCommentsNone, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent,
	})
	if len(out.Errors) > 0 {
		return b
	}
	return out.Code
}
