package live

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// own are the frames that concern the connection itself.
func (h *Hub) own() []Frame {
	return []Frame{
		{Name: "ping", Roles: actor.Chatters, Handle: h.ping},
		{Name: "watch", Roles: actor.StaffOnly, Handle: h.watch},
		{Name: "unwatch", Roles: actor.StaffOnly, Handle: h.unwatch},
	}
}

func (h *Hub) ping(_ context.Context, c *Conn, raw []byte) error {
	var f struct {
		N json.RawMessage `json:"n"`
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return fault.New(fault.Unreadable, "").With(err)
	}
	var n float64
	if f.N != nil && json.Unmarshal(f.N, &n) != nil {
		return fault.Field("n", "wrong_type")
	}
	return c.Reply(pongFrame{T: "pong", N: f.N, TS: Stamp(h.o.Clock())})
}

func convOf(raw []byte) (string, error) {
	var f struct {
		Conv string `json:"conv"`
	}
	var wrong *json.UnmarshalTypeError
	if err := json.Unmarshal(raw, &f); errors.As(err, &wrong) {
		return "", fault.Field("conv", "wrong_type")
	} else if err != nil {
		return "", fault.New(fault.Unreadable, "").With(err)
	}
	if f.Conv == "" {
		return "", fault.Field("conv", "required")
	}
	return f.Conv, nil
}

// watch has the connection follow a conversation it is not part of.
func (h *Hub) watch(ctx context.Context, c *Conn, raw []byte) error {
	conv, err := convOf(raw)
	if err != nil {
		return err
	}
	for {
		h.mu.Lock()
		turn, full := c.turn, len(c.watched) >= h.limits.Watch
		already := slices.Contains(c.watched, conv)
		h.mu.Unlock()
		if already {
			return nil
		}
		if full {
			return fault.Field("conv", "too_many")
		}
		if err := h.o.Store.View(ctx, func(r store.Reader) error { return h.mayWatch(r, &c.member, conv) }); err != nil {
			return err
		}
		h.mu.Lock()
		if c.turn != turn {
			h.mu.Unlock()
			continue // its rights changed while they were being asked
		}
		c.watched = append(c.watched, conv)
		t := conversationTopic(conv)
		h.byTopic[t] = append(h.byTopic[t], &c.member)
		h.mu.Unlock()
		h.o.Watched(ctx, c.actor, c.id, conv, true)
		return nil
	}
}

func (h *Hub) unwatch(ctx context.Context, c *Conn, raw []byte) error {
	conv, err := convOf(raw)
	if err != nil {
		return err
	}
	h.mu.Lock()
	i := slices.Index(c.watched, conv)
	if i < 0 {
		h.mu.Unlock()
		return nil
	}
	c.watched = slices.Delete(c.watched, i, i+1)
	remove(h.byTopic, conversationTopic(conv), &c.member)
	h.mu.Unlock()
	h.o.Watched(ctx, c.actor, c.id, conv, false)
	return nil
}
