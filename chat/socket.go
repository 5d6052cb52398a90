package chat

import (
	"context"
	"encoding/json"
	"errors"

	"balcao/actor"
	"balcao/fault"
	"balcao/live"
)

// Frames are what clients may send about conversations over a socket.
func (d *Desk) Frames() []live.Frame {
	return []live.Frame{
		{Name: "send", Roles: actor.Chatters, Handle: d.onSend},
		{Name: "read", Roles: actor.Chatters, Handle: d.onRead},
		{Name: "typing", Roles: actor.Chatters, Handle: d.onTyping},
		{Name: "looking", Roles: actor.StaffOnly, Handle: d.onLooking},
		{Name: "presence", Roles: actor.StaffOnly, Handle: d.onPresence},
	}
}

func (d *Desk) onSend(ctx context.Context, c *live.Conn, raw []byte) error {
	var p Post
	if err := frame(raw, &p); err != nil {
		return err
	}
	out, err := d.Post(ctx, c.Actor(), p)
	if err != nil {
		return err
	}
	return c.Reply(live.OK{
		CMID: p.CMID, Conv: out.Conv, Stream: out.Stream, Seq: out.Seq, MID: out.MID, Pos: out.Pos, TS: live.Stamp(out.At), Dup: out.Dup,
	})
}

func (d *Desk) onRead(ctx context.Context, c *live.Conn, raw []byte) error {
	var f struct {
		Conv   string `json:"conv"`
		Stream string `json:"stream"`
		Seq    uint64 `json:"seq"`
	}
	if err := frame(raw, &f); err != nil {
		return err
	}
	return d.Read(ctx, c.Actor(), f.Conv, f.Stream, f.Seq)
}

func (d *Desk) onTyping(ctx context.Context, c *live.Conn, raw []byte) error {
	var f struct {
		Conv   string `json:"conv"`
		Stream string `json:"stream"`
		On     bool   `json:"on"`
		Text   string `json:"text"`
	}
	if err := frame(raw, &f); err != nil {
		return err
	}
	return d.Type(ctx, c.Actor(), c.ID(), f.Conv, f.Stream, f.On, f.Text)
}

func (d *Desk) onLooking(ctx context.Context, c *live.Conn, raw []byte) error {
	var f struct {
		Conv string `json:"conv"`
		On   bool   `json:"on"`
	}
	if err := frame(raw, &f); err != nil {
		return err
	}
	return d.Look(ctx, c.Actor(), c.ID(), f.Conv, f.On)
}

func (d *Desk) onPresence(ctx context.Context, c *live.Conn, raw []byte) error {
	var f struct {
		State string `json:"state"`
	}
	if err := frame(raw, &f); err != nil {
		return err
	}
	_, err := d.Choose(ctx, c.Actor(), f.State)
	return err
}

// frame reads the payload; a field of the wrong type is named.
func frame(raw []byte, v any) error {
	err := json.Unmarshal(raw, v)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return fault.Field(kind.Field, "wrong_type").With(err)
	}
	if err != nil {
		return fault.New(fault.Unreadable, "").With(err)
	}
	return nil
}
