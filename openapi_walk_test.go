package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"testing"
)

// TestEveryOperationAnswersAsDocumented calls all there is at least once with
// success and many in vain; what it asks and gets is held against the document.
func TestEveryOperationAnswersAsDocumented(t *testing.T) {
	s := serveFolder(t, newFolder(t), wide...)
	w := &walk{t: t, seen: map[string]bool{}}
	admin := s.signIn("a@balcao.test", adminPassword)
	w.seen["POST /api/v1/session"] = true
	nobody := s.caller()
	olga := w.people(s, admin, nobody)
	w.house(admin, nobody)
	w.invitations(admin, s.caller())
	w.security(s, admin, nobody)
	w.desk(admin)
	w.companies(admin)
	w.identity(s, admin)
	operator := s.signIn("olga@balcao.test", "Granite-Window-4")
	visitor := w.widget(s, nobody)
	start := w.do(operator, 200, "GET /api/v1/live/snapshot", nil)
	conv := w.chat(operator, admin, visitor, olga)
	w.tickets(operator, admin, visitor, conv)
	w.events(operator, start)
	w.events(visitor, object{"epoch": start["epoch"], "pos": 0.0})
	w.live(visitor)
	w.notices(s, admin, nobody)
	w.do(admin, 200, "GET /api/v1/audit?limit=200", nil)
	w.do(admin, 200, "GET /api/v1/audit?verb=session.open&object=settings&actor=nobody&from=2026-01-31&to=2026-02-01T00:00:00Z", nil)
	w.do(admin, 422, "GET /api/v1/audit?from=yesterday", nil)
	w.do(admin, 204, "DELETE /api/v1/me/sessions?others=1", nil)
	w.do(operator, 204, "DELETE /api/v1/session", nil)
	w.do(operator, 401, "GET /api/v1/me", nil)

	// The socket is no HTTP answer, and the link of a first start works once:
	// both have tests of their own.
	w.seen["GET /live"], w.seen["POST /api/v1/setup"] = true, true
	for path, item := range document(t).Paths.Map() {
		for method := range item.Operations() {
			if !w.seen[method+" "+path] {
				t.Errorf("%s %s was not called with success", method, path)
			}
		}
	}
}

func (w *walk) people(s *server, admin, nobody *caller) (olga any) {
	w.do(nobody, 401, "POST /api/v1/session", object{"email": "a@balcao.test", "password": "no"})
	w.do(nobody, 422, "POST /api/v1/session", object{"email": ""})
	w.do(nobody, 401, "GET /api/v1/accounts", nil)
	w.do(admin, 200, "GET /api/v1/me", nil)
	w.do(admin, 200, "PATCH /api/v1/me", object{"job_title": "Head", "time_zone": "America/Sao_Paulo", "locale": "en"})
	w.do(admin, 422, "PATCH /api/v1/me", object{"time_zone": "Mars/Base"})
	account := object{"email": "olga@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"}
	olga = w.do(admin, 201, "POST /api/v1/accounts", account)["id"]
	w.do(admin, 409, "POST /api/v1/accounts", account)
	w.do(admin, 201, "POST /api/v1/accounts", object{"email": "cleo@example.com", "name": "Cleo", "role": "customer", "password": "Copper-Lantern-7", "must_change": true})
	w.do(admin, 200, "GET /api/v1/accounts?role=customer&q=cleo&state=active&limit=1", nil)
	w.do(admin, 422, "GET /api/v1/accounts?limit=none", nil)
	w.do(admin, 200, "GET /api/v1/accounts/{id}", nil, olga)
	w.do(admin, 404, "GET /api/v1/accounts/{id}", nil, "01980000-0000-7000-8000-000000000000")
	w.do(admin, 200, "PATCH /api/v1/accounts/{id}", object{"phone": "+47 22 00 00 00"}, olga)
	w.do(admin, 200, "GET /api/v1/accounts/{id}/history", nil, olga)
	w.do(admin, 200, "POST /api/v1/accounts/{id}/disable", nil, olga)
	w.do(admin, 200, "POST /api/v1/accounts/{id}/enable", nil, olga)
	customer := s.signIn("cleo@example.com", "Copper-Lantern-7")
	w.do(customer, 403, "GET /api/v1/tickets", nil)
	w.do(customer, 204, "POST /api/v1/me/password", object{"current": "Copper-Lantern-7", "password": "Velvet-Anchor-3", "password_confirmation": "Velvet-Anchor-3"})
	sessions := w.do(customer, 200, "GET /api/v1/me/sessions", nil)["items"].([]any)
	w.do(customer, 204, "DELETE /api/v1/me/sessions/{id}", nil, sessions[0].(map[string]any)["id"])
	return olga
}

func (w *walk) house(admin, nobody *caller) {
	w.do(nobody, 200, "GET /api/v1/openapi.json", nil)
	w.do(nobody, 200, "GET /healthz", nil)
	w.do(nobody, 200, "GET /readyz", nil)
	w.do(nobody, 200, "GET /api/v1/setup/state", nil)
	w.do(nobody, 410, "POST /api/v1/setup", object{
		"token": "none", "name": "Ada", "email": "b@balcao.test", "password": "Marble-Harbour-9", "company_name": "Acme",
	})
	w.do(nobody, 200, "GET /api/v1/settings/public", nil)
	w.do(admin, 200, "GET /api/v1/settings", nil)
	w.do(admin, 200, "PATCH /api/v1/settings", object{"name": "Acme", "hue": 20, "require_cover": false})
	w.do(admin, 422, "PATCH /api/v1/settings", object{"hue": 1000})
	w.logo(admin, nobody)
	w.do(admin, 200, "GET /api/v1/getting-started", nil)
	w.do(admin, 200, "GET /api/v1/health", nil)
	w.do(nobody, 401, "GET /api/v1/health", nil)
}

// logo is shown on the portal's pages from the moment it is sent until it is
// taken away.
func (w *walk) logo(admin, nobody *caller) {
	shown := func() bool {
		res, err := http.Get(nobody.url + "/sign-in")
		if err != nil {
			w.t.Fatal(err)
		}
		defer res.Body.Close()
		page, _ := io.ReadAll(res.Body)
		return bytes.Contains(page, []byte(`src="/logo?v=`))
	}
	var sent bytes.Buffer
	if err := png.Encode(&sent, image.NewRGBA(image.Rect(0, 0, 960, 60))); err != nil {
		w.t.Fatal(err)
	}
	w.raw(admin, 200, "PUT", "/api/v1/settings/logo", "image/png", sent.Bytes())
	w.raw(admin, 422, "PUT", "/api/v1/settings/logo", "image/png", []byte("<svg onload=alert(1)>"))
	w.seen["PUT /api/v1/settings/logo"] = true
	res, err := http.Get(nobody.url + "/logo")
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	if made, _, err := image.DecodeConfig(res.Body); err != nil || made.Width != 480 || made.Height != 30 || !shown() {
		w.t.Errorf("the logo is %v, %v; on the page: %v", made, err, shown())
	}
	if w.do(admin, 200, "DELETE /api/v1/settings/logo", nil); shown() {
		w.t.Error("a logo that was taken away is shown")
	}
}

func (w *walk) desk(admin *caller) {
	w.do(admin, 200, "GET /api/v1/departments", nil)
	week := object{"open_always": false, "time_zone": "America/Sao_Paulo", "week": object{"mon": [][]string{{"08:00", "18:00"}}}}
	dep := w.do(admin, 201, "POST /api/v1/departments", object{"name": "Sales", "hours": week})["id"]
	w.do(admin, 200, "PATCH /api/v1/departments/{id}", object{"capacity": 3, "away_text": "Back on Monday"}, dep)
	w.do(admin, 201, "POST /api/v1/departments", object{"name": "Bare"})
	w.do(admin, 201, "POST /api/v1/sites", object{"name": "Bare"})
	w.do(admin, 201, "POST /api/v1/sites", object{
		"id": "shop", "name": "Shop", "origins": []string{"https://shop.example"}, "departments": []any{dep}, "announcement": object{"text": "New"},
		"form": []object{{"name": "company", "label": "Company", "type": "text", "required": true}},
	})
	w.do(admin, 409, "POST /api/v1/sites", object{"id": "shop", "name": "Shop"})
	w.do(admin, 200, "PATCH /api/v1/sites/{id}", object{"greeting": "Hello", "audience": "everybody"}, "shop")
	w.do(admin, 200, "GET /api/v1/sites", nil)
	canned := w.do(admin, 201, "POST /api/v1/canned-replies", object{"name": "Hello", "shortcut": "hi", "text": "Hello {{customer.name}}"})["id"]
	w.do(admin, 200, "PATCH /api/v1/canned-replies/{id}", object{"text": "Good day"}, canned)
	w.do(admin, 200, "GET /api/v1/canned-replies", nil)
	w.do(admin, 204, "DELETE /api/v1/canned-replies/{id}", nil, canned)
	w.do(admin, 200, "PUT /api/v1/drafts/{key}", object{"text": "unsent", "stream": "internal"}, "ticket:1")
	w.do(admin, 200, "GET /api/v1/drafts/{key}", nil, "ticket:1")
	w.do(admin, 204, "DELETE /api/v1/drafts/{key}", nil, "ticket:1")
	w.do(admin, 200, "GET /api/v1/drafts/{key}", nil, "ticket:1")
	w.do(admin, 200, "PUT /api/v1/presence", object{"state": "away"})
	w.do(admin, 200, "GET /api/v1/presence", nil)
}

func (w *walk) widget(s *server, nobody *caller) *caller {
	w.do(nobody, 200, "GET /api/v1/widget/site/{site}", nil, "default")
	w.do(nobody, 200, "GET /api/v1/widget/site/{site}", nil, "shop")
	w.do(nobody, 404, "GET /api/v1/widget/site/{site}", nil, "none")
	v := s.caller()
	v.bearer = w.do(v, 201, "POST /api/v1/widget/visitor", object{"site": "default", "name": "Vera", "page": "https://shop.example/"})["token"].(string)
	w.do(v, 200, "GET /api/v1/widget/visitor", nil)
	w.do(v, 200, "PATCH /api/v1/widget/visitor", object{"email": "vera@example.com"})
	return v
}

func (w *walk) chat(operator, admin, visitor *caller, olga any) (conv any) {
	const one = "/api/v1/conversations/{id}"
	file := w.upload(visitor, "log.txt", "line one")
	cmid := newCMID()
	open := object{"cmid": cmid, "text": "It *stops*", "subject": "Import", "files": []any{file["id"]}}
	conv = w.do(visitor, 201, "POST /api/v1/conversations", open)["id"]
	w.do(visitor, 200, "POST /api/v1/conversations", open)
	w.do(visitor, 200, "GET /api/v1/conversations", nil)
	w.do(operator, 200, "GET /api/v1/conversations?view=queue&q=vera&limit=10", nil)
	w.do(operator, 422, "GET /api/v1/conversations?view=none", nil)
	w.do(operator, 200, "POST "+one+"/claim", object{}, conv)
	w.do(admin, 409, "POST "+one+"/claim", nil, conv)
	w.do(operator, 409, "POST "+one+"/decline", nil, conv)
	w.do(operator, 200, "GET "+one, nil, conv)
	w.do(operator, 200, "PATCH "+one, object{"subject": "Import stops"}, conv)
	w.do(operator, 201, "POST "+one+"/messages", object{"cmid": newCMID(), "text": "note", "stream": "internal"}, conv)
	mid := w.do(operator, 201, "POST "+one+"/messages", object{"cmid": newCMID(), "text": "Looking", "reply_to": 1}, conv)["mid"]
	w.do(operator, 200, "PATCH "+one+"/messages/{mid}", object{"text": "I am looking"}, conv, mid)
	w.do(operator, 204, "DELETE "+one+"/messages/{mid}", nil, conv, mid)
	w.do(operator, 409, "PATCH "+one+"/messages/{mid}", object{"text": "again"}, conv, mid)
	w.do(visitor, 200, "GET "+one+"/messages?after=0&limit=1", nil, conv)
	w.do(operator, 200, "GET "+one+"/messages?stream=internal", nil, conv)
	w.do(visitor, 404, "GET "+one+"/messages?stream=internal", nil, conv)
	w.do(visitor, 204, "POST "+one+"/read", object{"stream": "public", "seq": 2}, conv)
	w.do(operator, 200, "GET "+one+"/transcript?format=json&notes=1", nil, conv)
	w.do(visitor, 200, "GET "+one+"/transcript", nil, conv)
	w.do(operator, 200, "POST "+one+"/transfer", object{"account": w.do(admin, 200, "GET /api/v1/me", nil)["id"], "note": "Yours"}, conv)
	w.do(admin, 200, "POST "+one+"/assign", object{"account": olga}, conv)
	w.do(operator, 200, "GET "+one+"/routing", nil, conv)
	w.do(visitor, 202, "POST "+one+"/transcript", nil, conv)
	w.do(operator, 200, "GET "+one+"/panel", nil, conv)
	w.do(visitor, 404, "POST /api/v1/widget/answer", object{"code": "none-that-anybody-was-given-0000"})
	w.seen["POST /api/v1/widget/answer"] = true // with a code: the mail's own test
	w.do(operator, 200, "POST "+one+"/person", object{"name": "Vera V."}, conv)
	w.do(operator, 200, "GET /api/v1/counts", nil)
	w.do(operator, 200, "GET /api/v1/operators", nil)
	w.do(visitor, 200, "POST "+one+"/close", nil, conv)
	w.do(visitor, 200, "POST "+one+"/rating", object{"score": 5, "comment": "Quick"}, conv)
	w.do(visitor, 422, "POST "+one+"/rating", object{"score": 6}, conv)
	w.do(visitor, 200, "POST "+one+"/reopen", nil, conv)
	w.do(operator, 200, "POST "+one+"/block", object{"reason": "spam"}, conv)
	w.do(operator, 200, "POST "+one+"/block", object{"blocked": false}, conv)
	w.decline(admin, visitor)
	return conv
}

// decline turns down an offer, which takes a department that makes some.
func (w *walk) decline(admin, visitor *caller) {
	deps := w.do(admin, 200, "GET /api/v1/departments", nil)["items"].([]any)
	for _, d := range deps {
		w.do(admin, 200, "PATCH /api/v1/departments/{id}", object{"offer_seconds": 60}, d.(map[string]any)["id"])
	}
	k := admin.dial(nil)
	k.frame("synced")
	w.do(admin, 200, "PUT /api/v1/presence", object{"state": "online"})
	conv := w.do(visitor, 201, "POST /api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": "Anybody?"})["id"]
	k.event("conversation.offered")
	w.do(admin, 200, "POST /api/v1/conversations/{id}/decline", nil, conv)
}

func (w *walk) tickets(operator, admin, visitor *caller, conv any) {
	const one = "/api/v1/tickets/{number}"
	ticket := object{"conversation": conv, "title": "Import stops", "type": "problem", "priority": "high", "tags": []string{"import"}, "note": "seen before"}
	n := fmt.Sprint(w.do(operator, 201, "POST /api/v1/tickets", ticket)["number"])
	if again := w.do(operator, 409, "POST /api/v1/tickets", ticket); fmt.Sprint(again["ticket"]) != n {
		w.t.Errorf("already converted, but not into which: %v", again)
	}
	w.do(operator, 422, "POST /api/v1/tickets", object{"title": "When?", "type": "installation"})
	w.do(operator, 201, "POST /api/v1/tickets", object{"title": "Set up", "type": "installation", "wished_date": "2030-01-02", "contact": "cleo@example.com", "assignee": "me"})
	w.do(operator, 200, "GET /api/v1/tickets?status=active&sort=priority&order=asc&limit=1", nil)
	w.do(visitor, 200, "GET /api/v1/tickets", nil)
	w.do(visitor, 200, "GET "+one, nil, n)
	w.do(operator, 200, "PATCH "+one, object{"status": "waiting_customer", "assignee": nil, "watchers": []string{"cleo@example.com"}, "version": "2.1", "reason": "asked"}, n)
	w.do(operator, 422, "PATCH "+one, object{"number": 7}, n)
	w.do(operator, 201, "POST "+one+"/replies", object{"text": "Which **file**?", "internal": false, "cmid": newCMID(), "files": []string{}}, n)
	w.do(operator, 201, "POST "+one+"/replies", object{"text": "Hm", "internal": true, "cmid": newCMID()}, n)
	for _, c := range []*caller{operator, visitor} {
		w.do(c, 200, "GET "+one+"/timeline?limit=200", nil, n)
	}
	w.do(operator, 200, "PATCH "+one, object{"status": "resolved"}, n)
	w.do(visitor, 200, "POST "+one+"/rating", object{"score": 4, "comment": "Good"}, n)
	w.do(operator, 200, "GET /api/v1/tickets/similar?title=import", nil)
	w.do(operator, 200, "GET /api/v1/search?q=import&kinds=ticket,conversation", nil)

	w.do(admin, 200, "PATCH /api/v1/settings", object{"require_cover": true})
	refused := w.do(operator, 403, "POST /api/v1/tickets", object{"title": "Again", "contact": "cleo@example.com"})
	w.do(operator, 200, "GET /api/v1/requests?state=open&q=again&limit=5", nil)
	w.do(operator, 200, "GET /api/v1/requests/{id}", nil, refused["request"])
	w.do(operator, 403, "POST /api/v1/requests/{id}/ticket", nil, refused["request"])
	w.do(admin, 201, "POST /api/v1/requests/{id}/ticket", object{"reason": "Goodwill"}, refused["request"])
	w.do(admin, 409, "POST /api/v1/requests/{id}/ticket", nil, refused["request"])
}

// events reads what the caller was told since start, by the long poll.
func (w *walk) events(c *caller, start object) {
	for pos := start["pos"]; ; {
		told := w.do(c, 200, fmt.Sprintf("GET /api/v1/live/events?epoch=%v&pos=%.0f&wait=0", start["epoch"], pos), nil)
		items := told["items"].([]any)
		for _, item := range items {
			w.event(item.(map[string]any))
		}
		if pos = told["pos"]; len(items) == 0 {
			break
		}
	}
}

func (w *walk) live(visitor *caller) {
	for _, shape := range []string{"Message", "Ticket", "Conversation", "Operator"} {
		if !w.seen[shape] {
			w.t.Errorf("no event with the shape %s", shape)
		}
	}
	w.do(visitor, 201, "POST /api/v1/live/ticket", nil)
	w.do(visitor, 200, "GET /api/v1/live/snapshot", nil)
	w.do(visitor, 200, "GET /api/v1/live/events?epoch=another&pos=1", nil)
	w.do(visitor, 422, "GET /api/v1/live/events?pos=x", nil)
	w.do(visitor, 400, "GET /live", nil)
}
