package chat

import (
	"context"
	"slices"
	"strings"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Canned is a reply kept for use again; its variables are filled in by the
// console when it is inserted.
type Canned struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Shortcut   string `json:"shortcut"`
	Text       string `json:"text"`
	Department string `json:"department,omitempty"`
	Locale     string `json:"locale,omitempty"`
}

// cannedLimit is how many there may be: they are listed whole.
const cannedLimit = 1_000

// CannedReplies lists them all, the oldest first.
func (d *Desk) CannedReplies(ctx context.Context) ([]Canned, error) {
	return every(ctx, d.Store, cannedReplies)
}

// KeepCanned adds the reply, or replaces it when it has an id.
func (d *Desk) KeepCanned(ctx context.Context, a actor.Actor, c Canned) (Canned, error) {
	if err := c.clean(); err != nil {
		return c, err
	}
	isNew := c.ID == ""
	if isNew {
		c.ID = d.NewID()
	}
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		if c.Department != "" {
			if _, err := DepartmentIn(tx, "department", c.Department); err != nil {
				return err
			}
		}
		n := 0
		for other, err := range cannedReplies.All(tx) {
			if err != nil {
				return err
			}
			if n++; isNew && n >= cannedLimit {
				return fault.New(fault.Conflict, "too_many_canned")
			}
			if other.ID != c.ID && c.Shortcut != "" && other.Shortcut == c.Shortcut && other.Locale == c.Locale && other.Department == c.Department {
				return fault.Field("shortcut", "shortcut_taken")
			}
		}
		if err := cannedReplies.Put(tx, c); err != nil {
			return err
		}
		return accounts.Audit(tx, d.now(), a, "canned_reply.keep", c.ID, nil)
	})
	return c, err
}

// Canned returns one reply.
func (d *Desk) Canned(ctx context.Context, id string) (Canned, error) {
	var c Canned
	err := d.Store.View(ctx, func(r store.Reader) (err error) {
		c, err = cannedReplies.Get(r, id)
		return known(err)
	})
	return c, err
}

// DropCanned removes a reply.
func (d *Desk) DropCanned(ctx context.Context, a actor.Actor, id string) error {
	return d.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := cannedReplies.Get(tx, id); err != nil {
			return known(err)
		}
		if err := cannedReplies.Delete(tx, id); err != nil {
			return err
		}
		return accounts.Audit(tx, d.now(), a, "canned_reply.drop", id, nil)
	})
}

func (c *Canned) clean() (err error) {
	if c.Name, err = cleanLine("name", c.Name, 100); err != nil {
		return err
	}
	if c.Name == "" {
		return fault.Field("name", "required")
	}
	c.Shortcut = strings.TrimPrefix(strings.ToLower(c.Shortcut), "/")
	if c.Shortcut, err = cleanLine("shortcut", c.Shortcut, 40); err != nil {
		return err
	}
	if strings.ContainsAny(c.Shortcut, " /@") {
		return fault.Field("shortcut", "bad_shortcut")
	}
	if c.Text, err = cleanShort("text", c.Text, 8_000); err != nil {
		return err
	}
	if c.Text == "" {
		return fault.Field("text", "empty_text")
	}
	return checkLocale(c.Locale)
}

func checkLocale(locale string) error {
	if locale == "" || slices.Contains(accounts.Locales[:], locale) {
		return nil
	}
	return fault.Field("locale", "locale_bad")
}
