package accounts

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"balcao/actor"
	"balcao/store"
)

// page asks for a page, or sends its form when there are pairs of name and
// value, and returns it with the place it leads to.
func (b *browser) page(status int, path string, form ...string) (body, to string) {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if len(form) > 0 {
		values := url.Values{}
		for i := 0; i+1 < len(form); i += 2 {
			values.Set(form[i], form[i+1])
		}
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := b.send(status, r)
	return w.Body.String(), w.Header().Get("Location")
}

func holds(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, one := range all {
		if !strings.Contains(page, one) {
			t.Errorf("the page lacks %s", one)
		}
	}
}

func TestSigningInLeadsToThePageAskedForAndNeverOutOfTheHouse(t *testing.T) {
	h := newHouse(t)
	h.person("olga@acme.example", actor.Customer)
	handler := h.mounted()
	for asked, want := range map[string]string{
		"": "/profile", "/tickets/3?x=1": "/tickets/3?x=1",
		"//evil.example/": "/profile", "https://evil.example/": "/profile", `/\evil.example`: "/profile", "javascript:alert(1)": "/profile", "/a\r\nSet-Cookie: x=1": "/profile",
	} {
		_, to := h.browser(handler).page(303, "/sign-in", "email", "olga@acme.example", "password", goodPassword, "return", asked)
		if to != want {
			t.Errorf("asked for %q, sent to %q", asked, to)
		}
	}
}

func TestARefusedSignInKeepsTheAddressAndNeverThePassword(t *testing.T) {
	h := newHouse(t)
	h.person("olga@acme.example", actor.Customer)
	page, _ := h.browser(h.mounted()).page(401, "/sign-in", "email", "olga@acme.example", "password", "wrong-Word-7", "remember", "1", "return", "/chats")
	holds(t, page, `value="olga@acme.example"`, `role="alert"`, `aria-describedby="sign-in-error"`, `value="/chats"`, " checked")
	if strings.Contains(page, "wrong-Word-7") {
		t.Error("the page shows the password")
	}
}

func TestSigningOutNeedsTheForm(t *testing.T) {
	h := newHouse(t)
	h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn("olga@acme.example", goodPassword)
	if _, to := b.page(303, "/sign-out"); to != "/profile" {
		t.Errorf("a link led to %s", to)
	}
	b.page(200, "/profile")
	if _, to := b.page(303, "/sign-out", "x", ""); to != "/" {
		t.Errorf("the form led to %s", to)
	}
	if _, to := b.page(303, "/profile"); !strings.HasPrefix(to, "/sign-in?return=") {
		t.Errorf("still signed in: %s", to)
	}
}

func TestARefusedProfileKeepsWhatWasTypedAndSaysItBesideTheField(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn("olga@acme.example", goodPassword)
	page, _ := b.page(422, "/profile", "name", "Olga <Brandt>", "job_title", "Treasurer", "phone", "abc", "locale", "en", "time_zone", "Europe/Oslo")
	holds(t, page, `value="Olga &lt;Brandt&gt;"`, `value="Treasurer"`, `value="abc"`, `id="phone-error"`, `aria-describedby="phone-error"`, `aria-invalid="true"`, `value="Europe/Oslo" selected`)
	_, to := b.page(303, "/profile", "name", "Olga Brandt", "job_title", "Treasurer", "phone", "+47 22 00 00 00", "locale", "en", "time_zone", "Asia/Tashkent")
	page, _ = b.page(200, to)
	holds(t, page, `role="status"`, `value="Treasurer"`, `value="Asia/Tashkent" selected`)
	page, _ = b.page(422, "/profile/password", "current", "not it", "password", "Her-Own-Word-7", "password_confirmation", "Her-Own-Word-7")
	holds(t, page, `<details class="fold" open>`, `id="current-error"`)
	if got, _, err := h.signIn(a.Email, goodPassword); err != nil || got.Name != "Olga Brandt" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAFirstPasswordIsAllThatItsPageShows(t *testing.T) {
	h := newHouse(t)
	_, err := h.CreateAccount(t.Context(), system, NewAccount{Email: "olga@acme.example", Name: "Olga", Role: actor.Operator, Password: goodPassword, MustChange: true})
	if err != nil {
		t.Fatal(err)
	}
	b := h.browser(h.mounted())
	if _, to := b.page(303, "/sign-in", "email", "olga@acme.example", "password", goodPassword, "return", "/console/inbox"); to != "/profile?must_change=1" {
		t.Errorf("sent to %s", to)
	}
	page, _ := b.page(200, "/profile?must_change=1")
	holds(t, page, `action="/profile/password"`, `action="/sign-out"`)
	if strings.Contains(page, `action="/profile"`) || strings.Contains(page, `href="/console"`) {
		t.Error("the page leads elsewhere")
	}
	if _, to := b.page(303, "/profile/password", "current", goodPassword, "password", "Her-Own-Word-7", "password_confirmation", "Her-Own-Word-7"); to != "/console" {
		t.Errorf("then sent to %s", to)
	}
}

func TestAMistypedSetupCodeKeepsTheFormAndAWholeLinkIsUnderstood(t *testing.T) {
	h := newHouse(t)
	token := h.setupToken()
	b := h.browser(h.mounted())
	form := []string{"company_name", "Acme Support", "locale", "pt-BR", "name", "Ada", "email", "ada@balcao.test", "password", goodPassword, "time_zone", "America/Sao_Paulo"}
	page, _ := b.page(410, "/setup", append(form, "token", "mistyped")...)
	holds(t, page, `value="mistyped"`, `id="token-error"`, `value="Acme Support"`, `value="ada@balcao.test"`, `value="pt-BR" lang="pt-BR" selected`)
	if _, to := b.page(303, "/setup", append(form, "token", " http://127.0.0.1:8080/setup#"+token+" ")...); to != "/console/getting-started" {
		t.Errorf("sent to %s", to)
	}
	h.joined.Range(func(_, first any) bool {
		if first != (Names{Department: "Suporte", Site: "Acme Support"}) {
			t.Errorf("the house starts with %+v", first)
		}
		return true
	})
	page, _ = b.page(200, "/setup")
	if strings.Contains(page, `action="/setup"`) {
		t.Error("the form is still there")
	}
	page, _ = b.page(410, "/setup", append(form, "token", token)...)
	if strings.Contains(page, `action="/setup"`) {
		t.Error("the form is there for a used code")
	}
}

func TestZonesStandFromWestToEastAndHoldTheChosenOne(t *testing.T) {
	h := newHouse(t)
	seen := map[string]string{}
	for _, group := range zonesFor("Asia/Kathmandu", h.clock()) {
		for _, z := range group.Zones {
			seen[z.Name] = z.Label
		}
	}
	for name, want := range map[string]string{"Asia/Kathmandu": "Kathmandu (GMT+5:45)", "America/Sao_Paulo": "São Paulo (GMT−3)", "America/Argentina/Buenos_Aires": "Buenos Aires (GMT−3)", "UTC": "UTC (GMT)"} {
		if seen[name] != want {
			t.Errorf("%s is %q, want %q", name, seen[name], want)
		}
	}
	groups := zonesFor("", h.clock())
	if groups[1].Area != "America" || groups[1].Zones[0].Name != "America/Los_Angeles" {
		t.Errorf("%+v", groups[1])
	}
}

func TestADeviceIsNamedAsFarAsItIsKnown(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36": "Chrome · Linux",
		"curl/8.5.0": "curl",
		"node":       "", // the page has words for it
	} {
		if got := deviceName(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}

func TestTheProfileKeepsWhichNoticesComeByWhichWay(t *testing.T) {
	kept := []NoticeChoice{{"ticket.replied", true, true}, {"ticket.status", true, false}}
	h := newHouse(t, func(o *Options) {
		o.NoticeChoices = func(store.Reader, actor.Actor) ([]NoticeChoice, error) { return kept, nil }
		o.ChooseNotices = func(_ store.Tx, _ actor.Actor, chosen []NoticeChoice) error { kept = chosen; return nil }
	})
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn(a.Email, goodPassword)
	page, _ := b.page(200, "/profile")
	holds(t, page, `name="feed" value="ticket.replied" checked`, `name="mail" value="ticket.replied" checked`, `name="mail" value="ticket.status">`)
	b.page(303, "/profile", "name", "Olga", "notice", "ticket.status", "mail", "ticket.status")
	if len(kept) != 1 || kept[0] != (NoticeChoice{"ticket.status", false, true}) {
		t.Errorf("kept %+v", kept)
	}
	b.page(303, "/profile", "name", "Olga Maria")
	if len(kept) != 1 {
		t.Errorf("a form without the table changed it: %+v", kept)
	}
	page, _ = b.page(422, "/profile", "name", "", "notice", "ticket.status", "feed", "ticket.status")
	holds(t, page, `name="feed" value="ticket.status" checked`, `name="mail" value="ticket.status">`)
}

func TestRememberMeFillsInTheAddressNextTimeAndOnlyThen(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	filled := func() bool {
		page, _ := b.page(200, "/sign-in")
		return strings.Contains(page, `value="`+a.Email+`"`) && strings.Contains(page, " checked")
	}
	b.page(303, "/sign-in", "email", a.Email, "password", goodPassword, "remember", "1")
	b.page(303, "/sign-out", "x", "y")
	if !filled() {
		t.Error("the address is not filled in")
	}
	b.page(303, "/sign-in", "email", a.Email, "password", goodPassword)
	b.page(303, "/sign-out", "x", "y")
	if filled() {
		t.Error("the address is filled in for somebody who did not ask for it")
	}
	b.cookies[emailCookie] = "PHNjcmlwdD4"
	if page, _ := b.page(200, "/sign-in"); strings.Contains(page, "script&gt;") {
		t.Error("what is no address is shown")
	}
}
