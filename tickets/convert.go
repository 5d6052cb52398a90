package tickets

import (
	"strings"
	"time"

	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/store"
)

// convert links the chat and takes over what is said in it from now on.
func (k *Tracker) convert(tx store.Tx, now time.Time, a actor.Actor, conv string, d Draft, t *Ticket) error {
	linked, err := chat.LinkTicket(tx, now, a, conv, t.Number, t.Title)
	if err != nil {
		return err
	}
	if n := len(d.Messages); n > 0 && (d.Messages[0] == 0 || d.Messages[n-1] > linked.PublicSeq) {
		return fault.Field("messages", "no_such_message")
	}
	c, err := chat.ConversationOf(tx, conv)
	if err != nil {
		return err
	}
	l := Link{Conv: conv, At: now, Chosen: d.Messages, Some: d.Messages != nil, Public: linked.PublicSeq, Internal: linked.InternalSeq}
	if c.Visitor != t.Contact {
		l.Visitor = c.Visitor
	}
	t.Links, t.FirstAnswerAt = []Link{l}, linked.FirstAnswer
	var earlier []Ticket
	for other, err := range tickets.By(tx, indexConversation, conv) {
		if err != nil {
			return err
		}
		earlier = append(earlier, other)
	}
	for _, other := range earlier {
		l := other.link(conv)
		if l.Over {
			continue
		}
		l.Over, l.PublicUntil, l.InternalUntil = true, linked.PublicSeq, linked.InternalSeq
		if err := tickets.Put(tx, other); err != nil {
			return err
		}
	}
	return nil
}

// notTwice refuses the same conversion again; another title is another ticket
// from the same chat.
func notTwice(r store.Reader, conv, title string) error {
	for t, err := range tickets.By(r, indexConversation, conv) {
		if err != nil {
			return err
		}
		if strings.EqualFold(t.Title, title) {
			return &fault.Error{Kind: fault.Conflict, Code: "already_converted", Extra: map[string]any{"ticket": t.Number}, Args: map[string]any{"number": t.Number}}
		}
	}
	return nil
}
