package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"balcao/actor"
	"balcao/store"
)

// happening is what an event about a conversation tells beside its new state.
type happening struct {
	by             string // topic
	note, reason   string // the note is for staff only
	fromDepartment string
	from           string // account that had it before
	staffOnly      bool
	notices        []store.Notice // whom to tell otherwise
}

// announce logs an event about the conversation with its state as it is now.
// The caller saves c afterwards: the event's pos is noted in it.
func announce(tx store.Tx, kind string, now time.Time, c *Conversation, h *head, what happening) error {
	h.follow(*c)
	staff, err := eventBody(newFaces(tx, true), *c, *h, what)
	if err != nil {
		return err
	}
	var public []byte
	if !what.staffOnly {
		if public, err = eventBody(newFaces(tx, false), *c, *h, what); err != nil {
			return err
		}
	}
	topics := append(h.staff(c.ID), "department/"+c.Department)
	if what.fromDepartment != "" && what.fromDepartment != c.Department {
		topics = append(topics, "department/"+what.fromDepartment)
	}
	if c.State == Offered {
		topics = addTopic(topics, topicOf(c.Operator))
	}
	if what.from != "" {
		topics = addTopic(topics, topicOf(what.from))
	}
	if !what.staffOnly {
		topics = append(topics, h.Customers...)
	}
	if what.by != "" {
		topics = addTopic(topics, what.by) // the other tabs of whoever did it
	}
	pos := tx.Append(store.Event{
		Kind: kind, At: now, Conv: c.ID, Author: what.by, Topics: topics, Staff: staff, Public: public, Notices: what.notices,
	})
	if h.LastSeq > 0 {
		c.Logged = append(slices.Clone(c.Logged), logged{Pos: pos, Seq: h.LastSeq})
	}
	return nil
}

func eventBody(f *faces, c Conversation, h head, what happening) ([]byte, error) {
	v, err := f.view(c, h)
	if err != nil {
		return nil, err
	}
	if v.By, err = f.optional(what.by); err != nil {
		return nil, err
	}
	v.FromDepartment, v.Reason = what.fromDepartment, what.reason
	if f.forStaff {
		v.Note = what.note
		if what.from != "" {
			if v.From, err = f.optional(topicOf(what.from)); err != nil {
				return nil, err
			}
		}
	}
	return json.Marshal(v)
}

// authored is a happening done by that actor.
func authored(a actor.Actor) happening { return happening{by: a.Topic()} }

func addTopic(topics []string, topic string) []string {
	if slices.Contains(topics, topic) {
		return topics
	}
	return append(topics, topic)
}

func cutTopic(topic string) (kind, id string) {
	kind, id, _ = strings.Cut(topic, "/")
	return kind, id
}
