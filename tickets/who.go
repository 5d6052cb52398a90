package tickets

import (
	"encoding/json"
	"errors"
	"strings"

	"balcao/accounts"
	"balcao/fault"
	"balcao/store"
)

// named reads whom a client means: an id, a topic ("visitor/…"), an e-mail
// address of an account, or a person object. Empty means nobody.
func named(field string, raw json.RawMessage) (string, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return "", nil
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s), nil
	}
	var person struct{ Kind, ID string }
	if err := json.Unmarshal(raw, &person); err != nil || person.ID == "" {
		return "", fault.Field(field, "wrong_type")
	}
	if person.Kind == "visitor" {
		return "visitor/" + person.ID, nil
	}
	return "account/" + person.ID, nil
}

func namedList(field string, raw json.RawMessage) ([]string, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fault.Field(field, "wrong_type").With(err)
	}
	if len(list) > maxWatchers {
		return nil, fault.Field(field, "too_many")
	}
	var names []string
	for _, one := range list {
		name, err := named(field, one)
		if err != nil {
			return nil, err
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

const maxWatchers = 50

// personOf finds the topic of an existing person.
func personOf(r store.Reader, field, name string) (string, error) {
	kind, id, isTopic := strings.Cut(name, "/")
	switch {
	case strings.Contains(name, "@"):
		a, err := accounts.AccountByEmail(r, name)
		return "account/" + a.ID, unknown(field, err)
	case isTopic && kind == "visitor":
		_, err := accounts.VisitorOf(r, id)
		return name, unknown(field, err)
	case isTopic && kind == "account":
		_, err := accounts.AccountOf(r, id)
		return name, unknown(field, err)
	case isTopic:
		return "", fault.Field(field, "unknown_person")
	}
	_, err := accounts.AccountOf(r, name)
	if errors.Is(err, store.ErrNotFound) {
		_, err = accounts.VisitorOf(r, name)
		return "visitor/" + name, unknown(field, err)
	}
	return "account/" + name, err
}

// staffOf finds the account id of somebody who may work on tickets.
func staffOf(r store.Reader, field, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	topic, err := personOf(r, field, name)
	if err != nil {
		return "", err
	}
	kind, id, _ := strings.Cut(topic, "/")
	if kind != "account" {
		return "", fault.Field(field, "not_staff")
	}
	a, err := accounts.AccountOf(r, id)
	if err != nil {
		return "", err
	}
	if !a.Actor().Staff() || a.State != accounts.Active {
		return "", fault.Field(field, "not_staff")
	}
	return id, nil
}

// companyOf is the company of an account, or of a visitor whom its product
// vouches for.
func companyOf(r store.Reader, topic string) (company string, staff bool, err error) {
	kind, id, _ := strings.Cut(topic, "/")
	switch kind {
	case "account":
	case "visitor": // one whom a product vouches for
		v, err := accounts.VisitorOf(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return "", false, nil
		}
		return v.Company, false, err
	default:
		return "", false, nil
	}
	a, err := accounts.AccountOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", false, nil
	}
	return a.Company, a.Actor().Staff(), err
}

func unknown(field string, err error) error {
	if errors.Is(err, store.ErrNotFound) || fault.Is(err, fault.NotFound) {
		return fault.Field(field, "unknown_person").With(err)
	}
	return err
}
