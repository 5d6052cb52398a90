package tickets

import (
	"slices"
	"strconv"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// may asks whether the actor may do that to the ticket; a foreign ticket is
// like a missing one.
func may(r store.Reader, a actor.Actor, verb string, t Ticket) error {
	o := accounts.Object{Owner: t.Contact, Company: t.Company, Departments: []string{t.Department}}
	mine := t.owners()
	if verb == "ticket.read" || verb == "ticket.timeline" || verb == "ticket.reply" {
		mine = t.readers()
	}
	if slices.Contains(mine, a.Topic()) {
		o.Owner = a.Topic()
	}
	return accounts.May(r, a, verb, o)
}

// readable returns the ticket when the actor may do that to it.
func readable(r store.Reader, a actor.Actor, verb string, number uint64) (Ticket, error) {
	t, err := TicketOf(r, number)
	if err != nil {
		return t, err
	}
	return t, may(r, a, verb, t)
}

// MayRead answers for files: the refs "ticket/NUMBER/public",
// "ticket/NUMBER/internal" and "request/ID"; and "conversation/ID/public" for
// those who read it as part of a ticket.
func MayRead(r store.Reader, a actor.Actor, ref string) error {
	kind, rest, _ := strings.Cut(ref, "/")
	switch kind {
	case "ticket":
		number, stream, _ := strings.Cut(rest, "/")
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return fault.Missing()
		}
		if stream != "public" && !a.Staff() {
			return fault.Missing()
		}
		_, err = readable(r, a, "ticket.read", n)
		return err
	case "conversation":
		conv, stream, _ := strings.Cut(rest, "/")
		if stream == "public" {
			return readableChat(r, a, conv)
		}
	case "request":
		_, err := requestOf(r, a, rest)
		return err
	}
	return fault.Missing()
}

func fileRef(number uint64, stream string) string {
	return "ticket/" + strconv.FormatUint(number, 10) + "/" + stream
}

// readableChat tells that the actor reads a ticket that has the whole chat;
// where messages were chosen, the others are nobody else's.
func readableChat(r store.Reader, a actor.Actor, conv string) error {
	for t, err := range tickets.By(r, indexConversation, conv) {
		if err != nil {
			return err
		}
		if l := t.link(conv); !l.Some && may(r, a, "ticket.timeline", t) == nil {
			return nil
		}
	}
	return fault.Missing()
}
