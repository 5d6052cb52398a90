package static

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// entries are what pages name in a script or link element. Each is served as
// one file with all that it imports; what it imports later comes in files of
// its own, named by this pattern. Everything else is served as it is written.
var entries = map[string]string{"widget/start.js": "[name]", "widget/widget.css": "[name]", "console/app.js": "[name]-[hash]", "portal/portal.js": "[name]-[hash]"}

// told are the entries that exist once in each language, such as
// widget/start.pt-BR.js, with the texts of the area in place of their keys: a
// catalogue of its own costs its keys twice.
var told = map[string]string{"widget/start.js": "widget"}

// spoken takes the name of such an entry apart.
func spoken(name string) (entry, lang string) {
	for _, lang := range Languages {
		if entry, ok := strings.CutSuffix(name, "."+lang+".js"); ok && told[entry+".js"] != "" {
			return entry + ".js", lang
		}
	}
	return name, ""
}

// bundle joins what the entry imports, smaller by a third than its modules one
// by one, and returns the files by their names below the base.
func bundle(files fs.FS, name string) (map[string][]byte, error) {
	entry, lang := spoken(name)
	folder, texts := path.Dir(entry), map[string]json.RawMessage{}
	read := func(source []byte) []byte { return source }
	if lang != "" {
		catalogue, err := fs.ReadFile(files, "locales/"+lang+"/"+told[entry]+".json")
		if err = errors.Join(err, json.Unmarshal(catalogue, &texts)); err != nil {
			return nil, err
		}
		names := classes(files, folder)
		read = func(source []byte) []byte { return renamed(".js", spelled(source, texts), names) }
	}
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Outdir: "/" + folder, ChunkNames: entries[entry], EntryNames: "[name]",
		Bundle: true, Splitting: true, Format: api.FormatESModule, Target: api.ES2023, Platform: api.PlatformBrowser,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone, Charset: api.CharsetUTF8,
		LogLevel: api.LogLevelSilent, Plugins: []api.Plugin{from(files, read)},
	})
	if len(built.Errors) > 0 {
		return nil, fmt.Errorf("static: %s: %s", entry, built.Errors[0].Text)
	}
	made := map[string][]byte{}
	for _, f := range built.OutputFiles {
		made[strings.TrimPrefix(f.Path, "/")] = f.Contents
	}
	if path.Ext(entry) == ".css" {
		made[entry] = renamed(".css", shortened(pruned(made[entry]), bytes.Join(scripts(files, folder), nil)), classes(files, folder))
	}
	if made[entry] == nil {
		return nil, errors.New("static: nothing was made of " + entry)
	}
	if lang != "" {
		made = map[string][]byte{name: made[entry]}
	}
	return made, nil
}

var key = regexp.MustCompile(`(\bt\()?'([a-z]+\.[\w.-]+)'(\))?`)

// spelled puts the texts where their keys stand; one that takes no argument
// needs not be asked for.
func spelled(source []byte, texts map[string]json.RawMessage) []byte {
	return key.ReplaceAllFunc(source, func(found []byte) []byte {
		m := key.FindSubmatch(found)
		text := texts[string(m[2])]
		switch {
		case text == nil:
			return found
		case len(m[1])*len(m[3]) > 0 && text[0] == '"' && !bytes.Contains(text, []byte("{")):
			return text
		}
		return slices.Concat(m[1], text, m[3])
	})
}

// from lets the bundler read our files, and nothing of the machine's; what
// they hold goes through read first.
func from(files fs.FS, read func(source []byte) []byte) api.Plugin {
	return api.Plugin{Name: "balcao", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name := path.Clean(a.Path) // esbuild puts ./ before what it also finds in the working folder
			if a.Kind != api.ResolveEntryPoint {
				name = path.Join(path.Dir(a.Importer), a.Path)
			}
			return api.OnResolveResult{Path: name, Namespace: "static"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "static"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			source, err := fs.ReadFile(files, a.Path)
			text := string(read(source))
			kind := api.LoaderJS
			if path.Ext(a.Path) == ".css" {
				kind = api.LoaderCSS
			}
			return api.OnLoadResult{Contents: &text, Loader: kind}, err
		})
	}}
}
