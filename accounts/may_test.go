package accounts

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balcao/actor"
	"balcao/fault"
)

// The cells of a row, in the order of the columns below: + yes, 0 missing,
// - denied, ! not signed in, * must change the password first.
const mayColumns = "anonymous visitor customer manager operator supervisor administrator first reader replier barred"

var mayTable = []struct{ verb, object, cells string }{
	{"conversation.read", "own", "!++++++*+++"},
	{"conversation.read", "company", "!000+++*000"},
	{"conversation.read", "foreign", "!000+++*000"},
	{"conversation.read", "internal", "!000+++*000"},
	{"conversation.read", "nobody's", "!000+++*000"},
	{"conversation.claim", "own", "!---+++*---"},
	{"conversation.claim", "foreign", "!000+++*000"},
	{"conversation.assign", "foreign", "!000-++*000"},
	{"conversation.rate", "own", "!+++---*+++"},
	{"conversation.open", "none", "!++++++*+++"},
	{"conversation.whatever", "foreign", "!000+++*000"},
	{"conversation.whatever", "none", "!---+++*---"},
	{"ticket.read", "own", "!++++++*++0"},
	{"ticket.read", "company", "!00++++*++0"},
	{"ticket.read", "internal", "!000+++*000"},
	{"ticket.reply", "company", "!000+++*0+0"},
	{"ticket.open", "none", "!++++++*++-"},
	{"ticket.rate", "company", "!000---*000"},
	{"ticket.change", "own", "!---+++*---"},
	{"ticket.override", "foreign", "!000-++*000"},
	{"account.list", "none", "!--++++*---"},
	{"account.read", "own", "!-+++++*+++"},
	{"account.read", "company", "!00++++*000"},
	{"account.read", "foreign", "!000+++*000"},
	{"account.create", "none", "!-----+*---"},
	{"account.change", "foreign", "!000--+*000"},
	{"settings.read", "none", "!---+++*---"},
	{"settings.change", "none", "!-----+*---"},
	{"settings.public", "none", "+++++++++++"},
	{"audit.read", "none", "!-----+*---"},
	{"me.change", "none", "!-+++++++++"},
	{"me.password", "none", "!-+++++++++"},
	{"me.totp", "none", "!-+++++++++"},
	{"me.email", "none", "!-+++++*+++"},
	{"me.picture", "none", "!-+++++*+++"},
	{"password.reset", "none", "+++++++++++"},
	{"session.end", "none", "!-+++++++++"},
	{"session.open", "none", "+++++++++++"},
	{"live.ticket", "none", "!++++++*+++"},
	{"presence.set", "none", "!---+++*---"},
	{"site.change", "none", "!-----+*---"},
	{"canned.change", "none", "!---+++*---"},
	{"unheard.of", "none", "-----------"},
}

func TestMayAnswersAsTheTableSays(t *testing.T) {
	actors := map[string]actor.Actor{
		"anonymous":     {},
		"visitor":       {Role: actor.Visitor, ID: "1"},
		"customer":      {Role: actor.Customer, ID: "1", Company: "c"},
		"manager":       {Role: actor.Customer, ID: "1", Company: "c", Manager: true},
		"operator":      {Role: actor.Operator, ID: "1"},
		"supervisor":    {Role: actor.Supervisor, ID: "1"},
		"administrator": {Role: actor.Administrator, ID: "1"},
		"first":         {Role: actor.Operator, ID: "1", MustChange: true},
		"reader":        {Role: actor.Customer, ID: "1", Company: "c", Access: actor.ReadCompany},
		"replier":       {Role: actor.Customer, ID: "1", Company: "c", Access: actor.ReplyCompany},
		"barred":        {Role: actor.Customer, ID: "1", Company: "c", Access: actor.NoTickets},
	}
	for _, row := range mayTable {
		got := ""
		for name := range strings.FieldsSeq(mayColumns) {
			a := actors[name]
			var o Object
			switch row.object {
			case "own":
				o = Object{Owner: a.Topic(), Company: "c"}
			case "company":
				o = Object{Owner: "account/2", Company: "c"}
			case "foreign":
				o = Object{Owner: "account/2", Company: "d"}
			case "internal":
				o = Object{Owner: a.Topic(), Company: "c", Internal: true}
			}
			got += cell(May(nil, a, row.verb, o))
		}
		if got != row.cells {
			t.Errorf("%s of %s: %s, want %s", row.verb, row.object, got, row.cells)
		}
	}
}

func cell(err error) string {
	switch {
	case err == nil:
		return "+"
	case fault.Is(err, fault.NotFound):
		return "0"
	case fault.Is(err, fault.Unauthenticated):
		return "!"
	case fault.Of(err).Name() == "must_change":
		return "*"
	default:
		return "-"
	}
}

func TestTheProgramItselfMayDoEverything(t *testing.T) {
	for verb := range rules {
		if err := May(nil, system, verb, Object{Internal: true}); err != nil {
			t.Errorf("%s: %v", verb, err)
		}
	}
}

func TestStrangersNeverReachWhatIsNotTheirs(t *testing.T) {
	var verbs []string
	for verb, r := range rules {
		if r.object {
			verbs = append(verbs, verb)
		}
	}
	slices.Sort(verbs)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "1", "2", "c", "d"})
		a := actor.Actor{
			Role: rapid.SampledFrom([]actor.Role{actor.Anonymous, actor.Visitor, actor.Customer}).Draw(t, "role"), ID: text.Draw(t, "id"),
			Company: text.Draw(t, "company"), Manager: rapid.Bool().Draw(t, "manager"),
			Access: rapid.SampledFrom([]actor.Access{actor.OwnTickets, actor.ReadCompany, actor.ReplyCompany, actor.NoTickets}).Draw(t, "access"),
		}
		o := Object{
			Owner:   rapid.SampledFrom([]string{"", "account/1", "account/2", "visitor/1", "visitor/2", "account/", "visitor/"}).Draw(t, "owner"),
			Company: text.Draw(t, "of company"), Internal: rapid.Bool().Draw(t, "internal"),
		}
		verb := rapid.SampledFrom(verbs).Draw(t, "verb")
		if May(nil, a, verb, o) != nil {
			return
		}
		own := a.ID != "" && o.Owner == a.Topic()
		of := a.Role == actor.Customer && a.Company != "" && a.Company == o.Company
		managed := of && (a.Manager && rules[verb].company || rules[verb].share != actor.OwnTickets && a.Access.Reaches(rules[verb].share))
		if o.Internal || !own && !managed {
			t.Fatalf("%+v may %s of %+v", a, verb, o)
		}
	})
}

func TestNobodyWithoutAnIdOwnsWhatBelongsToNobody(t *testing.T) {
	for _, role := range []actor.Role{actor.Visitor, actor.Customer} {
		if err := May(nil, actor.Actor{Role: role}, "conversation.read", Object{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestACustomerWithoutCompanyManagesNone(t *testing.T) {
	a := actor.Actor{Role: actor.Customer, ID: "1", Manager: true}
	if err := May(nil, a, "ticket.read", Object{Owner: "account/2"}); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
