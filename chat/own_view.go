package chat

import (
	"context"
	"time"

	"balcao/actor"
	"balcao/store"
)

// viewFor shows a conversation with what is the viewer's own.
func (d *Desk) viewFor(f *faces, a actor.Actor, c Conversation) (View, error) {
	place, err := f.place(c, d.now())
	if err != nil {
		return View{}, err
	}
	return d.viewAt(f, a, c, place)
}

func (d *Desk) viewAt(f *faces, a actor.Actor, c Conversation, place int) (View, error) {
	h, err := headOf(f.r, c.ID)
	if err != nil {
		return View{}, err
	}
	v, err := f.view(c, h)
	if err != nil {
		return v, err
	}
	n, err := unread(f.r, c.ID, a, &h)
	if err != nil {
		return v, err
	}
	v.Unread, v.QueuePosition = &n, place
	if place > 0 {
		v.ExpectedWait, err = expectedWait(f.r, c.Department, place)
	}
	return v, err
}

// movedAt is when something last happened in the conversation.
func (v View) movedAt() time.Time {
	at := v.OpenedAt
	if v.Last != nil && v.Last.At.After(at) {
		at = v.Last.At
	}
	if v.AssignedAt.After(at) {
		at = v.AssignedAt
	}
	return at
}

// Show returns the conversation as the actor sees it; a foreign one is
// missing.
func (d *Desk) Show(ctx context.Context, a actor.Actor, conv string) (View, error) {
	var v View
	err := d.Store.View(ctx, func(r store.Reader) error {
		c, err := allowed(r, a, "conversation.read", conv)
		if err != nil {
			return err
		}
		v, err = d.viewFor(newFaces(r, a.Staff()), a, c)
		return err
	})
	return v, err
}

// Messages returns a page of a stream, ascending: those after a seq, and before
// the other if there are both; else the last before one, else the newest.
func (d *Desk) Messages(ctx context.Context, a actor.Actor, conv, stream string, after, before *uint64, limit int) (list []MessageView, more bool, err error) {
	err = d.Store.View(ctx, func(r store.Reader) error {
		list, more = []MessageView{}, false
		if err := MayRead(r, a, conv, stream); err != nil {
			return err
		}
		f, from := newFaces(r, a.Staff()), uint64(0)
		seq := messagesBefore(r, conv, stream, 0)
		if before != nil {
			seq = messagesBefore(r, conv, stream, *before)
		}
		if after != nil {
			from = *after
			seq = MessagesOf(r, conv, stream, from)
		}
		for m, err := range seq {
			if err != nil {
				return err
			}
			if after != nil && before != nil && m.Seq >= *before {
				break
			}
			if len(list) == limit {
				more = true
				break
			}
			v, err := f.message(m)
			if err != nil {
				return err
			}
			if m.Author == a.Topic() {
				v.CMID = m.CMID
			}
			list = append(list, v)
		}
		if after == nil {
			reverse(list)
		}
		return nil
	})
	return withHTML(list), more, err
}

func reverse(list []MessageView) {
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
}
