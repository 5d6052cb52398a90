package tickets

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"balcao/chat"
	"balcao/fault"
	"balcao/text"
)

// Draft is what is asked for with POST /api/v1/tickets; it is also what a
// request keeps.
type Draft struct {
	Title          string          `json:"title"`
	Description    string          `json:"description,omitempty"`
	Type           string          `json:"type,omitempty"`
	Priority       Priority        `json:"priority,omitempty"`
	Conversation   string          `json:"conversation,omitempty"`
	Messages       []uint64        `json:"messages"` // nil = all
	Contact        json.RawMessage `json:"contact,omitempty"`
	Company        string          `json:"company,omitempty"`
	Product        string          `json:"product,omitempty"`
	Version        string          `json:"version,omitempty"`
	Files          []string        `json:"files,omitempty"`
	WishedDate     string          `json:"wished_date,omitempty"`
	Environment    string          `json:"environment,omitempty"`
	Steps          string          `json:"steps,omitempty"`
	Department     string          `json:"department,omitempty"`
	Assignee       json.RawMessage `json:"assignee,omitempty"`
	Tags           []string        `json:"tags,omitempty"`
	Watchers       json.RawMessage `json:"watchers,omitempty"`
	Note           string          `json:"note,omitempty"`
	OverrideReason string          `json:"override_reason,omitempty"`
	granted        uint64          // number of the request it was
}

const (
	maxWord  = 200 // code points of product, version and the like
	maxTags  = 20
	maxTag   = 40
	maxFiles = 20
)

// clean makes the texts fit to keep and refuses what is wrong or missing.
func (d *Draft) clean() error {
	var err error
	if d.Title, err = title(d.Title); err != nil {
		return err
	}
	if d.Description, err = long("description", d.Description); err != nil {
		return err
	}
	if d.Steps, err = long("steps", d.Steps); err != nil {
		return err
	}
	if d.Note, err = long("note", d.Note); err != nil {
		return err
	}
	for _, w := range []struct {
		name string
		at   *string
	}{
		{"product", &d.Product},
		{"version", &d.Version},
		{"environment", &d.Environment},
		{"company", &d.Company},
		{"department", &d.Department},
		{"override_reason", &d.OverrideReason},
	} {
		if *w.at, err = word(w.name, *w.at); err != nil {
			return err
		}
	}
	if d.Type == "" {
		d.Type = "question"
	}
	if d.Priority == "" {
		d.Priority = "average"
	}
	if !slices.Contains(Types, d.Type) {
		return fault.Field("type", "bad_choice")
	}
	if d.Priority.rank() < 0 {
		return fault.Field("priority", "bad_choice")
	}
	if d.Tags, err = tags(d.Tags); err != nil {
		return err
	}
	if len(d.Files) > maxFiles {
		return fault.Field("files", "too_many")
	}
	if d.Messages != nil {
		slices.Sort(d.Messages)
		d.Messages = slices.Compact(d.Messages)
	}
	return wished(d.Type, d.WishedDate)
}

// sum is what an Idempotency-Key is held to.
func (d Draft) sum() (string, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:]), nil
}

func title(s string) (string, error) {
	s = text.Line(s)
	switch n := text.Runes(s); {
	case n == 0:
		return "", fault.Field("title", "required")
	case n > text.MaxTitle:
		return "", chat.TooLong("title", text.MaxTitle)
	}
	return s, nil
}

func long(field, s string) (string, error) {
	s = text.Clean(s)
	if text.Runes(s) > text.MaxMessage {
		return "", chat.TooLong(field, text.MaxMessage)
	}
	return s, nil
}

func word(field, s string) (string, error) {
	s = text.Line(s)
	if text.Runes(s) > maxWord {
		return "", chat.TooLong(field, maxWord)
	}
	return s, nil
}

func tags(list []string) ([]string, error) {
	var clean []string
	for _, tag := range list {
		tag = strings.TrimPrefix(text.Line(tag), "#")
		if text.Runes(tag) > maxTag {
			return nil, chat.TooLong("tags", maxTag)
		}
		if tag != "" && !slices.Contains(clean, tag) {
			clean = append(clean, tag)
		}
	}
	if len(clean) > maxTags {
		return nil, fault.Field("tags", "too_many")
	}
	return clean, nil
}

// wished refuses an installation without a day, and a day that is none.
func wished(kind, date string) error {
	if date == "" {
		if kind == TypeInstallation {
			return fault.Field("wished_date", "required")
		}
		return nil
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return fault.Field("wished_date", "bad_date").With(err)
	}
	return nil
}
