package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/static"
	"balcao/web"
)

// wire is the mounted routes; who calls is said by a header.
type wire struct {
	*counter
	router *web.Router
	people map[string]actor.Actor
	head   http.Header // of the last answer
	raw    string
}

func (c *counter) wire() *wire {
	c.t.Helper()
	assets, err := static.NewAssets()
	must(c.t, err)
	texts, err := static.LoadCatalogue(assets.Files())
	must(c.t, err)
	w := &wire{counter: c, people: map[string]actor.Actor{}}
	w.router, err = web.New(web.Options{
		Log: c.Log, Assets: assets, Catalogue: texts, NewID: newID,
		Branding: func(context.Context) web.Branding { return web.Branding{Name: "Test", Locale: "en", Hue: 250} },
		Authenticate: func(_ context.Context, r *http.Request) (actor.Actor, error) {
			if r.Header.Get("Authorization") == "" {
				return actor.Actor{}, nil
			}
			a, ok := w.people[r.Header.Get("Authorization")]
			if !ok {
				return a, fault.New(fault.Unauthenticated, "")
			}
			return a, nil
		},
	})
	must(c.t, err)
	c.Mount(w.router)
	return w
}

// call sends a request as a and fails the test unless the answer has that
// status.
func (w *wire) call(a actor.Actor, status int, method, path, body string, headers ...string) map[string]any {
	w.t.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	if a.ID != "" {
		w.people[a.Topic()] = a
		r.Header.Set("Authorization", a.Topic())
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.router.ServeHTTP(rec, r)
	w.head, w.raw = rec.Header(), rec.Body.String()
	if rec.Code != status {
		w.t.Fatalf("%s %s: %d, want %d: %s", method, path, rec.Code, status, rec.Body)
	}
	var got map[string]any
	if strings.Contains(rec.Header().Get("Content-Type"), "json") {
		must(w.t, json.Unmarshal(rec.Body.Bytes(), &got))
	}
	return got
}

func onWire(t *testing.T, test func(w *wire)) {
	t.Helper()
	atCounter(t, func(c *counter) { test(c.wire()) })
}

func TestAWholeConversationByHTTP(t *testing.T) {
	onWire(t, func(w *wire) {
		olga := w.operator("Olga")
		nobody := actor.Actor{}
		v := w.call(nobody, 201, "POST", "/widget/visitor", `{"site":"default","name":"Ana","email":"ana@example.com","page":"https://a.test/x"}`)
		ana := actor.Actor{Role: actor.Visitor, ID: v["visitor"].(string), Name: "Ana", Site: "default", Session: "s"}
		if !strings.HasPrefix(v["token"].(string), "bv_") {
			t.Errorf("%v", v)
		}
		made := w.call(ana, 201, "POST", "/conversations", `{"cmid":"c1","text":"Hello <b>you</b>","subject":"Printer"}`)
		conv := made["id"].(string)
		if made["state"] != "assigned" || made["message"].(map[string]any)["seq"] != 1.0 || made["subject"] != "Printer" {
			t.Errorf("%v", made)
		}
		if again := w.call(ana, 200, "POST", "/conversations", `{"cmid":"c1","text":"Hello <b>you</b>"}`); again["id"] != conv || again["dup"] != true {
			t.Errorf("%v", again)
		}
		w.call(ana, 409, "POST", "/conversations", `{"cmid":"c1","text":"Other"}`)
		path := "/conversations/" + conv
		m := w.call(olga, 201, "POST", path+"/messages", `{"cmid":"o1","text":"**Good** morning"}`)
		if m["html"] != "<p><strong>Good</strong> morning</p>" || m["stream"] != "public" || m["author"].(map[string]any)["kind"] != "operator" {
			t.Errorf("%v", m)
		}
		w.call(olga, 201, "POST", path+"/messages", `{"cmid":"o2","text":"note","stream":"internal"}`)
		w.call(ana, 403, "POST", path+"/messages", `{"cmid":"c2","text":"note","stream":"internal"}`)
		for field, body := range map[string]string{"text": `{"cmid":"c3","text":" "}`, "cmid": `{"text":"x"}`, "reply_to": `{"cmid":"c4","text":"x","reply_to":7}`, "colour": `{"cmid":"c5","text":"x","colour":1}`} {
			if got := w.call(ana, 422, "POST", path+"/messages", body); got["field"] != field || got["request_id"] == "" {
				t.Errorf("%v", got)
			}
		}
		w.call(ana, 400, "POST", path+"/messages", `{"cmid":`)
		list := w.call(ana, 200, "GET", path+"/messages", "")
		if items := list["items"].([]any); len(items) != 2 || list["next"] != nil {
			t.Errorf("%v", list)
		}
		w.call(ana, 404, "GET", path+"/messages?stream=internal", "")
		w.call(ana, 422, "GET", path+"/messages?after=x", "")
		w.call(ana, 422, "GET", path+"/messages?cursor=b", "")
		first := w.call(ana, 200, "GET", path+"/messages?limit=1", "")
		for _, foreign := range []string{path + "/messages?stream=internal", "/conversations?", "/conversations?view=queue"} {
			if got := w.call(olga, 422, "GET", foreign+"&cursor="+first["next"].(string), ""); got["field"] != "cursor" {
				t.Errorf("%s: %v", foreign, got)
			}
		}
		if next := w.call(ana, 200, "GET", path+"/messages?limit=1&cursor="+first["next"].(string), ""); next["items"].([]any)[0].(map[string]any)["seq"] != 1.0 {
			t.Errorf("%v", next)
		}
		w.call(ana, 204, "POST", path+"/read", `{"stream":"public","seq":2}`)
		if got := w.call(olga, 200, "GET", path, ""); got["customer_read_seq"] != 2.0 || got["internal_seq"] != 1.0 || got["customer"].(map[string]any)["email"] != "ana@example.com" {
			t.Errorf("%v", got)
		}
		if got := w.call(olga, 200, "PATCH", path, `{"subject":"A printer"}`); got["subject"] != "A printer" {
			t.Errorf("%v", got)
		}
		if why := w.call(olga, 200, "GET", path+"/routing", ""); why["reason"] != LeastBusy || len(why["decisions"].([]any)) != 1 || why["conversation"] != conv {
			t.Errorf("%v", why)
		}
		w.call(olga, 200, "POST", path+"/claim", `{}`)
		w.call(w.staff("Ivo", actor.Operator), 409, "POST", path+"/claim", `{}`)
		w.call(ana, 200, "POST", path+"/close", ``)
		if got := w.call(ana, 200, "POST", path+"/rating", `{"score":5,"comment":"quick"}`); got["rating"].(map[string]any)["score"] != 5.0 {
			t.Errorf("%v", got)
		}
		w.call(ana, 422, "POST", path+"/rating", `{"score":0}`)
		w.call(ana, 200, "GET", path+"/transcript", "")
		if !strings.Contains(w.raw, "**Good** morning") || strings.Contains(w.raw, "note") || !strings.HasPrefix(w.head.Get("Content-Type"), "text/plain") {
			t.Errorf("%s", w.raw)
		}
		if got := w.call(olga, 200, "GET", path+"/transcript?format=json&notes=1", ""); len(got["messages"].([]any)) != 2 || len(got["notes"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
	})
}

func TestRightsOfEveryRoute(t *testing.T) {
	onWire(t, func(w *wire) {
		olga, ana, bea := w.operator("Olga"), w.visitor("Ana"), w.visitor("Bea")
		conv := w.opens(ana, "Hello")
		answer := w.says(olga, conv, "Good morning")
		const foreign, staffOnly = 404, 403
		for _, c := range []struct {
			method, path, body string
			stranger, customer int
		}{
			{"GET", "", "", foreign, 200},
			{"PATCH", "", `{}`, staffOnly, staffOnly},
			{"GET", "/messages", "", foreign, 200},
			{"POST", "/messages", `{"cmid":"r","text":"x"}`, foreign, 201},
			{"PATCH", "/messages/" + answer.MID, `{"text":"x"}`, foreign, 403},
			{"DELETE", "/messages/" + answer.MID, "", foreign, 403},
			{"POST", "/read", `{"seq":1}`, foreign, 204},
			{"POST", "/claim", "", staffOnly, staffOnly},
			{"POST", "/decline", "", staffOnly, staffOnly},
			{"POST", "/assign", `{}`, staffOnly, staffOnly},
			{"POST", "/transfer", `{}`, staffOnly, staffOnly},
			{"POST", "/rating", `{"score":3}`, foreign, 200},
			{"POST", "/block", "", staffOnly, staffOnly},
			{"POST", "/person", "", staffOnly, staffOnly},
			{"GET", "/transcript", "", foreign, 200},
			{"GET", "/routing", "", staffOnly, staffOnly},
			{"POST", "/close", "", foreign, 200},
			{"POST", "/reopen", "", foreign, 200},
		} {
			path := "/conversations/" + conv + c.path
			w.call(actor.Actor{}, 401, c.method, path, c.body)
			w.call(bea, c.stranger, c.method, path, c.body)
			w.call(ana, c.customer, c.method, path, c.body)
		}
		for path, body := range map[string]string{
			"GET /operators": "", "GET /presence": "", "PUT /presence": `{"state":"online"}`, "GET /drafts/ticket:1": "",
			"PUT /drafts/ticket:1": `{"text":"x"}`, "DELETE /drafts/ticket:1": "", "GET /canned-replies": "", "POST /canned-replies": `{"name":"x","text":"y"}`,
			"GET /departments": "", "POST /departments": `{"name":"x"}`, "GET /sites": "", "POST /sites": `{"name":"x"}`,
			"PATCH /departments/" + defaultDepartmentID: `{}`, "PATCH /sites/default": `{}`,
		} {
			method, route, _ := strings.Cut(path, " ")
			w.call(actor.Actor{}, 401, method, route, body)
			w.call(ana, 403, method, route, body)
		}
		for path, body := range map[string]string{"/departments": `{"name":"x"}`, "/sites": `{"name":"x"}`} {
			w.call(olga, 403, "POST", path, body)
		}
		w.call(olga, 403, "POST", "/conversations", `{"cmid":"z","text":"to myself"}`)
	})
}

func TestRatesAreToldWithARetry(t *testing.T) {
	onWire(t, func(w *wire) {
		ana := w.visitor("Ana")
		conv := w.opens(ana, "Hello")
		post := func(status, i int) {
			w.call(ana, status, "POST", "/conversations/"+conv+"/messages", fmt.Sprintf(`{"cmid":"m%d","text":"x"}`, i))
		}
		for i := range 10 {
			post(201, i)
		}
		post(429, 10)
		if w.head.Get("Retry-After") != "1" {
			t.Errorf("Retry-After %q", w.head.Get("Retry-After"))
		}
		time.Sleep(time.Second)
		post(201, 10)
	})
}

func TestWidgetStart(t *testing.T) {
	onWire(t, func(w *wire) {
		nobody := actor.Actor{}
		got := w.call(nobody, 200, "GET", "/widget/site/default", "")
		if got["open"] != true || got["online"] != false || got["max_file_bytes"] != float64(100<<20) {
			t.Errorf("%v", got)
		}
		w.operator("Olga")
		if got := w.call(nobody, 200, "GET", "/widget/site/default", ""); got["online_count"] != 1.0 || strings.Contains(w.raw, "@") {
			t.Errorf("%v", got)
		}
		w.call(nobody, 404, "GET", "/widget/site/none", "")
		w.call(nobody, 404, "POST", "/widget/visitor", `{"site":"none"}`)
		w.call(nobody, 422, "POST", "/widget/visitor", `{}`)
		if got := w.call(nobody, 422, "POST", "/widget/visitor", `{"site":"default","email":"not an address"}`); got["field"] != "email" {
			t.Errorf("%v", got)
		}
		w.call(nobody, 422, "POST", "/widget/visitor", `{"site":"default","identity":"ey.."}`)
		ana := w.visitor("Ana")
		if got := w.call(ana, 200, "PATCH", "/widget/visitor", `{"name":"Ana Souza"}`); got["name"] != "Ana Souza" || got["visitor"] != ana.ID {
			t.Errorf("%v", got)
		}
		for range 130 {
			r := httptest.NewRequest("POST", "/api/v1/widget/visitor", strings.NewReader(`{"site":"default"}`))
			rec := httptest.NewRecorder()
			w.router.ServeHTTP(rec, r)
			if rec.Code == 429 {
				return
			}
		}
		t.Error("one address makes visitors without end")
	})
}
