package accounts

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func (h *house) setupToken() string {
	h.t.Helper()
	link, err := h.SetupLink(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	base, token, ok := strings.Cut(link, "#")
	if !ok || base != "http://127.0.0.1:8080/setup" {
		h.t.Fatalf("link %q", link)
	}
	return token
}

func aSetup(token string) Setup {
	return Setup{
		Token: token, Name: "Ada", Email: "ada@balcao.test", Password: goodPassword, Confirmation: goodPassword,
		CompanyName: "Acme", Locale: "pt-BR",
	}
}

func TestTheSetupLinkMakesOneAdministratorUnderFiftyParallelCalls(t *testing.T) {
	h := newHouse(t)
	token := h.setupToken()
	var made, gone atomic.Int32
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			a, grant, err := h.FinishSetup(t.Context(), aSetup(token))
			switch {
			case err == nil && a.Role == actor.Administrator && h.whoHas(grant.Session).ID == a.ID:
				made.Add(1)
			case fault.Is(err, fault.Gone):
				gone.Add(1)
			default:
				t.Errorf("%+v, %v", a, err)
			}
		})
	}
	wait.Wait()
	if made.Load() != 1 || gone.Load() != 49 {
		t.Errorf("%d made, %d gone", made.Load(), gone.Load())
	}
	if link, err := h.SetupLink(t.Context()); link != "" || err != nil {
		t.Errorf("another link: %q, %v", link, err)
	}
	h.view(func(r store.Reader) error {
		s, err := SettingsOf(r)
		if !s.SetUp || s.Name != "Acme" || s.Locale != "pt-BR" {
			t.Errorf("settings %+v", s)
		}
		return err
	})
}

func TestARefusedFieldLeavesTheSetupLinkGoodAndANewStartReplacesIt(t *testing.T) {
	h := newHouse(t)
	old := h.setupToken()
	token := h.setupToken()
	for _, wrong := range []string{"", "x", old} {
		_, _, err := h.FinishSetup(t.Context(), aSetup(wrong))
		wantFault(t, err, "setup_gone", "")
	}
	for field, spoil := range map[string]func(*Setup){
		"password":              func(s *Setup) { s.Password, s.Confirmation = "Senha@123", "Senha@123" },
		"password_confirmation": func(s *Setup) { s.Confirmation = "other" },
		"email":                 func(s *Setup) { s.Email = "x" },
		"name":                  func(s *Setup) { s.Name = " " },
		"locale":                func(s *Setup) { s.Locale = "fr" },
		"company_name":          func(s *Setup) { s.CompanyName = strings.Repeat("x", 101) },
	} {
		in := aSetup(token)
		spoil(&in)
		_, _, err := h.FinishSetup(t.Context(), in)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, _, err := h.FinishSetup(t.Context(), aSetup(token)); err != nil {
		t.Error(err)
	}
}

func TestTheWayBackInWorksForAnyExistingAddress(t *testing.T) {
	h := newHouse(t)
	token := h.setupToken()
	first, err := h.FirstAdmin(t.Context(), NewAccount{Email: "ada@balcao.test", Name: "Ada", Password: goodPassword})
	if err != nil || first.Role != actor.Administrator {
		t.Fatal(err)
	}
	_, _, err = h.FinishSetup(t.Context(), aSetup(token))
	wantFault(t, err, "setup_gone", "")
	c := h.person("olga@acme.example", actor.Customer)
	if _, err := h.SetDisabled(t.Context(), system, c.ID, true); err != nil {
		t.Fatal(err)
	}
	again, err := h.FirstAdmin(t.Context(), NewAccount{Email: "OLGA@acme.example", Name: "Olga", Password: "Outra-senh4-boa"})
	if err != nil || again.ID != c.ID {
		t.Fatalf("%+v, %v", again, err)
	}
	got, _, err := h.signIn(c.Email, "Outra-senh4-boa")
	if err != nil || got.Role != actor.Administrator || got.State != Active || got.MustChange {
		t.Errorf("%+v, %v", got, err)
	}
	if _, joined := h.joined.Load(c.ID); !joined {
		t.Error("the new staff account joined nothing")
	}
}

func TestGettingStartedShowsWhatIsDone(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Progress = func(store.Reader) map[string]bool { return map[string]bool{"sites": true} }
	})
	done := func() (s string) {
		h.view(func(r store.Reader) error {
			steps, err := h.GettingStarted(r)
			for _, step := range steps {
				if step.Done {
					s += step.ID + " "
				}
			}
			return err
		})
		return s
	}
	if got := done(); got != "sites " {
		t.Errorf("at first %q", got)
	}
	if _, _, err := h.FinishSetup(t.Context(), aSetup(h.setupToken())); err != nil {
		t.Fatal(err)
	}
	if got := done(); got != "name language sites " {
		t.Errorf("after setup %q", got)
	}
	h.person("olga@acme.example", actor.Operator)
	if got := done(); got != "name language team sites " {
		t.Errorf("with a colleague %q", got)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := newHouse(t)
	a := h.person("ada@acme.example", actor.Administrator)
	b := h.person("bia@acme.example", actor.Administrator)
	role := "operator"
	if _, err := h.SetDisabled(t.Context(), system, b.ID, true); err != nil {
		t.Fatal(err)
	}
	_, err := h.SetDisabled(t.Context(), system, a.ID, true)
	wantFault(t, err, "last_administrator", "")
	_, err = h.ChangeAccount(t.Context(), system, a.ID, AccountChange{Role: &role})
	wantFault(t, err, "last_administrator", "")
	if _, err := h.SetDisabled(t.Context(), system, b.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := h.ChangeAccount(t.Context(), system, a.ID, AccountChange{Role: &role}); err != nil {
		t.Error(err)
	}
}

func TestCoverIsNotRequiredUntilTheSettingSaysSo(t *testing.T) {
	h := newHouse(t)
	required := func() (yes bool) {
		h.view(func(r store.Reader) (err error) { yes, err = CoverRequired(r); return err })
		return yes
	}
	if required() {
		t.Error("required at first")
	}
	on := true
	change := SettingsChange{RequireCover: Choice{Said: true, Value: &on}}
	if _, err := h.ChangeSettings(t.Context(), system, change, func(Settings) error { return nil }); err != nil || !required() {
		t.Errorf("not required though set: %v", err)
	}
	h.view(func(r store.Reader) error {
		c, err := CoverOf(r, time.Now(), "account/x", "")
		if c.State != Unlicensed {
			t.Errorf("cover %+v", c)
		}
		return err
	})
}
