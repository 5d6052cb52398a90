package tickets

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// edit is one change of a ticket under way.
type edit struct {
	tx      store.Tx
	now     time.Time
	by      actor.Actor // who is "me"
	t       *Ticket
	changes []Change
}

// set gives one field its new value and notes the change, if it is one.
func (e *edit) set(field string, raw json.RawMessage) error {
	t := e.t
	switch field {
	case "title":
		return e.text(field, &t.Title, raw, func(s string) (string, error) { return title(s) })
	case "description":
		return e.text(field, &t.Description, raw, func(s string) (string, error) { return long(field, s) })
	case "steps":
		return e.text(field, &t.Steps, raw, func(s string) (string, error) { return long(field, s) })
	case "resolution":
		return e.text(field, &t.Resolution, raw, func(s string) (string, error) { return long(field, s) })
	case "type":
		return e.text(field, &t.Type, raw, func(s string) (string, error) { return s, oneOf(field, s, Types) })
	case "wished_date":
		return e.text(field, &t.WishedDate, raw, func(s string) (string, error) { return s, wished("", s) })
	case "priority":
		return e.text(field, (*string)(&t.Priority), raw, func(s string) (string, error) { return s, oneOf(Priority(field), Priority(s), Priorities) })
	case "company":
		return e.text(field, &t.Company, raw, func(s string) (string, error) {
			if s, err := word(field, s); err != nil || s == t.Company {
				return s, err
			}
			return companyIn(e.tx, s)
		})
	case "product":
		return e.text(field, &t.Product, raw, func(s string) (string, error) {
			s, err := word(field, s)
			if err != nil {
				return s, err
			}
			return productIn(e.tx, s)
		})
	case "version":
		return e.text(field, &t.Version, raw, func(s string) (string, error) { return word(field, s) })
	case "environment":
		return e.text(field, &t.Environment, raw, func(s string) (string, error) { return word(field, s) })
	case "fix":
		return e.text(field, &t.Fix, raw, func(s string) (string, error) { return word(field, s) })
	case "department":
		return e.text(field, &t.Department, raw, func(s string) (string, error) { return departmentOf(e.tx, s) })
	case "status":
		return e.statusFrom(raw)
	case "tags":
		return e.tags(raw)
	case "watchers":
		return e.watchers(raw)
	case "contact":
		return e.contact(raw)
	default:
		return e.assignee(raw)
	}
}

func (e *edit) text(field string, at *string, raw json.RawMessage, clean func(string) (string, error)) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil { // null is the empty text
		return fault.Field(field, "wrong_type").With(err)
	}
	s, err := clean(s)
	if err != nil {
		return err
	}
	e.note(field, *at, s)
	*at = s
	return nil
}

// note writes down that the field went from one value to another; empty is none.
func (e *edit) note(field, from, to string) {
	if from == to {
		return
	}
	c := Change{Field: field}
	if from != "" {
		c.From = from
	}
	if to != "" {
		c.To = to
	}
	e.changes = append(e.changes, c)
}

func (e *edit) statusFrom(raw json.RawMessage) error {
	var to Status
	if err := json.Unmarshal(raw, &to); err != nil {
		return fault.Field("status", "wrong_type").With(err)
	}
	if err := oneOf("status", to, Statuses); err != nil {
		return err
	}
	if to == e.t.Status {
		return nil
	}
	return e.status(to)
}

func (e *edit) status(to Status) error {
	c, err := move(e.tx, e.now, e.t, to)
	if err == nil {
		e.changes = append(e.changes, c)
	}
	return err
}

func (e *edit) tags(raw json.RawMessage) error {
	var list []string
	if err := json.Unmarshal(raw, &list); err != nil {
		return fault.Field("tags", "wrong_type").With(err)
	}
	list, err := tags(list)
	if err != nil {
		return err
	}
	e.note("tags", strings.Join(e.t.Tags, ", "), strings.Join(list, ", "))
	e.t.Tags = list
	return nil
}

func (e *edit) watchers(raw json.RawMessage) error {
	topics, err := watchersOf(e.tx, raw)
	if err != nil {
		return err
	}
	e.note("watchers", strings.Join(e.t.Watchers, " "), strings.Join(topics, " "))
	e.t.Watchers = topics
	return nil
}

// contact moves the ticket to somebody else, and to that person's company.
func (e *edit) contact(raw json.RawMessage) error {
	name, err := named("contact", raw)
	if err != nil {
		return err
	}
	if name == "" {
		return fault.Field("contact", "required")
	}
	topic, err := personOf(e.tx, "contact", name)
	if err != nil || topic == e.t.Contact {
		return err
	}
	return e.belongTo(topic)
}

func (e *edit) belongTo(topic string) error {
	company, _, err := companyOf(e.tx, topic)
	if err != nil {
		return err
	}
	e.note("contact", e.t.Contact, topic)
	e.note("company", e.t.Company, company)
	e.t.Contact, e.t.Company = topic, company
	return nil
}

func (e *edit) assignee(raw json.RawMessage) error {
	name, err := named("assignee", raw)
	if err != nil {
		return err
	}
	if name == "me" {
		name = e.by.ID
	}
	id, err := staffOf(e.tx, "assignee", name)
	if err != nil {
		return err
	}
	e.note("assignee", topicOf(e.t.Assignee), topicOf(id))
	e.t.Assignee = id
	return nil
}

func topicOf(account string) string {
	if account == "" {
		return ""
	}
	return "account/" + account
}

func oneOf[S ~string](field S, v S, list []S) error {
	if !slices.Contains(list, v) {
		return fault.Field(string(field), "bad_choice")
	}
	return nil
}
