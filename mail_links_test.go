package main

import (
	"io"
	"mime/quotedprintable"
	"regexp"
	"strings"
	"testing"
)

// TestTheLinksInMailsOpenWhatTheyPromise follows an invitation and a lost
// password by what is in the mails alone.
func TestTheLinksInMailsOpenWhatTheyPromise(t *testing.T) {
	office := openPostOffice(t)
	s := serveFolder(t, newFolder(t), wide...)
	admin := s.signIn("a@balcao.test", adminPassword)
	invite := object{"email": "bia@vale-do-sol.example", "name": "Bia Souza", "role": "customer", "locale": "pt-BR"}
	if kept := admin.want(201, "POST", "/api/v1/invitations", invite); kept["link"] == nil {
		t.Error("without a mail server the answer has no link to hand over")
	}
	admin.want(200, "PATCH", "/api/v1/settings/mail", office.setting())
	code := codeIn(t, office.waits(t, "bia@vale-do-sol.example", "/invite"), s.url+"/invite#")
	invite["email"] = "davi@vale-do-sol.example"
	if sent := admin.want(201, "POST", "/api/v1/invitations", invite); sent["link"] != nil {
		t.Error("with a mail server the answer gives the link away")
	}
	office.waits(t, "davi@vale-do-sol.example", "/invite")

	bia := s.caller()
	bia.want(201, "POST", "/api/v1/invitations/redeem", object{"code": code, "password": "Copper-Lantern-7", "password_confirmation": "Copper-Lantern-7"})
	s.caller().want(410, "POST", "/api/v1/invitations/redeem", object{"code": code, "password": "Copper-Lantern-7", "password_confirmation": "Copper-Lantern-7"})
	s.caller().want(202, "POST", "/api/v1/password-resets", object{"email": "bia@vale-do-sol.example"})
	s.caller().want(202, "POST", "/api/v1/password-resets", object{"email": "nobody@vale-do-sol.example"})
	code = codeIn(t, office.waits(t, "bia@vale-do-sol.example", "/reset"), s.url+"/reset#")
	s.caller().want(200, "POST", "/api/v1/password-resets/redeem", object{"code": code, "password": "Velvet-Anchor-3", "password_confirmation": "Velvet-Anchor-3"})
	office.waits(t, "bia@vale-do-sol.example", "Sua senha foi alterada")
	for _, m := range office.took {
		if strings.Contains(m, "nobody@") {
			t.Errorf("an unknown address was sent a mail:\n%s", m)
		}
	}
}

// codeIn is the code of the link in the mail that begins like that.
func codeIn(t *testing.T, mail, link string) string {
	t.Helper()
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(mail)))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(regexp.QuoteMeta(link) + `([0-9A-Za-z_-]+)`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("no link %s in\n%s", link, text)
	}
	return string(found[1])
}
