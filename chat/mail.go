package chat

import (
	"context"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Mailed tells what was sent: the transcript, or to an address nobody has
// proved only a link to the conversation.
type Mailed struct {
	Sent string `json:"sent"` // transcript or link
	To   string `json:"to"`
}

// MailTranscript sends the conversation to its customer.
func (d *Desk) MailTranscript(ctx context.Context, a actor.Actor, conv string) (out Mailed, err error) {
	err = d.Store.Update(ctx, func(tx store.Tx) error {
		c, err := allowed(tx, a, "conversation.transcript", conv)
		if err != nil {
			return err
		}
		whom := c.Customer
		if a.Role == actor.Visitor {
			whom = a.Topic() // not whom staff take him for
		}
		to, err := accounts.RecipientOf(tx, whom)
		if err != nil {
			return err
		}
		if to.Email == "" {
			return fault.New(fault.Conflict, "no_email")
		}
		n := store.Notice{To: []string{whom}, Kind: "chat.transcript", URL: "/chats/" + conv, Thread: "conversation/" + conv}
		out = Mailed{Sent: "transcript", To: to.Email}
		if to.Account == "" {
			n.URL = ""
			if n.Link, err = d.linkTo(tx, conv, whom, to.Email); err != nil {
				return err
			}
		}
		if to.Verified {
			n.Quote, n.Args = "conversation/"+conv, map[string]string{"subject": c.Subject}
		} else {
			n.Kind, out.Sent = "chat.waiting", "link"
		}
		if a.Topic() != whom {
			err = accounts.Audit(tx, d.now(), a, "conversation.mail", conv, nil)
		}
		tx.Append(store.Event{Kind: "~notice", At: d.now(), Conv: conv, Author: a.Topic(), Topics: []string{whom}, Notices: []store.Notice{n}})
		return err
	})
	return out, err
}
