package crash

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"balcao/tools/load/history"
	"balcao/tools/load/world"
)

// frame is what a tab reads of any frame.
type frame struct {
	T      string
	N      uint64
	Pos    uint64
	Ev     string
	Conv   string
	Stream string
	Seq    uint64
	CMID   string
	MID    string
	Dup    bool
	Code   string
	Retry  int64 `json:"retry_after_ms"`
	Epoch  string
	Reason string
	Self   struct{ ID string }
	Data   json.RawMessage
}

// message is the shape of a message in lists and events.
type message struct {
	Seq    uint64
	MID    string
	Conv   string
	Stream string
	Author struct{ ID string }
	Text   string
}

func (m message) shown() history.Message {
	return history.Message{
		Place: history.Place{Conv: m.Conv, Stream: m.Stream}, Seq: m.Seq, MID: m.MID,
		CMID: m.Text[strings.LastIndexByte(m.Text, ' ')+1:], Author: m.Author.ID, Text: m.Text,
	}
}

// take reads one frame.
func (t *tab) take(raw []byte) {
	var f frame
	if err := json.Unmarshal(raw, &f); err != nil {
		var cut *json.SyntaxError
		if !errors.As(err, &cut) || cut.Offset < int64(len(raw)) { // else the end of the server came in the middle of it
			t.person.run.odd(fmt.Sprintf("%s: a frame that cannot be read: %v", t.Name, err))
		}
		return
	}
	t.note(&f)
	switch {
	case f.T == "event" && f.Ev == "message":
		var m message
		if err := json.Unmarshal(f.Data, &m); err != nil {
			t.person.run.odd(fmt.Sprintf("%s: a message that cannot be read: %v", t.Name, err))
			return
		}
		t.Hear(history.Notice{Pos: f.Pos, Message: m.shown()})
	case f.T == "ok" || f.T == "err" && f.CMID != "":
		select {
		case t.person.answers <- f:
		default:
			t.person.run.odd(t.Name + ": more answers than questions")
		}
	}
}

// note keeps count and position as protocol.md asks of clients.
func (t *tab) note(f *frame) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch f.T {
	case "welcome":
		t.epoch = f.Epoch
		t.person.known(f.Self.ID)
	case "event":
		if t.count++; f.N != t.count {
			t.Miss(history.Span{From: t.count - 1, To: f.N})
			t.count = f.N
		}
		t.pos = max(t.pos, f.Pos)
	case "heartbeat":
		if f.N != t.count {
			t.Miss(history.Span{From: t.count, To: f.N})
			t.count = f.N
		}
		t.pos = max(t.pos, f.Pos)
	case "reset":
		t.person.run.reset(f.Reason)
		from := t.pos
		if f.Reason == "epoch" || f.Reason == "pos_ahead" {
			from = 0 // positions have another meaning now
		}
		t.anew(from)
	case "synced":
		t.pos = max(t.pos, f.Pos)
		if t.fresh {
			t.Skip(history.Span{From: t.from, To: f.Pos})
			t.fresh = false
		}
	case "drain":
		t.person.run.drains.Add(1)
	case "pong":
		t.pongs <- struct{}{}
	}
}

// messages reads what a place holds after a number.
func messages(c *world.Caller, p history.Place, after uint64) ([]history.Message, error) {
	var all []history.Message
	for {
		var page struct{ Items []message }
		if err := get(c, fmt.Sprintf("/api/v1/conversations/%s/messages?stream=%s&limit=200&after=%d", p.Conv, p.Stream, after), &page); err != nil {
			return nil, err
		}
		for _, m := range page.Items {
			all = append(all, m.shown())
			after = m.Seq
		}
		if len(page.Items) < 200 {
			return all, nil
		}
	}
}

func get(c *world.Caller, path string, into any) error {
	o, err := c.Call(200, "GET", path, nil)
	if err != nil {
		return err
	}
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}
