package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The columns of the matrix; other is a manager of the second company, keeper
// an operator with the right over customers.
var matrixColumns = []string{"anonymous", "visitor", "ana", "manager", "other", "disabled", "operator", "keeper", "supervisor", "administrator"}

// matrixBodies are what a deed needs so that only rights can stand against it;
// the rest are sent empty. An operation of several kinds may be refused as
// wrong, never as unknown or forbidden, to who may do it.
var matrixBodies = map[string]object{
	"POST /api/v1/conversations":                    {"cmid": "fresh", "new": object{"site": "default"}, "text": "Hello"},
	"POST /api/v1/conversations/:id/messages":       {"cmid": "fresh", "text": "Hello"},
	"PATCH /api/v1/conversations/:id/messages/:mid": {"text": "Better"},
	"POST /api/v1/conversations/:id/read":           {"stream": "public", "seq": 1},
	"POST /api/v1/conversations/:id/rating":         {"score": 5},
	"POST /api/v1/conversations/:id/block":          {"blocked": false},
	"PATCH /api/v1/conversations/:id":               {"subject": "Better"},
	"POST /api/v1/conversations/:id/person":         {"name": "Vera"},
	"POST /api/v1/tickets":                          {"title": "Import"},
	"PATCH /api/v1/tickets/:number":                 {"title": "Better"},
	"POST /api/v1/tickets/:number/replies":          {"text": "Yes", "internal": false, "cmid": "fresh"},
	"POST /api/v1/tickets/:number/rating":           {"score": 5},
	"PATCH /api/v1/accounts/:id":                    {},
	"PUT /api/v1/drafts/:key":                       {"text": "unsent", "stream": "internal"},
	"PUT /api/v1/presence":                          {"state": "away"},
	"POST /api/v1/invitation-requests/:id/reject":   {"reason": "No"},
	"POST /api/v1/companies/:id/licences":           {"product": "Planner", "edition": "", "seats": 1, "valid_from": "2020-01-01", "valid_to": "2020-01-02"},
	"POST /api/v1/companies/:id/contracts":          {"plan": "standard", "valid_from": "2020-01-01", "valid_to": "2020-01-02"},
	"POST /api/v1/settings/test-mail":               {"to": "nobody"},
}

// matrixQueries go with a path.
var matrixQueries = map[string]string{
	"GET /api/v1/live/events":     "?wait=0",
	"GET /api/v1/tickets/similar": "?title=import",
	"GET /api/v1/search":          "?q=" + alphaCanary,
	"GET /search":                 "?q=" + alphaCanary,
}

// owned are the paths whose parameter names something of somebody.
var owned = regexp.MustCompile(`^(/api/v1)?/(conversations|chats|tickets|requests|files|accounts|companies|me/sessions|profile/sessions|company/people)/[:*]`)

var parameterOfPath = regexp.MustCompile(`[:*](\w+)`)

// whose tells who owns what a column is asked about: the own, a colleague's, a
// stranger's. Staff and nobodies have no colleagues.
func (w *town) whose(column, relation string) string {
	who := w.people[column]
	customer := slices.Contains([]string{"ana", "manager", "other"}, column)
	switch {
	case relation == "own":
		return who.side
	case relation == "company" && (column == "ana" || column == "manager"):
		return "bia"
	case relation == "foreign" && column == "other", relation == "foreign" && column == "visitor":
		return "ana"
	case relation == "foreign" && customer:
		return "other"
	}
	return ""
}

// cell does the deed and returns the answer as the matrix shows it.
func (w *town) cell(column, owner, method, path string) (string, []byte) {
	w.t.Helper()
	operation := method + " " + path
	who := w.people[column]
	filled := path
	if strings.ContainsAny(path, ":*") {
		given := w.of(owner, method, path)
		filled = parameterOfPath.ReplaceAllStringFunc(path, func(p string) string { return given[p[1:]] })
	}
	var body any
	if method != http.MethodGet && method != http.MethodHead {
		fields := object{}
		for k, v := range matrixBodies[operation] {
			if v == "fresh" {
				v = newCMID()
			}
			fields[k] = v
		}
		if body = fields; !strings.HasPrefix(path, "/api/") {
			body = ""
		}
	}
	status, header, text := who.ask(method, filled+matrixQueries[operation], body)
	if status >= 500 && status != 503 {
		w.t.Errorf("%s %s as %s: %d %s", method, filled, column, status, text)
	}
	if method != http.MethodGet && who.bearer == "" && column != "anonymous" && column != "disabled" {
		if now, _, _ := who.ask("GET", "/api/v1/me", nil); now != 200 {
			if who.name == "administrator" {
				who.signIn()
			} else {
				w.account(column)
			}
		}
	}
	if strings.HasPrefix(header.Get("Location"), "/sign-in") {
		return "in", text
	}
	return fmt.Sprint(status), text
}

// shut tells whether the answer says no and nothing else.
func shut(answer string) bool { return slices.Contains([]string{"401", "403", "404", "in"}, answer) }

func TestEverybodyReachesWhatTheMatrixShowsAndNothingOfOthers(t *testing.T) {
	w := newTown(t)
	w.keepRequests()
	h := assembled(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%-62s %s\n", "", strings.Join(matrixColumns, " "))
	routes := h.router.Routes()
	last := func(path string) bool { return path == "/api/v1/widget/visitor" } // ends the visitor
	for _, late := range []bool{false, true} {
		for _, r := range routes {
			if late != (last(r.Path) && r.Method == "DELETE") || r.Path == "/live" {
				continue
			}
			relations := []string{"own"}
			if owned.MatchString(r.Path) {
				relations = []string{"own", "company", "foreign"}
			}
			for _, relation := range relations {
				row := make([]string, len(matrixColumns))
				for i, column := range matrixColumns {
					row[i] = "."
					owner := w.whose(column, relation)
					if owner == "" {
						continue
					}
					var text []byte
					row[i], text = w.cell(column, owner, r.Method, r.Path)
					w.held(column, relation, r.Method+" "+r.Path, row[i], text)
				}
				name := r.Method + " " + r.Path
				if len(relations) > 1 {
					name += " [" + relation + "]"
				}
				fmt.Fprintf(&b, "%-62s %s\n", name, strings.Join(row, " "))
			}
		}
	}
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() == string(want) {
		return
	}
	was := strings.Split(string(want), "\n")
	for _, line := range strings.Split(b.String(), "\n") {
		if !slices.Contains(was, line) {
			t.Errorf("now: %s", line)
		}
	}
	t.Error("the matrix changed; look at the difference after go test . -run Matrix -update")
}

// held is what no golden file may change: strangers are told no, and no word
// of a company, or of the staff's own, comes to who may not know it.
func (w *town) held(column, relation, operation, answer string, text []byte) {
	w.t.Helper()
	_, path, _ := strings.Cut(operation, " ")
	stranger := column == "anonymous" || column == "disabled" || relation == "foreign"
	if stranger && owned.MatchString(path) && !shut(answer) {
		w.t.Errorf("%s of %s as %s: %s", operation, relation, column, answer)
	}
	lower := bytes.ToLower(text)
	echo := strings.Contains(operation, "/search") // the page shows what was looked for
	if slices.Contains([]string{"anonymous", "visitor", "other"}, column) && !echo && bytes.Contains(lower, []byte(strings.ToLower(alphaCanary))) {
		w.t.Errorf("%s [%s] tells %s of Alpha: %.300s", operation, relation, column, around(text, alphaCanary))
	}
	staff := slices.Contains([]string{"operator", "keeper", "supervisor", "administrator"}, column)
	if !staff && bytes.Contains(lower, []byte(strings.ToLower(staffCanary))) {
		w.t.Errorf("%s [%s] tells %s what is the staff's: %.300s", operation, relation, column, around(text, staffCanary))
	}
}

func around(text []byte, word string) []byte {
	at := bytes.Index(bytes.ToLower(text), []byte(strings.ToLower(word)))
	return text[max(0, at-120):]
}

// keepRequests has everybody ask for a ticket without cover, before there is
// some.
func (w *town) keepRequests() {
	w.t.Helper()
	admin := w.people["administrator"]
	admin.must("PATCH", "/api/v1/settings", object{"require_cover": true})
	for _, name := range []string{"ana", "bia", "manager", "other"} {
		status, _, text := w.people[name].ask("POST", "/api/v1/tickets", object{"title": "Uncovered " + w.mark(name), "product": "another product"})
		if status == 403 {
			_, rest, _ := strings.Cut(string(text), `"request":"`)
			w.shared["request/"+name], _, _ = strings.Cut(rest, `"`)
			continue
		}
		w.t.Fatalf("asked without cover: %d %s", status, text)
	}
	w.shared["request/visitor"], w.shared["request/stranger"] = nowhere, w.shared["request/ana"]
	for _, letter := range []string{"a", "b"} {
		w.shared["contracts/"+letter] = admin.must("POST", "/api/v1/companies/"+w.company[letter]+"/contracts", object{"plan": "standard", "valid_from": "2020-01-01", "valid_to": "2099-12-31"})["id"].(string)
	}
	admin.must("PATCH", "/api/v1/settings", object{"require_cover": false})
}
