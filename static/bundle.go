package static

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
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
	if lang != "" {
		catalogue, err := fs.ReadFile(files, "locales/"+lang+"/"+told[entry]+".json")
		if err = errors.Join(err, json.Unmarshal(catalogue, &texts)); err != nil {
			return nil, err
		}
	}
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Outdir: "/" + folder, ChunkNames: entries[entry], EntryNames: "[name]",
		Bundle: true, Splitting: true, Format: api.FormatESModule, Target: api.ES2023, Platform: api.PlatformBrowser,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone, Charset: api.CharsetUTF8,
		LogLevel: api.LogLevelSilent, Plugins: []api.Plugin{from(files, texts)},
	})
	if len(built.Errors) > 0 {
		return nil, fmt.Errorf("static: %s: %s", entry, built.Errors[0].Text)
	}
	made := map[string][]byte{}
	for _, f := range built.OutputFiles {
		made[strings.TrimPrefix(f.Path, "/")] = f.Contents
	}
	if path.Ext(entry) == ".css" {
		made[entry] = shortened(pruned(made[entry], beside(files, entry)...), "--hue", "--height")
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
func spelled(source string, texts map[string]json.RawMessage) string {
	return key.ReplaceAllStringFunc(source, func(found string) string {
		m := key.FindStringSubmatch(found)
		text := string(texts[m[2]])
		switch {
		case text == "":
			return found
		case m[1] != "" && m[3] != "" && text[0] == '"' && !strings.Contains(text, "{"):
			return text
		}
		return m[1] + text + m[3]
	})
}

// from lets the bundler read our files, and nothing of the machine's; what
// stands for a text becomes the text.
func from(files fs.FS, texts map[string]json.RawMessage) api.Plugin {
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
			text := spelled(string(source), texts)
			kind := api.LoaderJS
			if path.Ext(a.Path) == ".css" {
				kind = api.LoaderCSS
			}
			return api.OnLoadResult{Contents: &text, Loader: kind}, err
		})
	}}
}
