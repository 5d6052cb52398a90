package chat

import (
	"context"
	"errors"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// Draft is what a member of staff has typed and not sent, kept so that it is
// there on every device.
type Draft struct {
	Key       string    `json:"key"` // conversation:ID or ticket:NUMBER
	Text      string    `json:"text"`
	Stream    string    `json:"stream"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

// DraftOf returns the actor's draft; where nothing is kept, an empty one: to
// have no draft is no failure.
func (d *Desk) DraftOf(ctx context.Context, a actor.Actor, key string) (Draft, error) {
	var row draftRow
	err := d.Store.View(ctx, func(r store.Reader) (err error) {
		row, err = drafts.Get(r, a.ID, key)
		if errors.Is(err, store.ErrNotFound) {
			row, err = draftRow{Draft: Draft{Key: key, Stream: Public}}, nil
		}
		return err
	})
	return row.Draft, err
}

// KeepDraft replaces the actor's draft; an empty text removes it.
func (d *Desk) KeepDraft(ctx context.Context, a actor.Actor, key, body, stream string) (Draft, error) {
	kind, id, ok := strings.Cut(key, ":")
	if !ok || kind != "conversation" && kind != "ticket" || id == "" || len(key) > 80 {
		return Draft{}, fault.Field("key", "bad_draft_key")
	}
	if stream == "" {
		stream = Public
	}
	if stream != Public && stream != Internal {
		return Draft{}, fault.Field("stream", "bad_stream")
	}
	if text.Runes(body) > text.MaxMessage {
		return Draft{}, TooLong("text", text.MaxMessage)
	}
	row := draftRow{Account: a.ID, Draft: Draft{Key: key, Text: strings.ToValidUTF8(body, "\uFFFD"), Stream: stream, UpdatedAt: d.now()}}
	return row.Draft, d.Store.Background(ctx, func(tx store.Tx) error {
		if body == "" {
			return drafts.Delete(tx, a.ID, key)
		}
		return drafts.Put(tx, row)
	})
}

// DropDraft removes the actor's draft; a missing one is no fault.
func (d *Desk) DropDraft(ctx context.Context, a actor.Actor, key string) error {
	return d.Store.Background(ctx, func(tx store.Tx) error { return drafts.Delete(tx, a.ID, key) })
}

// draftRow is a Draft with whose it is.
type draftRow struct {
	Account string `json:"account"`
	Draft
}
