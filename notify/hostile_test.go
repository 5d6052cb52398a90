package notify

import (
	"bytes"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
)

// injections try to begin a header, another mail, or another command.
var injections = []string{
	"x\r\nBcc: victim@example.com", "x\nBcc: victim@example.com", "x\rBcc: victim@example.com", "x\r\n\r\n<script>alert(1)</script>",
	"\r\n.\r\nMAIL FROM:<evil@example.com>", "x\u2028Bcc: victim@example.com", "x\u0085Bcc: victim@example.com", "x\x00\x0b\x0cBcc: victim@example.com",
	"=?utf-8?q?x=0D=0ABcc:_victim@example.com?=", `x" <victim@example.com>, "`, "victim@example.com, x", strings.Repeat("ã", 3000) + "\r\nBcc: victim@example.com",
	"x\xff\xfe\r\nBcc: victim@example.com", "RCPT TO:<victim@example.com>",
}

// allowed are the only headers a mail of ours has.
var allowed = []string{
	"Auto-Submitted", "Content-Type", "Date", "From", "In-Reply-To", "Message-Id", "Mime-Version", "References", "Subject", "To", "X-Auto-Response-Suppress",
}

func checkEnvelope(t *testing.T, m taken, what string) {
	t.Helper()
	if m.to != "caio@acme.example" || m.from != "support@balcao.example" {
		t.Errorf("%s: from %q to %q", what, m.from, m.to)
	}
	for name, values := range m.head {
		if !slices.Contains(allowed, name) || len(values) != 1 {
			t.Errorf("%s: header %s: %q", what, name, values)
		}
		if len(strings.Join(values, "")) > 8000 {
			t.Errorf("%s: header %s has %d bytes", what, name, len(strings.Join(values, "")))
		}
	}
	for _, name := range []string{"From", "To"} {
		list, err := m.head.AddressList(name)
		if err != nil || len(list) != 1 {
			t.Errorf("%s: %s is %q: %v", what, name, m.head.Get(name), err)
		}
	}
	head, _, _ := strings.Cut(m.raw, "\r\n\r\n")
	for line := range strings.SplitSeq(head, "\r\n") {
		if strings.ContainsAny(line, "\r\n\x00") || len(line) > 998 {
			t.Errorf("%s: a header line %q", what, line)
		}
	}
}

func TestNoFieldThatPeopleFillReachesAHeaderOrAnotherReader(t *testing.T) {
	for i, evil := range injections {
		server, h := serveMail(t), newHouse(t)
		h.uses(server)
		caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
		h.sets(SettingsChange{FromName: new(cutTo(evil, 90))})
		h.quotes["q"] = Quote{Author: evil, Text: evil, Files: []string{evil}}
		h.links["l"] = "/x#" + evil
		one := store.Notice{
			To: []string{"account/" + caio.ID}, Kind: "ticket.replied", URL: "/tickets/" + evil, Quote: "q", Thread: "ticket/" + evil,
			Args: map[string]string{"number": evil, "title": evil, "by": evil, evil: evil},
		}
		h.happens(one, store.Notice{
			To: []string{"account/" + caio.ID}, Kind: "invitation", Link: "l", Args: map[string]string{"name": evil, "company": evil, "by": evil},
		})
		h.sends()
		if n := len(server.mails()); n != 2 {
			t.Fatalf("%q: %d mails, the failed are %+v", evil, n, h.outbox(Failed))
		}
		for _, m := range server.mails() {
			checkEnvelope(t, m, "injection "+itoa(i))
		}
	}
}

func FuzzAHeaderIsOneLineWhateverComesToIt(f *testing.F) {
	for _, evil := range injections {
		f.Add(evil)
	}
	f.Fuzz(func(t *testing.T, evil string) {
		evil = cutTo(evil, 250)
		l := letter{
			id: "1@balcao.example", at: time.Unix(0, 0), subject: evil, text: evil, html: evil,
			from: mail.Address{Name: evil, Address: "support@balcao.example"}, to: mail.Address{Name: evil, Address: "caio@acme.example"},
		}
		var b bytes.Buffer
		if _, err := l.message().WriteTo(&b); err != nil {
			t.Fatalf("%q: %v", evil, err)
		}
		m := taken{raw: b.String(), from: "support@balcao.example", to: "caio@acme.example"}
		if err := m.read(); err != nil {
			t.Fatalf("%q: %v", evil, err)
		}
		checkEnvelope(t, m, evil)
	})
}

func FuzzNamesThatStrangersChooseLeadNowhere(f *testing.F) {
	f.Add("www.evil.example://x")
	link := regexp.MustCompile(`://|[\pL\pN]\.[\pL\pN]`)
	f.Fuzz(func(t *testing.T, name string) {
		if got := defused(name); link.MatchString(got) {
			t.Errorf("%q becomes %q", name, got)
		}
	})
}

func cutTo(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[len(r)-n:])
	}
	return s
}

var markup = regexp.MustCompile(`(?i)<(script|img|iframe|svg|object|embed|form|input|link|base|math|video|a)\b|\son[a-z]+\s*=|javascript:`)

func TestHostileNamesAndTextsAreHarmlessInBothParts(t *testing.T) {
	for _, evil := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</p></td><iframe src=//evil.example>`, `<a href="javascript:alert(1)">x</a>`,
		`{{.Home}}`, `{{template "x"}}`, `javascript:alert(1)`, `<svg/onload=alert(1)>`, `]]><!--`, `' onmouseover='alert(1)`, `<base href="https://evil.example/">`,
	} {
		server, h := serveMail(t), newHouse(t)
		h.uses(server)
		caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
		h.quotes["q"] = Quote{Author: evil, Text: evil, Files: []string{evil}}
		h.happens(store.Notice{
			To: []string{"account/" + caio.ID}, Kind: "ticket.replied", URL: "/tickets/7", Quote: "q", Args: map[string]string{"number": "7", "title": evil, "by": evil},
		})
		h.sends()
		m := server.only()
		body := m.html
		for _, ours := range []string{
			`<a href="https://balcao.example/tickets/7" style=`, `<a href="https://balcao.example" style=`, `<a href="https://balcao.example/profile#notices" style=`,
		} {
			if strings.Count(body, ours) == 0 {
				t.Errorf("%q: the html lacks %s", evil, ours)
			}
			body = strings.ReplaceAll(body, ours, "")
		}
		// What is left of a tag that was made harmless is text: it has &lt; before it.
		if found := markup.FindString(strings.ReplaceAll(body, "&lt;", "\u2039")); found != "" && !harmless(found, body) {
			t.Errorf("%q: the html holds %q:\n%s", evil, found, body)
		}
		if strings.Contains(m.text, "https://balcao.example\nhttps") {
			t.Errorf("%q was run as a template", evil)
		}
	}
}

// harmless tells whether what looks like an attribute or a scheme stands in
// text, not inside a tag.
func harmless(found, body string) bool {
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(body, -1) {
		if strings.Contains(tag, found) {
			return false
		}
	}
	return true
}

func TestNamesThatStrangersChooseLeadNowhere(t *testing.T) {
	link := regexp.MustCompile(`(?i)(https?|ftp|[a-z]+)://[^\s\x{2060}]|www\.[^\s\x{2060}]|[a-z0-9]\.[a-z]{2,}`)
	for _, evil := range []string{
		"Go to https://evil.example/login now", "www.evil.example", "evil.example", "Call evil.com/win?x=1", "HTTP://EVIL.EXAMPLE", "ftp://evil.example", "a.b.c.evil.io", "wWw.evil.example",
	} {
		if got := defused(evil); link.MatchString(got) {
			t.Errorf("%q becomes %q, which leads somewhere", evil, got)
		} else if strings.ReplaceAll(got, "\u2060", "") != evil {
			t.Errorf("%q is shown as %q", evil, got)
		}
	}
	for _, fine := range []string{"Dr. Olga Prado", "João & Filhos Ltda.", "J. R. R. Tolkien"} {
		if got := defused(fine); got != fine {
			t.Errorf("%q becomes %q", fine, got)
		}
	}
}

func TestAnAddressNobodyHasProvedIsNotToldWhatWasWritten(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	vera := h.visitor("vera@example.com", "Vera")
	h.quotes["conversation/1/message/2"] = Quote{Author: "Olga", Text: "Your password is tulip"}
	h.links["answer/1"] = "/chat/answer#CODE"
	h.happens(
		store.Notice{To: []string{vera}, Kind: "chat.waiting", Link: "answer/1"},
		store.Notice{To: []string{vera}, Kind: "chat.answer", Quote: "conversation/1/message/2", Link: "answer/1", Args: map[string]string{"by": "Olga", "subject": "Import"}},
	)
	h.sends()
	if len(server.mails()) != 2 {
		t.Fatalf("%d mails", len(server.mails()))
	}
	for _, m := range server.mails() {
		mustLack(t, "the mail", m.text+m.html, "tulip")
		mustContain(t, "the mail", m.text, "https://balcao.example/chat/answer#CODE")
	}
}

func TestLinksInMailsBeginWithTheConfiguredAddress(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
	bad := []string{"https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil.example", "/a\r\nX: y", "/a b"}
	for _, url := range bad {
		h.appends(store.Notice{To: []string{"account/" + caio.ID}, Kind: "password.changed", URL: url})
	}
	h.links["l"] = "//evil.example/#CODE"
	h.happens(store.Notice{To: []string{"account/" + caio.ID}, Kind: "password.reset", Link: "l"})
	h.sends()
	if len(server.mails()) != len(bad)+1 {
		t.Fatalf("%d mails", len(server.mails()))
	}
	for _, m := range server.mails() {
		mustLack(t, "the mail", m.text+m.html, "evil", "javascript")
	}
	for _, n := range h.feed(caio, "en") {
		if n.URL != "" {
			t.Errorf("a line of the feed leads to %q", n.URL)
		}
	}
}

func TestANameWithACommaIsOneAddressee(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Lima, Caio <x@example.com>", "en", actor.Customer)
	h.happens(replied("account/" + caio.ID))
	h.sends()
	list, err := server.only().head.AddressList("To")
	if err != nil || len(list) != 1 || *list[0] != (mail.Address{Name: "Lima, Caio <x@example.com>", Address: "caio@acme.example"}) {
		t.Errorf("To is %v, %v", list, err)
	}
}
