package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the house's order, from the leaves up: what a package may name
// of ours. Who is not listed here may name nothing.
var mayImport = map[string][]string{
	"actor":           nil,
	"fault":           nil,
	"text":            nil,
	"static":          nil,
	"metrics":         nil,
	"seal":            nil,
	"store":           {"fault"},
	"store/bolt":      {"fault", "metrics", "store"},
	"store/disk":      {"fault", "store"},
	"store/storetest": {"fault", "store", "store/bolt"},
	"web":             {"actor", "fault", "text", "static"},
	"live":            {"actor", "fault", "metrics", "store", "web"},
	"files":           {"actor", "fault", "text", "store", "store/disk", "web"},
	"accounts":        {"actor", "fault", "seal", "text", "static", "store", "web", "live", "files"},
	"chat":            {"actor", "fault", "seal", "text", "static", "store", "web", "live", "files", "accounts"},
	"tickets":         {"actor", "fault", "text", "static", "store", "web", "live", "files", "accounts", "chat"},
	"notify":          {"actor", "fault", "seal", "text", "static", "store", "web", "live", "files", "accounts"},
}

// wireOnly may be named by a feature only in the files that face the wire.
var wireOnly = []string{"github.com/gin-gonic/gin", "balcao/web", "balcao/live"}

var features = []string{"files", "live", "accounts", "chat", "tickets", "notify"}

func TestPackagesImportOnlyWhatTheHouseAllows(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "tools" || d.Name() == "e2e" || d.Name() == ".git" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		seen++
		folder := path.Dir(filepath.ToSlash(name))
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			checkImport(t, folder, path.Base(name), imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Fatalf("only %d files were read", seen)
	}
}

func checkImport(t *testing.T, folder, file, imported string) {
	t.Helper()
	where := folder + "/" + file
	if slices.Contains(features, folder) && slices.Contains(wireOnly, imported) {
		if !strings.HasPrefix(file, "http") && !strings.HasPrefix(file, "socket") {
			t.Errorf("%s faces no wire and imports %s", where, imported)
		}
	}
	if imported == "go.etcd.io/bbolt" && folder != "store/bolt" {
		t.Errorf("%s knows the engine's library", where)
	}
	ours, ok := strings.CutPrefix(imported, "balcao/")
	if !ok || folder == "." {
		return
	}
	if allowed, listed := mayImport[folder]; !listed || !slices.Contains(allowed, ours) {
		t.Errorf("%s imports %s, which the house does not allow", where, imported)
	}
}

func TestNoPackageReadsTheEnvironmentOrHasInit(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		inPackage := strings.Contains(name, string(filepath.Separator)) && !strings.HasPrefix(name, "tools")
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || !inPackage {
			return err
		}
		if strings.HasSuffix(name, "planted_on.go") {
			return nil // faults for the checkers of tools/load, in no release: a build tag keeps them out
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s has an init function", name)
				}
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "os" && strings.Contains("Getenv LookupEnv Environ", n.Sel.Name) {
					t.Errorf("%s reads the environment", name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
