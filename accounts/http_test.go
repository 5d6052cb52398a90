package accounts

import (
	"fmt"
	"testing"

	"balcao/actor"
)

func TestTheHouseStartsWithNamesInTheLanguageOfTheSetup(t *testing.T) {
	for said, want := range map[string]Names{
		`"locale":"pt-BR"`:                      {Department: "Suporte", Site: "Portal de Atendimento"},
		`"locale":"es","company_name":" Acme "`: {Department: "Soporte", Site: "Acme"},
		`"locale":"en"`:                         {Department: "Support", Site: "Support centre"},
		`"company_name":"Acme"`:                 {Department: "Soporte", Site: "Acme"}, // as the browser speaks
	} {
		h := newHouse(t)
		b := h.browser(h.mounted())
		body := fmt.Sprintf(`{"token":%q,"name":"Ada","email":"ada@balcao.test","password":%q,%s}`, h.setupToken(), goodPassword, said)
		made := b.call(201, "POST", "/api/v1/setup", body, "Accept-Language", "es")
		if got, _ := h.joined.Load(made["id"]); got != want {
			t.Errorf("%s: %+v, want %+v", said, got, want)
		}
	}
}

func TestFromSetupToAColleagueWhoReplacesTheFirstPassword(t *testing.T) {
	h := newHouse(t)
	handler := h.mounted()
	ada, olga := h.browser(handler), h.browser(handler)
	want(t, ada.call(200, "GET", "/api/v1/setup/state", ""), "set_up", false)
	token := h.setupToken()
	body := fmt.Sprintf(`{"token":%q,"name":"Ada","email":"ada@balcao.test","password":%q,"company_name":"Acme","locale":"pt-BR"}`, token, goodPassword)
	want(t, ada.call(201, "POST", "/api/v1/setup", body), "role", "administrator", "locale", "pt-BR")
	want(t, olga.call(410, "POST", "/api/v1/setup", body), "code", "setup_gone")
	want(t, ada.call(200, "GET", "/api/v1/me", ""), "email", "ada@balcao.test", "must_change", false)
	steps := ada.call(200, "GET", "/api/v1/getting-started", "")["steps"].([]any)
	want(t, steps[0].(map[string]any), "id", "name", "done", true)

	made := ada.call(201, "POST", "/api/v1/accounts", fmt.Sprintf(`{"email":"olga@acme.example","name":"Olga","role":"operator","password":%q,"must_change":true}`, goodPassword))
	want(t, made, "role", "operator", "state", "active", "must_change", true, "email", "olga@acme.example")
	want(t, ada.call(409, "POST", "/api/v1/accounts", fmt.Sprintf(`{"email":"OLGA@acme.example","name":"O","role":"operator","password":%q}`, goodPassword)), "code", "email_taken", "field", "email")

	want(t, olga.signIn("olga@acme.example", goodPassword), "must_change", true)
	want(t, olga.call(403, "GET", "/api/v1/accounts", ""), "code", "must_change")
	want(t, olga.call(403, "GET", "/api/v1/settings", ""), "code", "must_change")
	want(t, olga.call(200, "PATCH", "/api/v1/me", `{"locale":"es","time_zone":"America/Sao_Paulo"}`), "locale", "es", "time_zone", "America/Sao_Paulo")
	change := fmt.Sprintf(`{"current":%q,"password":"Outra-senh4-boa","password_confirmation":"Outra-senh4-boa"}`, goodPassword)
	olga.call(204, "POST", "/api/v1/me/password", change)
	want(t, olga.call(200, "GET", "/api/v1/settings", ""), "name", "Acme")
	want(t, olga.call(200, "GET", "/api/v1/me", ""), "must_change", false)

	ada.call(200, "POST", "/api/v1/accounts/"+made["id"].(string)+"/disable", `{}`)
	olga.call(401, "GET", "/api/v1/me", "")
	want(t, ada.call(200, "POST", "/api/v1/accounts/"+made["id"].(string)+"/enable", `{}`), "state", "active")
	olga.signIn("olga@acme.example", "Outra-senh4-boa")
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	h := newHouse(t)
	handler := h.mounted()
	a := h.person("olga@acme.example", actor.Operator)
	here, there, elsewhere := h.browser(handler), h.browser(handler), h.browser(handler)
	for _, b := range []*browser{here, there, elsewhere} {
		b.signIn(a.Email, goodPassword)
	}
	items := here.call(200, "GET", "/api/v1/me/sessions", "")["items"].([]any)
	if len(items) != 3 {
		t.Fatal(items)
	}
	for _, item := range items {
		s := item.(map[string]any)
		if _, ok := s["hash"]; ok {
			t.Error("the hash is shown")
		}
		if s["current"] == false {
			here.call(204, "DELETE", "/api/v1/me/sessions/"+s["id"].(string), "")
			break
		}
	}
	here.call(404, "DELETE", "/api/v1/me/sessions/unknown", "")
	there.call(401, "GET", "/api/v1/me", "")
	elsewhere.call(200, "GET", "/api/v1/me", "")
	here.call(204, "DELETE", "/api/v1/me/sessions?others=1", "")
	elsewhere.call(401, "GET", "/api/v1/me", "")
	secret := here.cookies["balcao_session"]
	here.call(204, "DELETE", "/api/v1/session", "")
	delete(here.cookies, "balcao_device") // knows the browser, opens nothing
	if len(here.cookies) != 0 {
		t.Errorf("cookies left: %v", here.cookies)
	}
	here.cookies["balcao_session"] = secret
	here.call(401, "GET", "/api/v1/me", "")
}

func TestASessionOfSomebodyElseIsMissing(t *testing.T) {
	h := newHouse(t)
	handler := h.mounted()
	a, b := h.person("a@acme.example", actor.Customer), h.person("b@acme.example", actor.Customer)
	other, mine := h.browser(handler), h.browser(handler)
	other.signIn(a.Email, goodPassword)
	mine.signIn(b.Email, goodPassword)
	mine.call(404, "DELETE", "/api/v1/me/sessions/"+h.sessions(a.ID)[0].ID, "")
	mine.call(404, "GET", "/api/v1/accounts/"+a.ID, "")
	mine.call(200, "GET", "/api/v1/accounts/"+b.ID, "")
	other.call(200, "GET", "/api/v1/me", "")
}

func TestRefusalsNameTheFieldAndTheReasonInThePersonsLanguage(t *testing.T) {
	h := newHouse(t)
	h.person("ada@acme.example", actor.Administrator)
	ada := h.browser(h.mounted())
	want(t, ada.call(422, "POST", "/api/v1/session", `{"password":"x"}`), "code", "required", "field", "email")
	want(t, ada.call(422, "POST", "/api/v1/session", `{"email":"x"}`), "code", "required", "field", "password")
	want(t, ada.call(400, "POST", "/api/v1/session", `{`), "code", "bad_json")
	want(t, ada.call(401, "POST", "/api/v1/session", `{"email":"ada@acme.example","password":"x"}`, "Accept-Language", "pt-BR"),
		"code", "bad_credentials", "detail", "E-mail ou senha incorretos.")
	ada.signIn("ada@acme.example", goodPassword)
	for body, field := range map[string]string{
		`{"name":"x","role":"operator","password":"Corret0-cavalo"}`:                                   "email",
		`{"email":"x@y.com","role":"operator","password":"Corret0-cavalo"}`:                            "name",
		`{"email":"x@y.com","name":"x","password":"Corret0-cavalo"}`:                                   "role",
		`{"email":"x@y.com","name":"x","role":"system","password":"Corret0-cavalo"}`:                   "role",
		`{"email":"x@y.com","name":"x","role":"operator"}`:                                             "password",
		`{"email":"x@y.com","name":"x","role":"operator","password":"Corret0-cavalo","time_zone":"x"}`: "time_zone",
		`{"email":"x@y.com","name":"x","role":"operator","password":"Corret0-cavalo","phone":"<b>"}`:   "phone",
		`{"email":"x@y.com","name":"x\u202e","role":"operator","password":"Corret0-cavalo"}`:           "name",
		`{"email":"x@y.com","name":"x","role":"operator","password":"Corret0-cavalo","admin":true}`:    "admin",
	} {
		want(t, ada.call(422, "POST", "/api/v1/accounts", body), "field", field)
	}
	want(t, ada.call(422, "PATCH", "/api/v1/me", `{"locale":"fr"}`), "field", "locale")
	want(t, ada.call(422, "GET", "/api/v1/accounts?role=king", ""), "field", "role")
	ada.call(404, "GET", "/api/v1/accounts/nobody", "")
	ada.call(404, "POST", "/api/v1/accounts/nobody/disable", "{}")
}

func TestRoutesAreForTheRolesTheyName(t *testing.T) {
	h := newHouse(t)
	handler := h.mounted()
	nobody := h.browser(handler)
	people := map[string]*browser{"nobody": nobody}
	for role, name := range map[actor.Role]string{actor.Customer: "customer", actor.Operator: "operator", actor.Administrator: "administrator"} {
		a := h.person(name+"@acme.example", role)
		people[name] = h.browser(handler)
		people[name].signIn(a.Email, goodPassword)
	}
	for path, cells := range map[string]map[string]int{
		"/api/v1/me":              {"nobody": 401, "customer": 200, "operator": 200, "administrator": 200},
		"/api/v1/me/sessions":     {"nobody": 401, "customer": 200, "operator": 200, "administrator": 200},
		"/api/v1/accounts":        {"nobody": 401, "customer": 403, "operator": 200, "administrator": 200},
		"/api/v1/settings":        {"nobody": 401, "customer": 403, "operator": 200, "administrator": 200},
		"/api/v1/settings/public": {"nobody": 200, "customer": 200, "operator": 200, "administrator": 200},
		"/api/v1/audit":           {"nobody": 401, "customer": 403, "operator": 403, "administrator": 200},
		"/api/v1/getting-started": {"nobody": 401, "customer": 403, "operator": 403, "administrator": 200},
	} {
		for name, status := range cells {
			people[name].call(status, "GET", path, "")
		}
	}
	people["operator"].call(403, "POST", "/api/v1/accounts", "{}")
	people["operator"].call(403, "PATCH", "/api/v1/settings", "{}")
	nobody.call(401, "DELETE", "/api/v1/session", "")
}

func TestSettingsChangeOnlyForWhoSawTheLastOnes(t *testing.T) {
	h := newHouse(t)
	h.person("ada@acme.example", actor.Administrator)
	ada := h.browser(h.mounted())
	ada.signIn("ada@acme.example", goodPassword)
	want(t, ada.call(200, "GET", "/api/v1/settings", ""), "name", "Balcão", "hue", 250, "require_cover", nil)
	tag := ada.header.Get("ETag")
	got := ada.call(200, "PATCH", "/api/v1/settings", `{"name":"Acme","hue":0,"time_zone":"America/Sao_Paulo","require_cover":true,"support_email":"help@acme.example"}`, "If-Match", tag)
	want(t, got, "name", "Acme", "hue", 360, "require_cover", true, "support_email", "help@acme.example")
	want(t, ada.call(412, "PATCH", "/api/v1/settings", `{"name":"Other"}`, "If-Match", tag), "code", "stale")
	want(t, ada.call(200, "PATCH", "/api/v1/settings", `{"require_cover":null}`), "require_cover", nil, "name", "Acme")
	want(t, ada.call(422, "PATCH", "/api/v1/settings", `{"require_cover":"yes"}`), "field", "require_cover")
	want(t, ada.call(422, "PATCH", "/api/v1/settings", `{"hue":361}`), "field", "hue")
	want(t, h.browser(ada.handler).call(200, "GET", "/api/v1/settings/public", ""), "name", "Acme")
	items := ada.call(200, "GET", "/api/v1/audit?verb=settings.change", "")["items"].([]any)
	if len(items) != 2 {
		t.Fatal(items)
	}
	entry := items[0].(map[string]any)
	want(t, entry, "object", "settings", "role", "administrator")
	want(t, entry["actor"].(map[string]any), "name", "Olga Prado")
}

func TestAccountsAreListedByNameInPagesAndFound(t *testing.T) {
	h := newHouse(t)
	for i, name := range []string{"Eva", "Ágata", "caio", "Bia", "Davi"} {
		role := actor.Customer
		if i%2 == 0 {
			role = actor.Operator
		}
		if _, err := h.CreateAccount(t.Context(), system, NewAccount{Email: fmt.Sprintf("p%d@acme.example", i), Name: name, Password: goodPassword, Role: role}); err != nil {
			t.Fatal(err)
		}
	}
	ada := h.browser(h.mounted())
	ada.signIn("p0@acme.example", goodPassword)
	names := func(query string) (all []string) {
		cursor := ""
		for {
			page := ada.call(200, "GET", "/api/v1/accounts?"+query+"&cursor="+cursor, "")
			for _, item := range page["items"].([]any) {
				all = append(all, item.(map[string]any)["name"].(string))
			}
			next, more := page["next"].(string)
			if !more {
				return all
			}
			cursor = next
		}
	}
	for query, wanted := range map[string]string{
		"limit=2": "[Bia caio Davi Eva Ágata]", "limit=1&role=operator": "[caio Davi Eva]", "q=agata": "[Ágata]", "limit=1&q=A": "[Bia caio Davi Eva Ágata]",
		"q=p3@": "[Bia]", "q=zzz": "[]", "limit=2&role=customer&q=i": "[Bia]",
	} {
		if got := fmt.Sprint(names(query)); got != wanted {
			t.Errorf("%s: %s, want %s", query, got, wanted)
		}
	}
}

func TestTooManyKnocksOfOneAddressAreAskedToComeBack(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.SignIns = 30 })
	a := h.person("olga@acme.example", actor.Operator)
	b := h.browser(h.mounted())
	for range 30 {
		b.signIn(a.Email, goodPassword)
	}
	want(t, b.call(429, "POST", "/api/v1/session", `{"email":"x@y.com","password":"x"}`), "code", "rate_limited")
	if b.header.Get("Retry-After") == "" {
		t.Error("without Retry-After")
	}
}

func TestSignInFromAnotherSiteIsRefused(t *testing.T) {
	h := newHouse(t)
	b := h.browser(h.mounted())
	b.call(403, "POST", "/api/v1/session", `{"email":"x@y.com","password":"x"}`, "Sec-Fetch-Site", "cross-site")
}
