package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/tickets"
)

// story fills a fresh house with people and what they said, through the same
// verbs that the server uses, each at its own time in the past.
type story struct {
	house *house
	clock *shiftedClock
	lang  string
	ctx   context.Context //nolint:containedctx // one telling, one context
	err   error
	who   map[string]actor.Actor
}

// tell does nothing in a house that has been told the story before.
func (s *story) tell(ctx context.Context, site string) error {
	s.ctx, s.who = ctx, map[string]actor.Actor{}
	link, err := s.house.registry.SetupLink(ctx)
	if err != nil || link == "" {
		return err
	}
	s.clock.ago(9 * 24 * time.Hour)
	s.people()
	s.site(site)
	s.canned()
	s.past()
	s.today()
	s.clock.ago(0)
	return s.err
}

// person makes an account; later lines act as it by its first name.
func (s *story) person(key, name, email string, role actor.Role, title string) {
	if s.err != nil {
		return
	}
	n := accounts.NewAccount{Name: name, Email: email, Password: demoPassword, Role: role, JobTitle: title, Locale: s.lang}
	var a accounts.Account
	if role == actor.Administrator {
		a, s.err = s.house.registry.FirstAdmin(s.ctx, n)
	} else {
		a, s.err = s.house.registry.CreateAccount(s.ctx, s.who["ada"], n)
	}
	s.who[key] = a.Actor()
}

func (s *story) people() {
	s.person("ada", "Ada Nogueira", "ada@balcao.test", actor.Administrator, "")
	s.person("priya", "Priya Raman", "priya@balcao.test", actor.Supervisor, "")
	s.person("helena", "Helena Prado", "helena@balcao.test", actor.Operator, "")
	s.person("jonas", "Jonas Weber", "jonas@balcao.test", actor.Operator, "")
	s.person("anna", "Anna Lindqvist", "anna@fjordretail.test", actor.Customer, "Head of IT operations")
	s.person("rafael", "Rafael Nunes", "rafael@auroradistribuidora.test", actor.Customer, "Coordenador de logística")
	s.person("lucia", "Lucía Ortega", "lucia@grupomeseta.test", actor.Customer, "Controller")
	s.person("tom", "Tom Becker", "tom@beckermaschinenbau.test", actor.Customer, "ERP lead")
	s.person("mei", "Mei Tanaka", "mei@hoshimedical.test", actor.Customer, "Systems engineer")
}

func (s *story) site(origin string) {
	if s.err != nil {
		return
	}
	name := "Halden Support"
	if _, s.err = s.house.registry.ChangeSettings(s.ctx, s.who["ada"], accounts.SettingsChange{Name: &name, Locale: &s.lang}, func(accounts.Settings) error { return nil }); s.err != nil {
		return
	}
	origins := []string{origin}
	_, s.err = s.house.desk.ChangeSite(s.ctx, s.who["ada"], chat.DefaultSite, chat.SiteChange{Name: &name, Origins: &origins})
}

func (s *story) canned() {
	replies := []chat.Canned{
		{Name: "Hello", Shortcut: "hello", Text: "Hello {{customer.first_name}}, this is {{operator.name}}. I am looking into it now."},
		{Name: "Import returns separately", Shortcut: "returns", Text: "Hello {{customer.first_name}}, until the fix is out you can import returns in a file of their own: set Type to RET and leave the quantity positive."},
		{Name: "When a fix is released", Shortcut: "release", Text: "The fix comes with the next release. I will write to you here as soon as it can be downloaded."},
		{Name: "Restart the import service", Shortcut: "restart", Text: "Please restart the import service on the integration server. The orders that were held back follow within five minutes."},
		{Name: "Thank you and goodbye", Shortcut: "bye", Text: "Glad it works again. Have a good day, {{customer.first_name}}!"},
	}
	if s.lang == "pt-BR" {
		replies = []chat.Canned{
			{Name: "Olá", Shortcut: "ola", Text: "Olá, {{customer.first_name}}, aqui é {{operator.name}}. Já estou verificando."},
			{Name: "Reiniciar o serviço", Shortcut: "reiniciar", Text: "Por favor, reinicie o serviço de integração no servidor. Os pedidos retidos seguem em até cinco minutos."},
			{Name: "Quando sai a correção", Shortcut: "correcao", Text: "A correção sai na próxima versão. Aviso por aqui assim que estiver disponível."},
			{Name: "Até logo", Shortcut: "tchau", Text: "Que bom que voltou a funcionar. Tenha um ótimo dia, {{customer.first_name}}!"},
		}
	}
	for _, one := range replies {
		if s.err == nil {
			_, s.err = s.house.desk.KeepCanned(s.ctx, s.who["ada"], one)
		}
	}
}

// opens begins a conversation and returns its id.
func (s *story) opens(who, subject, text string) (conv string) {
	if s.err != nil {
		return ""
	}
	var out chat.Posted
	out, s.err = s.house.desk.Post(s.ctx, s.who[who], chat.Post{
		CMID: uuid.NewString(), New: &chat.Opening{Site: chat.DefaultSite, Subject: subject, Page: "https://halden.test/orders"}, Stream: chat.Public, Text: text,
	})
	return out.Conv
}

func (s *story) says(who, conv, text string) { s.post(who, conv, chat.Public, text) }
func (s *story) notes(who, conv, text string) {
	s.post(who, conv, chat.Internal, text)
}

func (s *story) post(who, conv, stream, text string) {
	if s.err == nil {
		_, s.err = s.house.desk.Post(s.ctx, s.who[who], chat.Post{CMID: uuid.NewString(), Conv: conv, Stream: stream, Text: text})
	}
}

func (s *story) does(fn func() error) {
	if s.err == nil {
		s.err = fn()
	}
}

// ticket opens one, from a conversation when conv is not empty.
func (s *story) ticket(who, conv, contact, title, kind string, priority tickets.Priority, product, version, description string) uint64 {
	if s.err != nil {
		return 0
	}
	d := tickets.Draft{Title: title, Type: kind, Priority: priority, Conversation: conv, Product: product, Version: version, Description: description}
	if conv == "" && contact != "" {
		d.Contact, _ = json.Marshal(s.who[contact].ID)
		d.Assignee = json.RawMessage(`null`)
	}
	var out tickets.Opened
	if out, s.err = s.house.tracker.Open(s.ctx, s.who[who], d, ""); s.err != nil {
		s.err = fmt.Errorf("ticket %q: %w", title, s.err)
	}
	return out.Ticket.Number
}

func (s *story) replies(who string, number uint64, text string, internal bool, status tickets.Status) {
	s.does(func() error {
		_, err := s.house.tracker.Reply(s.ctx, s.who[who], number, tickets.Reply{Text: text, Internal: internal, CMID: uuid.NewString(), Status: status})
		return err
	})
}

func (s *story) changes(who string, number uint64, fields map[string]any) {
	s.does(func() error {
		p := tickets.Patch{}
		for name, value := range fields {
			p[name], _ = json.Marshal(value)
		}
		_, _, err := s.house.tracker.Change(s.ctx, s.who[who], number, p, func(string) error { return nil })
		return err
	})
}
