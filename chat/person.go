package chat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Attachment says whose a visitor's conversation is: a customer's account, or a
// company's while nobody knows whose; or only what the visitor is called.
type Attachment struct {
	Account string  `json:"account"`
	Company string  `json:"company"`
	Name    *string `json:"name"`
	Email   *string `json:"email"`
}

// Attach says who a visitor is: the conversation belongs to that customer, or
// to that company, from now on and its cover is judged anew, while the visitor's
// token keeps seeing this conversation and nothing else. With a name or an
// e-mail alone it only writes down what the visitor said.
func (d *Desk) Attach(ctx context.Context, a actor.Actor, conv string, to Attachment) error {
	if to.Account == "" && to.Company == "" && to.Name == nil && to.Email == nil {
		return fault.Field("account", "required")
	}
	return d.on(ctx, a, "conversation.attach", conv, func(tx store.Tx, c Conversation, h head) error {
		if c.Visitor == "" {
			return fault.New(fault.Conflict, "not_a_visitor")
		}
		now := d.now()
		detail := map[string]any{"visitor": c.Visitor}
		var err error
		switch {
		case to.Account != "":
			detail["account"] = to.Account
			err = belongs(tx, now, &c, &h, to.Account)
		case to.Company != "":
			detail["company"] = to.Company
			err = belongsTo(tx, now, &c, &h, to.Company)
		}
		if err == nil && to.Account == "" && (to.Name != nil || to.Email != nil) {
			err = named(tx, c, to.Name, to.Email)
		}
		if err != nil {
			return err
		}
		if err := accounts.Audit(tx, now, a, "conversation.attach", c.ID, detail); err != nil {
			return err
		}
		what := authored(a)
		what.reason = "attached"
		if err := announce(tx, "conversation.changed", now, &c, &h, what); err != nil {
			return err
		}
		return save(tx, c, &h)
	})
}

// belongs makes the account the conversation's customer.
func belongs(tx store.Tx, now time.Time, c *Conversation, h *head, account string) error {
	p, err := accounts.AccountOf(tx, account)
	if errors.Is(err, store.ErrNotFound) || err == nil && p.Role != actor.Customer {
		return fault.Field("account", "no_such_customer")
	}
	if err != nil {
		return err
	}
	if c.Customer != c.Visitor && c.Customer != topicOf(account) {
		reconsider(tx, strings.TrimPrefix(c.Customer, "account/")) // attached to somebody else before
	}
	before := c.waiting()
	c.Customer, c.Company = topicOf(account), ""
	return judge(tx, now, c, h, before)
}

// belongsTo makes the conversation one of the company's: of somebody there who
// has no account.
func belongsTo(tx store.Tx, now time.Time, c *Conversation, h *head, company string) error {
	_, err := accounts.CompanyOf(tx, company)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Field("company", "no_such_company")
	}
	if err != nil {
		return err
	}
	if c.Customer != c.Visitor {
		reconsider(tx, strings.TrimPrefix(c.Customer, "account/"))
	}
	before := c.waiting()
	c.Customer, c.Company = c.Visitor, company
	return judge(tx, now, c, h, before)
}

// coverOf is what holds for the conversation now.
func (c Conversation) coverOf(r store.Reader, now time.Time) (accounts.Cover, error) {
	if c.Company != "" {
		return accounts.CoverOf(r, now, c.Company, "")
	}
	return accounts.CoverOf(r, now, c.Customer, "")
}

// judge asks for the cover anew and gives the conversation the place in the
// queue that goes with it. before is its place until now.
func judge(tx store.Tx, now time.Time, c *Conversation, h *head, before Waiting) error {
	cover, err := c.coverOf(tx, now)
	if err != nil {
		return err
	}
	c.Cover, c.Rank = cover.State, rankOf(cover)
	if c.State != Queued {
		return nil
	}
	if err := waitings.Delete(tx, before.key()...); err != nil {
		return err
	}
	if err := waitings.Put(tx, c.waiting()); err != nil {
		return err
	}
	return save(tx, *c, h)
}

// named writes down what the visitor is called.
func named(tx store.Tx, c Conversation, name, email *string) error {
	_, id := cutTopic(c.Visitor)
	v, err := accounts.VisitorOf(tx, id)
	if err != nil {
		return known(err)
	}
	set(&v.Name, name)
	set(&v.Email, email)
	return accounts.UpdateVisitor(tx, v)
}

// Rename sets the subject.
func (d *Desk) Rename(ctx context.Context, a actor.Actor, conv, subject string) error {
	subject, err := cleanLine("subject", subject, 200)
	if err != nil {
		return err
	}
	return d.on(ctx, a, "conversation.change", conv, func(tx store.Tx, c Conversation, h head) error {
		if c.Subject == subject {
			return nil
		}
		c.Subject = subject
		if err := announce(tx, "conversation.changed", d.now(), &c, &h, authored(a)); err != nil {
			return err
		}
		return save(tx, c, &h)
	})
}

// Block ends the conversation and keeps its customer from writing: a visitor
// by the end of his token, an account from chats. Audited, and taken back the
// same way.
func (d *Desk) Block(ctx context.Context, a actor.Actor, conv string, blocked bool, reason string) error {
	reason, err := cleanShort("reason", reason, 500)
	if err != nil {
		return err
	}
	return d.on(ctx, a, "conversation.block", conv, func(tx store.Tx, c Conversation, h head) error {
		if c.Blocked == blocked {
			return nil
		}
		now := d.now()
		topic := c.Customer
		if c.Visitor != "" {
			topic = c.Visitor
		}
		verb := "conversation.block"
		if !blocked {
			verb = "conversation.unblock"
		}
		if err := accounts.Audit(tx, now, a, verb, topic, map[string]any{"conversation": c.ID, "reason": reason}); err != nil {
			return err
		}
		c.Blocked = blocked
		what := happening{by: a.Topic(), note: reason, reason: "blocked"}
		switch {
		case !blocked:
			what.reason, what.staffOnly = "unblocked", true
			err = announce(tx, "conversation.changed", now, &c, &h, what)
		case c.Open():
			err = d.end(tx, now, &c, &h, what)
		default:
			what.staffOnly = true
			err = announce(tx, "conversation.changed", now, &c, &h, what)
		}
		if err != nil {
			return err
		}
		if err := save(tx, c, &h); err != nil {
			return err
		}
		return bar(tx, now, a, topic, blocked, reason)
	})
}

func bar(tx store.Tx, now time.Time, a actor.Actor, topic string, blocked bool, reason string) error {
	var err error
	if blocked {
		err = blocks.Put(tx, block{Topic: topic, By: a.Topic(), Reason: reason})
	} else {
		err = blocks.Delete(tx, topic)
	}
	if err != nil {
		return err
	}
	if kind, id := cutTopic(topic); kind == "visitor" {
		return accounts.BlockVisitor(tx, now, id, blocked)
	}
	return nil
}

// visitorMoved brings what a visitor says of himself to his open
// conversations: staff see the new name, the page he is on now.
func (d *Desk) visitorMoved(tx store.Tx, now time.Time, v accounts.Visitor, renamed bool) error {
	topic := "visitor/" + v.ID
	var open []Conversation
	for c, err := range conversations.ByReverse(tx, "customer", topic) {
		if err != nil {
			return err
		}
		if !c.Open() || len(open) == 10 {
			break
		}
		open = append(open, c)
	}
	for _, c := range slices.Backward(open) {
		h, err := headOf(tx, c.ID)
		if err != nil {
			return err
		}
		if v.Page != "" {
			c.LastPage = v.Page
		}
		if renamed {
			if err := announce(tx, "conversation.changed", now, &c, &h, happening{by: topic, reason: "named"}); err != nil {
				return err
			}
		}
		if err := save(tx, c, &h); err != nil {
			return err
		}
	}
	return nil
}
