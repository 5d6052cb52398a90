package chat

import (
	"errors"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// may asks for the right to do the verb to the conversation. It is the own one
// of its customer and of the visitor who opened it.
func may(r store.Reader, a actor.Actor, verb string, c Conversation) error {
	return asked(r, a, verb, c, false)
}

func asked(r store.Reader, a actor.Actor, verb string, c Conversation, internal bool) (err error) {
	for _, owner := range c.customers() {
		err = accounts.May(r, a, verb, accounts.Object{Owner: owner, Departments: []string{c.Department}, Internal: internal})
		if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return err
}

// allowed returns the conversation when the actor may do that to it.
func allowed(r store.Reader, a actor.Actor, verb, conv string) (Conversation, error) {
	c, err := ConversationOf(r, conv)
	if err != nil {
		return c, err
	}
	return c, may(r, a, verb, c)
}

// MayRead tells (nil) that the actor may read that stream of the conversation.
func MayRead(r store.Reader, a actor.Actor, conv, stream string) error {
	c, err := ConversationOf(r, conv)
	if err != nil {
		return err
	}
	return asked(r, a, "conversation.read", c, stream != Public)
}

// MayWatch tells (nil) that the actor may watch the conversation.
func MayWatch(r store.Reader, a actor.Actor, conv string) error {
	c, err := ConversationOf(r, conv)
	if err != nil {
		return err
	}
	return asked(r, a, "conversation.watch", c, true)
}

// block keeps a customer from writing.
type block struct {
	Topic  string `json:"topic"`
	By     string `json:"by"`
	Reason string `json:"reason,omitempty"`
}

func notBlocked(r store.Reader, topics ...string) error {
	for _, topic := range topics {
		_, err := blocks.Get(r, topic)
		if err == nil {
			return fault.New(fault.Forbidden, "blocked")
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// cleanShort is one field of prose.
func cleanShort(field, s string, most int) (string, error) {
	s = text.Clean(s)
	if text.Runes(s) > most {
		return "", TooLong(field, most)
	}
	return s, nil
}

// cleanLine is one field of one line.
func cleanLine(field, s string, most int) (string, error) {
	s = text.Line(s)
	if text.Runes(s) > most {
		return "", TooLong(field, most)
	}
	return s, nil
}

// TooLong is the fault of a field with more than most characters.
func TooLong(field string, most int) error {
	f := fault.Field(field, "too_long")
	f.Text, f.Args = "faults.too_long_max", map[string]any{"max": most}
	return f
}
