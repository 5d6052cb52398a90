package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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

// late are the parts of such an entry that come after it. Each imports the
// entry, so that all that both need is in the entry's own file.
var late = map[string]string{"widget/start.js": "widget/late.js"}

// spoken takes the name of such an entry apart.
func spoken(name string) (entry, lang string) {
	for _, lang := range Languages {
		if entry, ok := strings.CutSuffix(name, "."+lang+".js"); ok && told[entry+".js"] != "" {
			return entry + ".js", lang
		}
	}
	return name, ""
}

// inEachLanguage gives the names that the entry is served by.
func inEachLanguage(entry string) (names []string) {
	if told[entry] == "" {
		return []string{entry}
	}
	for _, lang := range Languages {
		names = append(names, strings.TrimSuffix(entry, ".js")+"."+lang+".js")
	}
	return names
}

// bundle joins what the entry imports, smaller by a third than its modules one
// by one, and returns the files by their names below the base.
func bundle(files fs.FS, name string) (map[string][]byte, error) {
	entry, lang := spoken(name)
	folder, texts := path.Dir(entry), map[string]json.RawMessage{}
	if path.Ext(entry) == ".css" {
		made, err := styles(files, folder)
		return map[string][]byte{entry: made[entry]}, err
	}
	read := func(source []byte) []byte { return source }
	if lang != "" {
		catalogue, err := fs.ReadFile(files, "locales/"+lang+"/"+told[entry]+".json")
		if err = errors.Join(err, json.Unmarshal(catalogue, &texts)); err != nil {
			return nil, err
		}
		names := classes(files, folder)
		read = func(source []byte) []byte { return renamed(".js", spelled(source, texts), names) }
	}
	points := []string{entry}
	if late[entry] != "" {
		points = append(points, late[entry])
	}
	made, err := built(files, points, entries[entry], read)
	if err == nil && lang != "" {
		made = joined(made, entry, name)
	}
	return made, err
}

// built bundles these entries of one folder and returns the files by their
// names below the base; pattern names what they share and what they import later.
func built(files fs.FS, points []string, pattern string, read func(source []byte) []byte) (map[string][]byte, error) {
	out := api.Build(api.BuildOptions{
		EntryPoints: points, Outdir: "/" + path.Dir(points[0]), ChunkNames: pattern, EntryNames: "[name]",
		Bundle: true, Splitting: true, Format: api.FormatESModule, Target: api.ES2023, Platform: api.PlatformBrowser,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone, Charset: api.CharsetUTF8,
		LogLevel: api.LogLevelSilent, Plugins: []api.Plugin{from(files, read)},
	})
	if len(out.Errors) > 0 {
		return nil, fmt.Errorf("static: %s: %s", points[0], out.Errors[0].Text)
	}
	made := map[string][]byte{}
	for _, f := range out.OutputFiles {
		made[strings.TrimPrefix(f.Path, "/")] = f.Contents
	}
	for _, name := range points {
		if made[name] == nil {
			return nil, errors.New("static: nothing was made of " + name)
		}
	}
	return made, nil
}

// joined names the files of an entry that exists in a language: what both it
// and its late part need is the entry. The late part goes by its content: the
// names that the two share are theirs alone.
func joined(made map[string][]byte, entry, name string) map[string][]byte {
	second := made[late[entry]]
	delete(made, entry) // it only imports the rest
	delete(made, late[entry])
	for chunk, first := range made {
		second = bytes.ReplaceAll(second, []byte(path.Base(chunk)), []byte(path.Base(name)))
		first, second = byOwnNames(first, second)
		sum := sha256.Sum256(slices.Concat(first, second))
		part := strings.TrimSuffix(late[entry], ".js") + "-" + hex.EncodeToString(sum[:4]) + ".js"
		first = bytes.ReplaceAll(first, []byte("./"+path.Base(late[entry])), []byte("./"+path.Base(part)))
		return map[string][]byte{name: first, part: second}
	}
	return nil
}

var (
	exports = regexp.MustCompile(`export\{([^}]*)\}`)
	imports = regexp.MustCompile(`^import\{([^}]*)\}`)
)

// byOwnNames has the second script import from the first by the names that
// things have in there: a name only for the way between them costs both.
func byOwnNames(first, second []byte) (exporting, importing []byte) {
	own := map[string]string{}
	first = exports.ReplaceAllFunc(first, func(m []byte) []byte {
		names := strings.Split(string(exports.FindSubmatch(m)[1]), ",")
		for i, name := range names {
			inside, outside, other := strings.Cut(name, " as ")
			if other {
				own[outside], names[i] = inside, inside
			}
		}
		return []byte("export{" + strings.Join(names, ",") + "}")
	})
	second = imports.ReplaceAllFunc(second, func(m []byte) []byte {
		names := strings.Split(string(imports.FindSubmatch(m)[1]), ",")
		for i, name := range names {
			outside, inside, other := strings.Cut(name, " as ")
			if !other {
				inside = outside
			}
			if own[outside] != "" {
				outside = own[outside]
			}
			if names[i] = outside; inside != outside {
				names[i] += " as " + inside
			}
		}
		return []byte("import{" + strings.Join(names, ",") + "}")
	})
	return first, second
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
			if a.With["type"] == "css" {
				script, err := sheetOf(files, a.Path)
				return api.OnLoadResult{Contents: &script, Loader: api.LoaderJS}, err
			}
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
