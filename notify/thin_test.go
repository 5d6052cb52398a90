package notify

import (
	"strconv"
	"testing"
	"time"

	"balcao/actor"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestANoticeOfAnEventIsALineInTheFeedAndAMail(t *testing.T) {
	server := serveMail(t)
	h := newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Caio Lima", "pt-BR", actor.Customer)
	h.quotes["ticket/7/entry/2"] = Quote{Author: "Olga Prado", At: h.clock(), Text: "Please try **version 4**", Files: []string{"fix.zip"}}
	h.happens(replied("account/" + caio.ID))
	h.sends()

	feed := h.feed(caio, "pt-BR")
	if len(feed) != 1 || feed[0].Title != "Olga Prado respondeu na ocorrência #7: Import stops" || feed[0].URL != "/tickets/7" || feed[0].Read {
		t.Errorf("the feed is %+v", feed)
	}
	m := server.only()
	if m.from != "support@balcao.example" || m.to != "caio@acme.example" {
		t.Errorf("from %s to %s", m.from, m.to)
	}
	row := h.outbox(Sent)[0]
	for name, want := range map[string]string{
		"Subject": "[#7] Import stops", "From": "Balcão <support@balcao.example>", "To": `"Caio Lima" <caio@acme.example>`,
		"Message-Id": "<" + row.ID + "@balcao.example>", "References": "<ticket.7.thread@balcao.example>", "In-Reply-To": "<ticket.7.thread@balcao.example>",
		"Auto-Submitted": "auto-generated", "Date": h.clock().Format(time.RFC1123Z),
	} {
		if got := m.header(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	mustContain(t, "text", m.text, "Olá, Caio Lima!", "Olga Prado respondeu na ocorrência #7.", "> Please try version 4", "> [fix.\u2060zip]", "https://balcao.example/tickets/7", "/profile#notices")
	mustContain(t, "html", m.html, `<html lang="pt-BR">`, "<strong>version 4</strong>", `href="https://balcao.example/tickets/7"`, "fix.\u2060zip", accent(250))
}
