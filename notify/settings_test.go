package notify

import (
	"bytes"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func TestWithoutAMailServerMailsAreKeptAndGoOutOnceThereIsOne(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	topic := h.told(1)
	h.advance(15 * 24 * time.Hour)
	h.happens(replied(topic), replied(topic))
	h.sends()
	if kept := h.outbox(Kept); len(kept) != 3 {
		t.Fatalf("%d mails are kept", len(kept))
	}
	if _, err := h.ResendFailed(t.Context(), system); fault.Of(err).Name() != "mail_not_set_up" {
		t.Errorf("sending again without a server: %v", err)
	}
	h.uses(server)
	h.sends()
	server.onceEach(2)
	old := h.outbox(Kept)
	if len(old) != 1 {
		t.Fatalf("%d mails are kept still: what is older than 14 days is no news", len(old))
	}
	if _, err := h.Resend(t.Context(), system, old[0].ID); err != nil {
		t.Fatal(err)
	}
	h.sends()
	server.onceEach(3)
	h.sets(SettingsChange{Host: new("")})
	h.happens(replied(topic))
	h.sends()
	if len(h.outbox(Kept)) != 1 {
		t.Error("with the server taken away a mail is not kept")
	}
}

func TestThePasswordIsSealedInTheFileAndGoesWithTheHostItIsFor(t *testing.T) {
	h := newHouse(t)
	s := h.sets(SettingsChange{Host: new("mail.example"), User: new("balcao"), Password: new("s3cret-pass"), From: new("a@balcao.example")})
	if s.Password == nil || s.Port != 587 || s.Security != StartTLS {
		t.Fatalf("%+v", s)
	}
	h.view(func(r store.Reader) error {
		for _, v := range r.Ascend(store.Prefix(store.Key(tableSettings))) {
			if bytes.Contains(v, []byte("s3cret")) {
				t.Errorf("the password stands in the file: %s", v)
			}
		}
		return nil
	})
	if s = h.sets(SettingsChange{FromName: new("Help")}); s.Password == nil {
		t.Error("another name takes the password away")
	}
	if s = h.sets(SettingsChange{Host: new("evil.example")}); s.Password != nil {
		t.Error("another host gets the password of the first")
	}
	h.sets(SettingsChange{Password: new("s3cret-pass")})
	if s = h.sets(SettingsChange{Password: new("")}); s.Password != nil {
		t.Error("an empty password does not take it away")
	}
	if s = h.sets(SettingsChange{Security: new(TLS)}); s.Port != 465 {
		t.Errorf("the port of TLS is %d", s.Port)
	}
}

func TestMailSettingsAreRefusedByTheFieldAtFault(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct {
		in          SettingsChange
		field, code string
	}{
		{SettingsChange{Host: new("mail.example")}, "from", "required"},
		{SettingsChange{Host: new("mail.example\r\nX"), From: new("a@b.example")}, "host", "mail_host"},
		{SettingsChange{Host: new("mail.example:25"), From: new("a@b.example")}, "host", "mail_host"},
		{SettingsChange{Host: new("a b"), From: new("a@b.example")}, "host", "mail_host"},
		{SettingsChange{Port: new(0)}, "port", "mail_port"},
		{SettingsChange{Port: new(70000)}, "port", "mail_port"},
		{SettingsChange{Security: new("ssl3")}, "security", "mail_security"},
		{SettingsChange{User: new("a\r\nb")}, "user", "mail_user"},
		{SettingsChange{Password: new("a\nb")}, "password", "mail_password"},
		{SettingsChange{From: new("nobody")}, "from", "email_bad"},
		{SettingsChange{From: new("a@b.example\r\nBcc: x@y.example")}, "from", "email_bad"},
		{SettingsChange{Host: new("mail.example"), From: new("a@b.example"), Security: new(NoTLS), User: new("u"), Password: new("p")}, "security", "mail_password_open"},
	} {
		_, err := h.ChangeSettings(t.Context(), system, row.in, func(Settings) error { return nil })
		if f := fault.Of(err); f == nil || f.Field != row.field || f.Name() != row.code {
			t.Errorf("%+v: %v, want %s of %s", row.in, err, row.code, row.field)
		}
	}
	operator := h.person("olga@balcao.example", "Olga", "en", actor.Operator)
	if _, err := h.ChangeSettings(t.Context(), operator.Actor(), SettingsChange{Port: new(25)}, func(Settings) error { return nil }); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an operator: %v", err)
	}
}
