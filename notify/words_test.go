package notify

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/actor"
	"balcao/static"
	"balcao/store"
)

// everyArg are arguments that every kind finds its own among.
var everyArg = map[string]string{
	"name": "Olga Prado", "company": "Acme", "by": "Olga Prado", "email": "o…@acme.example", "device": "Firefox · Linux", "address": "192.0.2.7",
	"at": "2026-11-20T12:00:00Z", "state": "on", "number": "7", "title": "Import stops", "from": "open", "to": "resolved", "ticket": "9",
	"subject": "Import", "days": "30", "until": "2026-12-31",
}

var hole = regexp.MustCompile(`\{\w+\}|mail\.[a-z_.]+|notice\.[a-z_.]+|common\.[a-z_.]+`)

func TestEveryKindSpeaksEveryLanguageWhole(t *testing.T) {
	if len(kindOrder) != len(kinds) {
		t.Errorf("%d kinds are in order, %d are known", len(kindOrder), len(kinds))
	}
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	h.links["l"] = "/there#ABCDEFGHJKMNPQRSTVWXYZ0123"
	subjects := map[string][]string{}
	for _, lang := range static.Languages {
		who := h.person(lang+"@acme.example", "Caio", lang, actor.Administrator)
		for _, name := range kindOrder {
			n := store.Notice{To: []string{"account/" + who.ID}, Kind: name, Args: everyArg, URL: "/there"}
			if h.Texts.Has("mail." + name + ".code") {
				n.Link = "l"
			}
			h.appends(n)
		}
	}
	h.follows()
	h.sends()
	if len(server.mails()) != len(kinds)*len(static.Languages) {
		t.Fatalf("%d mails of %d kinds, failed are %+v", len(server.mails()), len(kinds), h.outbox(Failed))
	}
	for _, m := range server.mails() {
		what := m.to + ": " + m.header("Subject")
		if left := hole.FindString(m.header("Subject") + m.text + strings.ReplaceAll(m.html, "mail-", "")); left != "" {
			t.Errorf("%s has %q:\n%s", what, left, m.text)
		}
		subjects[m.to] = append(subjects[m.to], m.header("Subject"))
	}
	for _, lang := range static.Languages {
		for _, name := range kindOrder {
			if k := kinds[name]; !k.feed {
				continue
			}
			if !h.Texts.Has("notice."+name) || !h.Texts.Has("notice.kind."+name) {
				t.Errorf("%s has no name on the settings page or no line in the feed", name)
			}
			w := words{texts: h.Texts, lang: lang, zone: time.UTC}
			if title := w.t("notice."+name, w.args(name, everyArg)); hole.MatchString(title) {
				t.Errorf("%s: the feed says %q", lang, title)
			}
		}
	}
	if slices.Equal(subjects["en@acme.example"], subjects["es@acme.example"]) {
		t.Error("English and Spanish are the same")
	}
}

func TestTheInvitationHoldsLinkAndCodeInGroups(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Caio", "pt-BR", actor.Customer)
	h.links["invitation/1"] = "/invite#ABCDEFGHJKMNPQRSTVWXYZ0123"
	h.happens(store.Notice{To: []string{"account/" + caio.ID}, Kind: "invitation", Link: "invitation/1", Args: map[string]string{"name": "Caio", "company": "Acme", "by": "Olga"}})
	h.sends()
	m := server.only()
	mustContain(t, "text", m.text, "https://balcao.example/invite#ABCDEFGHJKMNPQRSTVWXYZ0123", "Código do convite: ABCDE-FGHJK-MNPQR-STVWX-YZ0123", "Registrar-se", "Resgatar o convite")
	mustContain(t, "html", m.html, "ABCDE-FGHJK-MNPQR-STVWX-YZ0123")
	if m.head.Get("References") != "" {
		t.Error("a mail of no thread refers to one")
	}
}

func TestDatesAndCountsAreInWords(t *testing.T) {
	h := newHouse(t)
	for lang, want := range map[string][2]string{
		"en":    {"The SLA of Acme ends in 1 day, on 31 December 2026", "The SLA of Acme ends in 30 days, on 31 December 2026"},
		"pt-BR": {"O SLA de Acme termina em 1 dia, em 31 de dezembro de 2026", "O SLA de Acme termina em 30 dias, em 31 de dezembro de 2026"},
		"es":    {"El SLA de Acme termina en 1 día, el 31 de diciembre de 2026", "El SLA de Acme termina en 30 días, el 31 de diciembre de 2026"},
	} {
		w := words{texts: h.Texts, lang: lang, zone: time.UTC}
		for i, days := range []string{"1", "30"} {
			args := w.args("cover.ending", map[string]string{"company": "Acme", "days": days, "until": "2026-12-31"})
			if got := w.t("notice.cover.ending", args); got != want[i] {
				t.Errorf("%s: %q", lang, got)
			}
		}
	}
}

func TestEveryAccentCanBeShownAndWhiteReadsOnIt(t *testing.T) {
	form := regexp.MustCompile(`^#[0-9a-f]{6}$`)
	for hue := range 361 {
		if got := accent(hue); !form.MatchString(got) {
			t.Fatalf("hue %d is %q", hue, got)
		}
		rgb, _ := oklch(0.5, 0.1, float64(hue))
		if luminance := 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2]; 1.05/(luminance+0.05) < 4.5 {
			t.Errorf("white on hue %d has a contrast of %.2f", hue, 1.05/(luminance+0.05))
		}
	}
}
