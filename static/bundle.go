package static

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// entries are what pages name in a script or link element. Each is served as
// one file with all that it imports; what it imports later comes in files of
// its own, named by this pattern. Everything else is served as it is written.
// The widget's parts go without a hash: it cannot be compressed, and the base
// names the version already.
var entries = map[string]string{"widget/app.js": "[name]", "widget/widget.css": "[name]", "console/app.js": "[name]-[hash]", "portal/portal.js": "[name]-[hash]"}

// bundle joins what the entry imports, smaller by a third than its modules one
// by one, and returns the files by their names below the base.
func bundle(files fs.FS, entry string) (map[string][]byte, error) {
	folder := path.Dir(entry)
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Outdir: "/" + folder, ChunkNames: entries[entry], EntryNames: "[name]",
		Bundle: true, Splitting: true, Format: api.FormatESModule, Target: api.ES2023, Platform: api.PlatformBrowser,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone,
		LogLevel: api.LogLevelSilent, Plugins: []api.Plugin{from(files)},
	})
	if len(built.Errors) > 0 {
		return nil, fmt.Errorf("static: %s: %s", entry, built.Errors[0].Text)
	}
	made := map[string][]byte{}
	for _, f := range built.OutputFiles {
		made[strings.TrimPrefix(f.Path, "/")] = f.Contents
	}
	if path.Ext(entry) == ".css" {
		made[entry] = pruned(made[entry], beside(files, entry)...)
	}
	if made[entry] == nil {
		return nil, errors.New("static: nothing was made of " + entry)
	}
	return made, nil
}

// from lets the bundler read our files, and nothing of the machine's.
func from(files fs.FS) api.Plugin {
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
			text := string(source)
			kind := api.LoaderJS
			if path.Ext(a.Path) == ".css" {
				kind = api.LoaderCSS
			}
			return api.OnLoadResult{Contents: &text, Loader: kind}, err
		})
	}}
}
