package tickets

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/store"
)

// telling is what people are told of a ticket by notice.
type telling struct {
	kind  string
	by    string            // topic; is not told of the own deed, except of opening
	args  map[string]string // beside number and title
	quote string
	seen  []string // topics of those who have it in their chat
}

// notices are two of the telling, one for customers and one for staff who have a part in
// the ticket; their links differ. Who may not read the ticket is not told.
func notices(r store.Reader, t Ticket, w telling) ([]store.Notice, error) {
	var customers, staff []string
	topics := t.readers()
	if t.Assignee != "" {
		topics = append(topics, topicOf(t.Assignee))
	}
	for _, topic := range topics {
		kind, id, _ := strings.Cut(topic, "/")
		if kind != "account" || topic == w.by && w.kind != "ticket.opened" || slices.Contains(w.seen, topic) {
			continue
		}
		who, err := actorOf(r, id)
		switch {
		case err != nil:
			return nil, err
		case who.Staff() && topic != w.by && !slices.Contains(staff, topic):
			staff = append(staff, topic)
		case who.Role == actor.Customer && may(r, who, "ticket.read", t) == nil && !slices.Contains(customers, topic):
			customers = append(customers, topic)
		}
	}
	n := strconv.FormatUint(t.Number, 10)
	one := store.Notice{Kind: w.kind, Args: map[string]string{"number": n, "title": t.Title}, Quote: w.quote, Thread: ref(t.Number)}
	for k, v := range w.args {
		one.Args[k] = v
	}
	var list []store.Notice
	for _, to := range []struct {
		topics []string
		page   string
	}{{customers, "/tickets/"}, {staff, "/console/tickets/"}} {
		if len(to.topics) > 0 {
			one.To, one.URL = to.topics, to.page+n
			list = append(list, one)
		}
	}
	return list, nil
}

// actorOf is the account as it acts; one that is gone or disabled is nobody.
func actorOf(r store.Reader, account string) (actor.Actor, error) {
	a, err := accounts.AccountOf(r, account)
	if err != nil || a.State != accounts.Active {
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return actor.Actor{}, err
	}
	return a.Actor(), nil
}

// changeTold is the telling of what among the changes people have notice of: a
// new status, else that the ticket froze or thawed; nil = nothing.
func changeTold(by string, changes []Change) *telling {
	for _, c := range changes {
		if from, is := c.From.(string); is && c.Field == "status" {
			to, _ := c.To.(string)
			return &telling{kind: "ticket.status", by: by, args: map[string]string{"from": from, "to": to}}
		}
	}
	for _, c := range changes {
		switch {
		case c.Field == fieldFrozen && c.To == true:
			return &telling{kind: "ticket.frozen"}
		case c.Field == fieldFrozen:
			return &telling{kind: "ticket.thawed"}
		}
	}
	return nil
}

// replyTold is the telling of an answer; nil of a note. Whoever has it as a
// message in the chat is told by the chat, should it stay unread there.
func (k *Tracker) replyTold(tx store.Tx, a actor.Actor, t Ticket, e Entry) (*telling, error) {
	if e.Kind != KindReply {
		return nil, nil
	}
	by := a.Name
	if a.Role == actor.Visitor {
		p, err := accounts.PersonOf(tx, a.Topic())
		if err != nil {
			return nil, err
		}
		by = p.Name
	}
	tell := &telling{kind: "ticket.replied", by: a.Topic(), args: map[string]string{"by": by}, quote: entryRef(t.Number, e.Seq)}
	if e.SaidIn != "" {
		c, err := chat.ConversationOf(tx, e.SaidIn)
		if err != nil {
			return nil, err
		}
		tell.seen = []string{c.Customer}
		return tell, nil
	}
	return tell, k.tellVisitor(tx, a, t)
}

// tellVisitor sends a visitor whose ticket was answered the word that there is
// something, with a link into the chat the ticket came from.
func (k *Tracker) tellVisitor(tx store.Tx, a actor.Actor, t Ticket) error {
	if !a.Staff() || k.Waiting == nil || !strings.HasPrefix(t.Contact, "visitor/") || len(t.Links) == 0 {
		return nil
	}
	n, err := k.Waiting(tx, t.Links[len(t.Links)-1].Conv)
	if err != nil || n == nil {
		return err
	}
	tx.Append(store.Event{Kind: "~notice", At: k.time(), Ticket: t.Number, Topics: n.To, Notices: []store.Notice{*n}})
	return nil
}
