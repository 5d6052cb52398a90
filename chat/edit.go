package chat

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
)

// Edit replaces the text of the actor's own message, also in the events that
// carried it, and tells so as message.edited. In a conversation that cannot be
// reopened any more nothing is edited.
func (d *Desk) Edit(ctx context.Context, a actor.Actor, conv, mid, body string) (MessageView, error) {
	m, err := d.locate(ctx, a, "conversation.edit", conv, mid)
	if err != nil {
		return MessageView{}, err
	}
	if m.Author != a.Topic() {
		return MessageView{}, fault.Denied()
	}
	if m.Text, err = cleanText(body, len(m.Files) > 0); err != nil {
		return MessageView{}, err
	}
	m.EditedAt = d.now()
	return d.rewrite(ctx, a, "message.edited", m)
}

// Delete takes text and files out of a message, also out of the events that
// carried it; its place in the stream stays. Authors delete their own,
// supervisors any.
func (d *Desk) Delete(ctx context.Context, a actor.Actor, conv, mid string) error {
	m, err := d.locate(ctx, a, "conversation.delete", conv, mid)
	if err != nil {
		return err
	}
	if m.Author != a.Topic() && !a.Supervises() {
		return fault.Denied()
	}
	m.Text, m.Files, m.DeletedAt = "", nil, d.now()
	_, err = d.rewrite(ctx, a, "message.deleted", m)
	return err
}

// locate finds a message by its id among those the actor may read. It looks
// from the newest back: those are the ones that are edited.
func (d *Desk) locate(ctx context.Context, a actor.Actor, verb, conv, mid string) (Message, error) {
	var found Message
	err := d.Store.View(ctx, func(r store.Reader) error {
		if _, err := allowed(r, a, verb, conv); err != nil {
			return err
		}
		streams := []string{Public}
		if a.Staff() {
			streams = append(streams, Internal)
		}
		for _, stream := range streams {
			for m, err := range messagesBefore(r, conv, stream, 0) {
				if err != nil {
					return err
				}
				if m.MID == mid {
					found = m
					return nil
				}
			}
		}
		return fault.Missing()
	})
	if err == nil && !found.DeletedAt.IsZero() {
		return found, fault.New(fault.Conflict, "message_deleted")
	}
	return found, err
}

func (d *Desk) rewrite(ctx context.Context, a actor.Actor, kind string, m Message) (MessageView, error) {
	var v MessageView
	err := d.Store.View(ctx, func(r store.Reader) (err error) {
		v, err = Render(r, m, a.Staff())
		return err
	})
	if err != nil {
		return v, err
	}
	v = withHTML([]MessageView{v})[0]
	tail, err := messageTail(m, v.Author, v.HTML, v.Files)
	if err != nil {
		return v, err
	}
	shown := preview(m.Text, v.HTML, nil)
	err = d.Store.Update(ctx, func(tx store.Tx) error { return rewritten(tx, a, kind, m, tail, shown, d.now()) })
	return v, err
}

func rewritten(tx store.Tx, a actor.Actor, kind string, m Message, tail []byte, shown string, now time.Time) error {
	stored, err := messages.Get(tx, m.Conv, m.Stream, m.Seq)
	if err != nil {
		return known(err)
	}
	if !stored.DeletedAt.IsZero() {
		return fault.New(fault.Conflict, "message_deleted")
	}
	c, h, err := both(tx, m.Conv)
	if err != nil {
		return err
	}
	if c.State == Closed && now.Sub(c.ClosedAt) > reopenWithin && kind == "message.edited" {
		return closedFault()
	}
	for _, id := range stored.Files {
		if !slices.Contains(m.Files, id) {
			if err := files.Detach(tx, id, "conversation/"+m.Conv+"/"+m.Stream); err != nil {
				return err
			}
		}
	}
	body := messageBody(m.Seq, tail)
	e := store.Event{
		Kind: kind, At: now, Conv: m.Conv, Stream: m.Stream, Seq: m.Seq, Author: a.Topic(),
		Topics: addTopic(h.tell(m.Conv, m.Stream), a.Topic()), Staff: body,
	}
	if m.Stream == Public {
		e.Public = body
	}
	for _, pos := range stored.Logged {
		if err := store.Amend(tx, pos, func(old *store.Event) { old.Staff, old.Public = e.Staff, e.Public }); err != nil {
			return err
		}
	}
	m.Logged = append(slices.Clone(stored.Logged), tx.Append(e))
	if err := messages.Put(tx, m); err != nil {
		return err
	}
	if m.Stream != Public {
		return nil
	}
	return forgetLast(tx, c, &h, m, shown)
}

// forgetLast brings the new text to where lists and events repeat the last
// public message.
func forgetLast(tx store.Tx, c Conversation, h *head, m Message, shown string) error {
	if h.LastSeq == m.Seq {
		h.LastText = shown
		if err := h.put(tx, c.ID); err != nil {
			return err
		}
	}
	var failed error
	for _, l := range c.Logged {
		if l.Seq != m.Seq {
			continue
		}
		err := store.Amend(tx, l.Pos, func(e *store.Event) {
			var err1, err2 error
			e.Staff, err1 = withLast(e.Staff, shown)
			e.Public, err2 = withLast(e.Public, shown)
			failed = errors.Join(failed, err1, err2)
		})
		if err := errors.Join(err, failed); err != nil {
			return err
		}
	}
	return nil
}

// withLast replaces the text of last_message in an encoded conversation.
func withLast(body []byte, shown string) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	var v map[string]json.RawMessage
	if err := json.Unmarshal(body, &v); err != nil {
		return nil, err
	}
	var last map[string]json.RawMessage
	if err := json.Unmarshal(v["last_message"], &last); err != nil {
		return nil, err
	}
	var err error
	if last["text"], err = json.Marshal(shown); err != nil {
		return nil, err
	}
	if v["last_message"], err = json.Marshal(last); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// Message returns one message as the actor sees it.
func (d *Desk) Message(ctx context.Context, a actor.Actor, conv, stream string, seq uint64) (MessageView, error) {
	var v MessageView
	err := d.Store.View(ctx, func(r store.Reader) error {
		if err := MayRead(r, a, conv, stream); err != nil {
			return err
		}
		m, err := messages.Get(r, conv, stream, seq)
		if err != nil {
			return known(err)
		}
		v, err = Render(r, m, a.Staff())
		return err
	})
	return withHTML([]MessageView{v})[0], err
}
