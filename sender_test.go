package main

import (
	"errors"
	"fmt"
)

// wide lifts the limits that would slow the senders of a test down.
var wide = []string{
	"--visitor-rate=600000", "--visitor-burst=10000", "--staff-rate=600000", "--staff-burst=10000",
	"--sockets-per-ip=1000", "--visitors-per-ip=10000", "--sign-ins-per-ip=1000",
}

// sender is a visitor that keeps what it sent and what was acknowledged.
type sender struct {
	*caller
	name  string
	conv  string
	sent  []string           // texts, in order
	acked map[string]float64 // text → seq told by ok
}

var errGone = errors.New("the server has gone")

// answer is the ok of what was sent under the cmid.
func (k *socket) answer(cmid string) (object, error) {
	for frame := range k.seen {
		if frame["cmid"] == cmid && frame["t"] == "ok" {
			return frame, nil
		}
		if frame["cmid"] == cmid && frame["t"] == "err" {
			return nil, fmt.Errorf("refused: %v", frame)
		}
	}
	return nil, errGone
}

// check holds what is stored against what was acknowledged.
func (p *sender) check() int {
	if p.conv == "" {
		return 0
	}
	stored, after := []string{}, 0.0
	for {
		page := p.want(200, "GET", fmt.Sprintf("/api/v1/conversations/%s/messages?limit=200&after=%.0f", p.conv, after), nil)
		items := page["items"].([]any)
		if len(items) == 0 {
			break
		}
		for _, item := range items {
			m := item.(map[string]any)
			if m["seq"].(float64) != after+1 {
				p.t.Fatalf("C4 %s: after %v comes %v", p.name, after, m["seq"])
			}
			after++
			stored = append(stored, m["text"].(string))
		}
	}
	where := map[string]int{}
	for i, text := range stored {
		if first, twice := where[text]; twice {
			p.t.Errorf("C3 %s is stored at %d and %d", text, first+1, i+1)
		}
		where[text] = i
		if i >= len(p.sent) || p.sent[i] != text {
			p.t.Errorf("C2, C5 %s: %s at %d was not sent as number %d", p.name, text, i+1, i+1)
		}
	}
	for text, seq := range p.acked {
		if at, ok := where[text]; !ok || float64(at+1) != seq {
			p.t.Errorf("C1 %s was acknowledged as %v, stored at %d", text, seq, at+1)
		}
	}
	return len(p.acked)
}
