package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/static"
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
	texts map[string]string // what is said, in the story's language

	employer map[string]string // ids of companies
}

// textsIn are the words of the made-up people in a language.
func textsIn(lang string) (map[string]string, error) {
	b, err := fs.ReadFile(static.Demo(), "demo/story/"+lang+".json")
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	return texts, json.Unmarshal(b, &texts)
}

// t is the text of that name.
func (s *story) t(name string) string {
	text, ok := s.texts[name]
	if !ok && s.err == nil {
		s.err = fmt.Errorf("the demo has no text %s in %s", name, s.lang)
	}
	return text
}

// tell does nothing in a house that has been told the story before.
func (s *story) tell(ctx context.Context, site string) error {
	s.ctx, s.who, s.employer = ctx, map[string]actor.Actor{}, map[string]string{}
	link, err := s.house.registry.SetupLink(ctx)
	if err != nil || link == "" {
		return err
	}
	if s.texts, err = textsIn(s.lang); err != nil {
		return err
	}
	s.clock.ago(9 * 24 * time.Hour)
	s.people()
	s.site(site)
	s.canned()
	s.past()
	s.door()
	s.today()
	s.clock.ago(0)
	return s.err
}

// person makes an account; later lines act as it by its first name.
func (s *story) person(key, name, email string, role actor.Role, company, title string) {
	if s.err != nil {
		return
	}
	n := accounts.NewAccount{Name: name, Email: email, Password: demoPassword, Role: role, Company: s.employer[company], JobTitle: title, Locale: s.lang}
	var a accounts.Account
	if role == actor.Administrator {
		a, s.err = s.house.registry.FirstAdmin(s.ctx, n)
	} else {
		a, s.err = s.house.registry.CreateAccount(s.ctx, s.who["ada"], n)
	}
	s.who[key] = a.Actor()
}

func (s *story) people() {
	s.person("ada", "Ada Nogueira", "ada@balcao.test", actor.Administrator, "", "")
	s.person("priya", "Priya Raman", "priya@balcao.test", actor.Supervisor, "", "")
	s.person("helena", "Helena Prado", "helena@balcao.test", actor.Operator, "", "")
	s.person("jonas", "Jonas Weber", "jonas@balcao.test", actor.Operator, "", "")
	s.companies()
	s.person("anna", "Anna Lindqvist", "anna@fjordretail.test", actor.Customer, "fjord", s.t("title.anna"))
	s.person("rafael", "Rafael Nunes", "rafael@auroradistribuidora.test", actor.Customer, "aurora", s.t("title.rafael"))
	s.person("lucia", "Lucía Ortega", "lucia@grupomeseta.test", actor.Customer, "meseta", s.t("title.lucia"))
	s.person("tom", "Tom Becker", "tom@beckermaschinenbau.test", actor.Customer, "becker", s.t("title.tom"))
	s.person("mei", "Mei Tanaka", "mei@hoshimedical.test", actor.Customer, "hoshi", s.t("title.mei"))
}

func (s *story) site(origin string) {
	if s.err != nil {
		return
	}
	name, department := s.t("house"), s.t("department")
	if _, s.err = s.house.registry.ChangeSettings(s.ctx, s.who["ada"], accounts.SettingsChange{Name: &name, Locale: &s.lang}, func(accounts.Settings) error { return nil }); s.err != nil {
		return
	}
	origins := []string{origin}
	if _, s.err = s.house.desk.ChangeSite(s.ctx, s.who["ada"], chat.DefaultSite, chat.SiteChange{Name: &name, Origins: &origins}); s.err != nil {
		return
	}
	var all []chat.Department
	if all, s.err = s.house.desk.Departments(s.ctx); s.err != nil {
		return
	}
	_, s.err = s.house.desk.ChangeDepartment(s.ctx, s.who["ada"], all[0].ID, chat.DepartmentChange{Name: &department})
}

func (s *story) canned() {
	for _, one := range []string{"hello", "returns", "release", "restart", "bye"} {
		c := chat.Canned{Name: s.t("canned." + one + ".name"), Shortcut: s.t("canned." + one + ".shortcut"), Text: s.t("canned." + one + ".text")}
		s.does(func() error {
			_, err := s.house.desk.KeepCanned(s.ctx, s.who["ada"], c)
			return err
		})
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
