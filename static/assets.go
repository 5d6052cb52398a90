package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// Assets serves the embedded files under /assets/<version>/, where version
// names the content of them all, so that answers may be kept for ever and
// modules can import each other relatively.
type Assets struct {
	files   fs.FS
	version string
	live    bool // read from a folder while developing: nothing is kept
	mu      sync.Mutex
	ready   map[string]*asset
}

type asset struct {
	kind                string
	plain, gzip, brotli []byte
}

// NewAssets serves the files of the binary.
func NewAssets() (*Assets, error) {
	sum := sha256.New()
	err := fs.WalkDir(embedded, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(embedded, name)
		sum.Write([]byte(name))
		sum.Write([]byte{0})
		sum.Write(b)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &Assets{files: embedded, version: hex.EncodeToString(sum.Sum(nil)[:6]), ready: map[string]*asset{}}, nil
}

// NewLiveAssets serves a folder as it is at each request, for developing.
func NewLiveAssets(folder fs.FS) *Assets {
	return &Assets{files: folder, version: "dev", live: true, ready: map[string]*asset{}}
}

// Files is where pages find their templates.
func (a *Assets) Files() fs.FS { return a.files }

// Live tells whether the files may change under a running server.
func (a *Assets) Live() bool { return a.live }

// Base is the path that assets are served below, with a slash at both ends.
func (a *Assets) Base() string { return "/assets/" + a.version + "/" }

// Serve answers with the asset at that path below the base; version is the one
// asked for: an old one gets the present content, kept for no time.
func (a *Assets) Serve(w http.ResponseWriter, r *http.Request, version, name string) bool {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	found, err := a.asset(name)
	if err != nil {
		return false
	}
	cache := "public, max-age=31536000, immutable"
	if a.live || version != a.version {
		cache = "no-cache"
	}
	found.write(w, r, cache)
	return true
}

// ServeNamed answers with one file outside the versioned base, such as
// /widget.js, which pages of strangers name for years.
func (a *Assets) ServeNamed(w http.ResponseWriter, r *http.Request, name string) bool {
	found, err := a.asset(name)
	if err != nil {
		return false
	}
	tag := `"` + a.version + `"`
	w.Header().Set("ETag", tag)
	if !a.live && r.Header.Get("If-None-Match") == tag {
		w.Header().Set("Cache-Control", "public, max-age=300")
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	found.write(w, r, "public, max-age=300")
	return true
}

func (f *asset) write(w http.ResponseWriter, r *http.Request, cache string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", cache)
	h.Set("Vary", "Accept-Encoding")
	body, accepted := f.plain, r.Header.Get("Accept-Encoding")
	switch {
	case f.brotli != nil && takes(accepted, "br"):
		h.Set("Content-Encoding", "br")
		body = f.brotli
	case f.gzip != nil && takes(accepted, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body = f.gzip
	}
	_, _ = w.Write(body)
}

// takes tells whether an Accept-Encoding header names the coding and does not
// refuse it (RFC 9110, 12.5.3).
func takes(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			return strings.ReplaceAll(weight, " ", "") != "q=0"
		}
	}
	return false
}

var errHidden = errors.New("static: not served")

// asset returns the file minified and compressed, made at the first request.
func (a *Assets) asset(name string) (*asset, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if found, ok := a.ready[name]; ok && !a.live {
		return found, nil
	}
	ext := path.Ext(name)
	if ext == ".html" || ext == ".go" || ext == "" {
		return nil, errHidden // templates are rendered, never served
	}
	entry, lang := spoken(name)
	if entries[entry] != "" && (lang != "") == (told[entry] != "") && !a.live {
		err := a.bundle(name)
		return a.ready[name], err
	}
	if lang != "" {
		return ready(ext, speaking(entry, lang)), nil
	}
	b, err := fs.ReadFile(a.files, name)
	if err != nil {
		return a.part(name, err)
	}
	if !a.live {
		b = smaller(ext, b)
	}
	a.ready[name] = ready(ext, b)
	return a.ready[name], nil
}

// speaking is what stands for an entry of one language where files are served
// as they are: it reads the catalogue first.
func speaking(entry, lang string) []byte {
	return fmt.Appendf(nil, "import { loadCatalogue } from '../shared/i18n.js';\nawait loadCatalogue('%s', ['%s']);\nawait import('./%s');\n", lang, told[entry], path.Base(entry))
}

// effort lets nobody wait: the best takes a second for what is large.
func effort(b []byte) int {
	if len(b) > 64<<10 {
		return brotli.DefaultCompression
	}
	return brotli.BestCompression
}

func packed(by func(io.Writer) io.WriteCloser, b []byte) []byte {
	var out bytes.Buffer
	w := by(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// bundle makes the entry with the parts that it loads later.
func (a *Assets) bundle(entry string) error {
	made, err := bundle(a.files, entry)
	for name, b := range made {
		a.ready[name] = ready(path.Ext(name), b)
	}
	return err
}

// part answers for a file that only a bundle has: a browser that kept the entry
// from before a restart asks for its parts first.
func (a *Assets) part(name string, missing error) (*asset, error) {
	for entry := range entries {
		if path.Dir(entry) != path.Dir(name) || a.live {
			continue
		}
		for _, entry := range inEachLanguage(entry) {
			if a.ready[entry] == nil {
				if err := a.bundle(entry); err != nil {
					return nil, err
				}
			}
		}
	}
	if found := a.ready[name]; found != nil {
		return found, nil
	}
	return nil, missing
}

// ready compresses what is worth it, once.
func ready(ext string, b []byte) *asset {
	made := &asset{kind: kindOf(ext), plain: b}
	if len(b) > 256 && ext != ".png" && ext != ".woff2" {
		made.gzip = packed(func(w io.Writer) io.WriteCloser { z, _ := gzip.NewWriterLevel(w, gzip.BestCompression); return z }, b)
		made.brotli = packed(func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, effort(b)) }, b)
	}
	return made
}

func kindOf(ext string) string {
	switch ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json", ".webmanifest":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	}
	if kind := mime.TypeByExtension(ext); kind != "" {
		return kind
	}
	return "application/octet-stream"
}
