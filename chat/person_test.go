package chat

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

func TestAttachedVisitorKeepsTheConversationAndGainsNothing(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		carla := c.staffless("carla@example.com")
		before := c.opens(carla, "my own affair")
		conv := c.opens(ana, "It is me, Carla")
		c.refused(c.Attach(ctx(), olga, conv, Attachment{Account: olga.ID}), "no_such_customer")
		c.refused(c.Attach(ctx(), olga, before, Attachment{Account: carla.ID}), "not_a_visitor")
		c.refused(c.Attach(ctx(), ana, conv, Attachment{Account: carla.ID}), "forbidden")
		must(t, c.Attach(ctx(), olga, conv, Attachment{Account: carla.ID}))
		if got := c.shown(olga, conv); got.Customer.ID != carla.ID || got.Visitor != ana.ID {
			t.Errorf("staff see %+v, visitor %s", got.Customer, got.Visitor)
		}
		if got := c.shown(ana, conv); got.Customer.ID != ana.ID {
			t.Errorf("the visitor learns %+v", got.Customer)
		}
		if e := c.last(conv, "conversation.changed"); bytes.Contains(e.Public, []byte(carla.ID)) || !slices.Contains(e.Topics, carla.Topic()) || !slices.Contains(e.Topics, ana.Topic()) {
			t.Errorf("%s to %v", e.Public, e.Topics)
		}
		_, err := c.Show(ctx(), ana, before)
		c.refused(err, "not_found")
		if list, _, err := c.List(ctx(), ana, Listing{Limit: 50}); err != nil || len(list) != 1 {
			t.Errorf("the visitor lists %d conversations, %v", len(list), err)
		}
		if list, _, err := c.List(ctx(), carla, Listing{Limit: 50}); err != nil || len(list) != 2 {
			t.Errorf("the customer lists %d conversations, %v", len(list), err)
		}
		c.says(ana, conv, "from the widget")
		c.says(carla, conv, "from the portal")
		c.view(func(r store.Reader) error {
			entries, _, err := accounts.AuditPage(r, "conversation.attach", "", 10)
			if err != nil || len(entries) != 1 || entries[0].Object != conv {
				t.Errorf("audit: %+v %v", entries, err)
			}
			return nil
		})
	})
}

func TestNameTypedByVisitorOrStaffIsSeen(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("")
		conv := c.opens(ana, "Hello")
		name, email := "Ana Souza", "ana@example.com"
		_, err := c.ChangeVisitor(ctx(), ana, VisitorChange{Name: &name})
		must(t, err)
		must(t, c.Attach(ctx(), olga, conv, Attachment{Email: &email}))
		if got := c.shown(olga, conv).Customer; got.Name != name || got.Email != email {
			t.Errorf("%+v", got)
		}
		if e := c.last(conv, "conversation.changed"); !bytes.Contains(e.Staff, []byte(email)) || bytes.Contains(e.Public, []byte(email)) {
			t.Errorf("%s\n%s", e.Staff, e.Public)
		}
	})
}

func TestBlockedVisitorIsCutOffAndCanBeLetBackIn(t *testing.T) {
	atCounter(t, func(c *counter) {
		olga, ana := c.operator("Olga"), c.visitor("Ana")
		conv := c.opens(ana, "spam")
		must(t, c.Block(ctx(), olga, conv, true, "spam"))
		c.is(conv, Closed)
		cut := slices.ContainsFunc(c.events(""), func(e store.Event) bool {
			return e.Kind == store.KindBlocked && slices.Contains(e.Topics, ana.Topic())
		})
		if !cut {
			t.Error("no control event ends the sockets")
		}
		_, err := c.Post(ctx(), ana, Post{CMID: "1", Conv: conv, Text: "more"})
		c.refused(err, "blocked")
		_, err = c.Post(ctx(), ana, Post{CMID: "2", New: &Opening{}, Text: "more"})
		c.refused(err, "blocked")
		must(t, c.Block(ctx(), olga, conv, false, ""))
		c.says(ana, conv, "sorry")
	})
}

func TestBlockedAccountMayNotChat(t *testing.T) {
	atCounter(t, func(c *counter) {
		boss, carla := c.staff("Boss", actor.Administrator), c.staffless("carla@example.com")
		conv := c.opens(carla, "insults")
		must(t, c.Block(ctx(), boss, conv, true, ""))
		_, err := c.Post(ctx(), carla, Post{CMID: "2", New: &Opening{}, Text: "more"})
		c.refused(err, "blocked")
		_, err = c.Show(ctx(), carla, conv) // what was said stays readable
		must(t, err)
	})
}

func TestQueuedChatsAreRankedAnewWhenTheirCompanysCoverChanges(t *testing.T) {
	atCounter(t, func(c *counter) {
		system := actor.Actor{Role: actor.System}
		c.update(accounts.FirstStart)
		firm, err := c.house.AddCompany(ctx(), system, accounts.CompanyChange{Name: ptrTo("Acme")})
		must(t, err)
		ana, bia := c.visitor("Ana"), c.visitor("Bia")
		first, second := c.opens(ana, "I was first"), c.opens(bia, "I am of Acme")
		olga := c.staff("Olga", actor.Operator)
		must(t, c.Attach(ctx(), olga, second, Attachment{Company: firm.ID}))
		before := c.queue()
		_, err = c.house.AddContract(ctx(), system, firm.ID, accounts.ContractChange{Plan: ptrTo("Premium"), ValidFrom: ptrTo("1999-01-01"), ValidTo: ptrTo("2001-12-31")})
		must(t, err)
		time.Sleep(time.Second)
		if got := c.queue(); !slices.Equal(before, []string{first, second}) || !slices.Equal(got, []string{second, first}) {
			t.Errorf("queue %v, with the contract %v", before, got)
		}
		if conv := c.conv(second); conv.Cover != accounts.Covered || conv.Rank < 2 {
			t.Errorf("%s rank %d", conv.Cover, conv.Rank)
		}
		if e := c.last(second, "conversation.changed"); e.Public != nil {
			t.Errorf("the customer is told of the rank: %s", e.Public)
		}
	})
}

// queue are those who wait, soonest first.
func (c *counter) queue() (ids []string) {
	c.t.Helper()
	c.view(func(r store.Reader) error {
		list, err := queueOf(r, defaultDepartmentID, c.now())
		ids = nil
		for _, w := range list {
			ids = append(ids, w.Conv)
		}
		return err
	})
	return ids
}

func ptrTo(s string) *string { return &s }
