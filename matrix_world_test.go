package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Words that stand in every field of what must not be seen: of company Alpha by
// whoever is not of it, of the staff's own by customers.
const (
	alphaCanary = "KANARIENVOGEL"
	staffCanary = "ROTKEHLCHEN"
)

// town is an installation in which two companies, their people, visitors and
// staff have something of each kind, and where everybody may be asked to do
// anything.
type town struct {
	t        *testing.T
	url      string
	people   map[string]*citizen
	company  map[string]string // by letter: a, b
	shared   map[string]string // what belongs to the house, by the family of its path
	deployed int
}

// citizen is somebody with a credential, in one of the columns.
type citizen struct {
	town            *town
	name, id, email string
	side            string // whose things are the own: the name of a customer or visitor
	client          *http.Client
	bearer          string
}

const townPassword = "Copper-Lantern-7"

func newTown(t *testing.T) *town {
	t.Helper()
	const many = 1_000_000
	s := settings{Data: t.TempDir(), Listen: "127.0.0.1:0", MaxFileMB: 100, VisitorBurst: many, StaffBurst: many, VisitorRate: many, StaffRate: many, SocketsPerIP: many, HandshakeRate: many, VisitorsPerIP: many, SignInsPerIP: many}
	w := &town{t: t, people: map[string]*citizen{}, company: map[string]string{}, shared: map[string]string{}}
	h, err := assemble(s, "http://127.0.0.1:0", time.Now, slog.New(slog.DiscardHandler), func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.handler())
	h.start()
	t.Cleanup(func() {
		server.Close()
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	w.url = server.URL
	link, err := h.registry.SetupLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	if token == "" {
		_, token, _ = strings.Cut(link, "token=")
	}
	admin := w.citizen("administrator", "bia")
	admin.email = "ada@balcao.test"
	admin.must("POST", "/api/v1/setup", object{"token": token, "name": "Ada", "email": admin.email, "password": townPassword, "company_name": "House"})
	admin.signIn()
	w.settle(admin)
	return w
}

func (w *town) citizen(name, side string) *citizen {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	c := &citizen{town: w, name: name, side: side, client: &http.Client{
		Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	w.people[name] = c
	return c
}

func (w *town) settle(admin *citizen) {
	for letter, name := range map[string]string{"a": "Alpha " + alphaCanary, "b": "Beta"} {
		domain := strings.ToLower(letter) + "." + map[string]string{"a": strings.ToLower(alphaCanary), "b": "beta"}[letter] + ".example"
		c := admin.must("POST", "/api/v1/companies", object{"name": name, "domains": []string{domain}, "notes": staffCanary})
		w.company[letter] = c["id"].(string)
	}
	product := admin.must("POST", "/api/v1/products", object{"name": "Planner"})["id"].(string)
	w.shared["products"] = product
	dates := object{"valid_from": "2020-01-01", "valid_to": "2099-12-31"}
	for _, letter := range []string{"a", "b"} {
		base := "/api/v1/companies/" + w.company[letter]
		w.shared["licences/"+letter] = admin.must("POST", base+"/licences", object(merged(dates, object{"product": product, "edition": "Full", "seats": 5})))["id"].(string)
		w.shared["installations/"+letter] = admin.must("POST", base+"/installations", object{"product": product, "version": "9", "environment": "production"})["id"].(string)
	}
	for _, p := range []struct {
		name, side, role, company string
		manager                   bool
		rights                    []string
	}{
		{name: "ana", side: "ana", role: "customer", company: "a"},
		{name: "bia", side: "bia", role: "customer", company: "a"},
		{name: "manager", side: "manager", role: "customer", company: "a", manager: true},
		{name: "other", side: "other", role: "customer", company: "b", manager: true},
		{name: "disabled", side: "ana", role: "customer", company: "a"},
		{name: "operator", side: "bia", role: "operator"},
		{name: "keeper", side: "bia", role: "operator", rights: []string{"customers"}},
		{name: "supervisor", side: "bia", role: "supervisor"},
	} {
		c := w.citizen(p.name, p.side)
		mark, domain := "", "balcao.test"
		if p.company != "" {
			mark = map[string]string{"a": alphaCanary, "b": ""}[p.company]
			domain = p.company + "." + map[string]string{"a": strings.ToLower(alphaCanary), "b": "beta"}[p.company] + ".example"
		}
		c.email = p.name + "@" + domain
		body := object{"email": c.email, "name": strings.TrimSpace(p.name + " " + mark), "role": p.role, "password": townPassword}
		if p.company != "" {
			body["company"], body["manager"], body["job_title"] = w.company[p.company], p.manager, "Analyst "+mark
		}
		c.id = admin.must("POST", "/api/v1/accounts", body)["id"].(string)
		if p.rights != nil {
			admin.must("PATCH", "/api/v1/accounts/"+c.id, object{"rights": p.rights})
		}
		c.signIn()
	}
	admin.must("POST", "/api/v1/accounts/"+w.people["disabled"].id+"/disable", nil)
	w.citizen("anonymous", "bia")
	for name, mark := range map[string]string{"visitor": "", "stranger": alphaCanary} {
		v := w.citizen(name, name)
		made := v.must("POST", "/api/v1/widget/visitor", object{"site": "default", "name": strings.TrimSpace(name + " " + mark)})
		v.bearer, v.id = made["token"].(string), fmt.Sprint(made["visitor"])
	}
	w.shared["departments"] = first(admin.must("GET", "/api/v1/departments", nil))
	w.shared["calendars"] = first(admin.must("GET", "/api/v1/calendars", nil))
	w.shared["sla-plans"] = first(admin.must("GET", "/api/v1/sla-plans", nil))
	w.shared["sites"] = "default"
	w.shared["canned-replies"] = admin.must("POST", "/api/v1/canned-replies", object{"name": "Hi", "shortcut": "hi", "text": staffCanary})["id"].(string)
}

func first(list object) string { return list["items"].([]any)[0].(map[string]any)["id"].(string) }

func (c *citizen) signIn() {
	c.town.t.Helper()
	jar, _ := cookiejar.New(nil)
	c.client.Jar = jar
	account := c.must("POST", "/api/v1/session", object{"email": c.email, "password": townPassword})
	c.id = account["id"].(string)
}

// ask makes a request; body may be an object for JSON, a string for a form, or
// nil.
func (c *citizen) ask(method, path string, body any) (int, http.Header, []byte) {
	c.town.t.Helper()
	var sent io.Reader
	kind := ""
	switch b := body.(type) {
	case object:
		text, err := json.Marshal(b)
		if err != nil {
			c.town.t.Fatal(err)
		}
		sent, kind = bytes.NewReader(text), "application/json"
	case string:
		sent, kind = strings.NewReader(b), "application/x-www-form-urlencoded"
	case []byte:
		form := &bytes.Buffer{}
		m := multipart.NewWriter(form)
		part, _ := m.CreateFormFile("file", "log "+alphaCanary+".txt")
		_, _ = part.Write(b)
		_ = m.Close()
		sent, kind = form, m.FormDataContentType()
	}
	req, err := http.NewRequestWithContext(c.town.t.Context(), method, c.town.url+path, sent)
	if err != nil {
		c.town.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if c.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+c.bearer)
	}
	res, err := c.client.Do(req)
	if err != nil {
		c.town.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.town.t.Fatal(err)
	}
	return res.StatusCode, res.Header, text
}

func (c *citizen) must(method, path string, body any) object {
	c.town.t.Helper()
	if body == nil && method != "GET" {
		body = object{}
	}
	status, _, text := c.ask(method, path, body)
	if status >= 300 {
		c.town.t.Fatalf("%s: %s %s: %d %s", c.name, method, path, status, text)
	}
	out := object{}
	_ = json.Unmarshal(text, &out)
	return out
}
