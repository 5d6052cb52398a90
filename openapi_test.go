package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"balcao/actor"
	"balcao/static"
)

// description is the document as the tests ask it. kin-openapi 0.153 reads
// OpenAPI 3.1 and hands its schemas to a JSON Schema 2020-12 validator, so the
// document says 3.1.0 and null is a type. Its limits: an unknown format passes,
// and the status 101 and HEAD answers are not looked at.
type description struct {
	*openapi3.T
	router routers.Router
}

var documented = sync.OnceValues(func() (description, error) {
	b, err := openAPI(static.OpenAPI())
	if err != nil {
		return description{}, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(b)
	if err != nil {
		return description{}, err
	}
	if err := doc.Validate(context.Background()); err != nil {
		return description{}, err
	}
	router, err := gorillamux.NewRouter(doc)
	return description{doc, router}, err
})

func document(t *testing.T) description {
	t.Helper()
	d, err := documented()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var ginParameter = regexp.MustCompile(`[:*](\w+)`)

// inDocument tells whether a route belongs there: the API and what machines
// and browsers reach beside it, not the pages and their assets.
func inDocument(method, path string) bool {
	other := []string{"/files/:id/:name", "/healthz", "/readyz", "/live"}
	return strings.HasPrefix(path, "/api/") || slices.Contains(other, path)
}

func TestRoutesAndDocumentAreTheSame(t *testing.T) {
	d := document(t)
	operations := map[string]*openapi3.Operation{}
	for path, item := range d.Paths.Map() {
		for method, o := range item.Operations() {
			operations[method+" "+path] = o
		}
	}
	for _, r := range assembled(t).router.Routes() {
		if !inDocument(r.Method, r.Path) {
			continue
		}
		name := r.Method + " " + ginParameter.ReplaceAllString(r.Path, "{$1}")
		o, ok := operations[name]
		if !ok {
			t.Errorf("%s is not in the document", name)
			continue
		}
		delete(operations, name)
		if got := fmt.Sprint(o.Extensions["x-roles"]); got != "["+strings.ReplaceAll(r.Policy.Roles().String(), ",", " ")+"]" {
			t.Errorf("%s: x-roles %s, the policy says %s", name, got, r.Policy.Roles())
		}
		checkSecurity(t, name, o, r.Policy.Roles())
	}
	for name := range operations {
		t.Errorf("%s is in the document and nowhere else", name)
	}
}

// checkSecurity holds the credentials an operation names against who may call.
func checkSecurity(t *testing.T, name string, o *openapi3.Operation, roles actor.Roles) {
	t.Helper()
	if o.Security == nil {
		t.Errorf("%s does not say what it takes to call it", name)
		return
	}
	open, session, visitor := len(*o.Security) == 0, false, false
	for _, way := range *o.Security {
		_, bySession := way["session"]
		_, byToken := way["visitor"]
		session, visitor, open = session || bySession, visitor || byToken, open || len(way) == 0
	}
	if open != roles.Has(actor.Anonymous) {
		t.Errorf("%s: nobody may call it: %v in the document, policy %s", name, open, roles)
	}
	if !open && (session != roles.Has(actor.Administrator) && session != roles.Has(actor.Customer) || visitor != roles.Has(actor.Visitor)) {
		t.Errorf("%s: session %v, visitor %v in the document, policy %s", name, session, visitor, roles)
	}
}

func TestEveryListTakesALimitAndACursorAndTheDocumentSaysSo(t *testing.T) {
	admin, lists := serveFolder(t, newFolder(t)).signIn("a@balcao.test", adminPassword), 0
	for path, item := range document(t).Paths.Map() {
		if item.Get == nil || !isList(item.Get) {
			continue
		}
		lists++
		for _, name := range []string{"limit", "cursor"} {
			if item.Get.Parameters.GetByInAndName("query", name) == nil {
				t.Errorf("GET %s does not say that it takes %s", path, name)
			}
			if strings.Contains(path, "{") {
				continue
			}
			if status, f := admin.call("GET", path+"?q=x&title=x&"+name+"=0", nil); status != 422 || f["field"] != name {
				t.Errorf("GET %s?%s=0: %d %v", path, name, status, f)
			}
		}
	}
	if lists < 10 {
		t.Errorf("only %d lists were found", lists)
	}
}

// isList tells whether the operation answers with items and the next page.
func isList(o *openapi3.Operation) bool {
	res := o.Responses.Value("200")
	if res == nil || res.Value == nil {
		return false
	}
	body := res.Value.Content.Get("application/json")
	return body != nil && body.Schema != nil && body.Schema.Value.Properties["items"] != nil && body.Schema.Value.Properties["next"] != nil
}

func TestOperationsHaveNamesOfTheirOwnAndTellTheirFailures(t *testing.T) {
	seen := map[string]string{}
	for path, item := range document(t).Paths.Map() {
		for method, o := range item.Operations() {
			if before, twice := seen[o.OperationID]; twice || o.OperationID == "" {
				t.Errorf("%s %s: operationId %q, as %s", method, path, o.OperationID, before)
			}
			seen[o.OperationID] = method + " " + path
			if o.Summary == "" || len(o.Tags) != 1 || o.Responses.Default() == nil {
				t.Errorf("%s %s lacks a summary, one tag or the default answer", method, path)
			}
		}
	}
}

func TestDocumentIsServedToAnybody(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	if got := s.caller().want(200, "GET", "/api/v1/openapi.json", nil); got["openapi"] != "3.1.0" {
		t.Errorf("openapi is %v", got["openapi"])
	}
}

func TestPartsThatSayTheSameTwiceAreRefused(t *testing.T) {
	part := func(s string) map[string]any {
		v := map[string]any{}
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	whole := part(`{"paths": {"/a": {"get": {}}}, "components": {"schemas": {"A": {}}}}`)
	if err := merge(whole, part(`{"paths": {"/b": {}}, "components": {"schemas": {"B": {}}, "headers": {}}}`), ""); err != nil {
		t.Fatal(err)
	}
	for _, again := range []string{`{"paths": {"/a": {"post": {}}}}`, `{"components": {"schemas": {"A": {}}}}`} {
		if err := merge(whole, part(again), ""); err == nil {
			t.Errorf("%s was taken", again)
		}
	}
}

// check holds an answer against the document: its status, its shape, nothing
// in it that is not written there; and a request that was taken likewise.
func (d description) check(req *http.Request, sent []byte, res *http.Response, got []byte) error {
	route, params, err := d.router.FindRoute(req)
	if err != nil {
		if strings.HasPrefix(req.URL.Path, "/api/") && res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusMethodNotAllowed {
			return err
		}
		return nil
	}
	asked := req.Clone(context.Background())
	asked.Body = io.NopCloser(bytes.NewReader(sent))
	in := &openapi3filter.RequestValidationInput{
		Request: asked, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true},
	}
	if res.StatusCode < 300 {
		if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
			return fmt.Errorf("taken, but not as documented: %w", err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	out.SetBodyBytes(got)
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		return err
	}
	answer := route.Operation.Responses.Status(res.StatusCode)
	if answer == nil {
		answer = route.Operation.Responses.Default()
	}
	var value any
	media := answer.Value.Content.Get(res.Header.Get("Content-Type"))
	if media == nil || media.Schema == nil || json.Unmarshal(got, &value) != nil {
		return nil
	}
	return unwritten(value, "answer", media.Schema)
}

// unwritten finds a field that no schema tells of. The document itself leaves
// objects open, since fields may be added; the tests do not.
func unwritten(value any, at string, schemas ...*openapi3.SchemaRef) error {
	var all []*openapi3.Schema
	for len(schemas) > 0 {
		s := schemas[0].Value
		schemas = append(slices.Clone(schemas[1:]), s.AllOf...)
		all = append(all, s)
	}
	switch value := value.(type) {
	case []any:
		for i, v := range value {
			if items := all[0].Items; items != nil {
				if err := unwritten(v, fmt.Sprintf("%s[%d]", at, i), items); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		for key, v := range value {
			told := false
			for _, s := range all {
				if p := s.Properties[key]; p != nil {
					if told = true; unwritten(v, at+"."+key, p) != nil {
						return unwritten(v, at+"."+key, p)
					}
				}
				told = told || len(s.Properties) == 0 && len(s.AllOf) == 0
			}
			if !told {
				return fmt.Errorf("%s.%s is not in the document", at, key)
			}
		}
	}
	return nil
}
