package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
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
	cmids []string
}

var errGone = errors.New("the server has gone")

// TestKilledServerLosesNothingAcknowledgedAndDoublesNothing kills the real
// process five times under twenty senders, each of which sends again what was
// not acknowledged, then holds the stored conversations against the histories
// (C1–C5 of quality.md).
func TestKilledServerLosesNothingAcknowledgedAndDoublesNothing(t *testing.T) {
	const senders, rounds = 20, 5
	folder := newFolder(t)
	s := serveFolder(t, folder, wide...)
	listen := strings.TrimPrefix(s.url, "http://")
	people := make([]*sender, senders)
	for i := range people {
		people[i] = &sender{caller: s.visitor(), name: fmt.Sprintf("s%02d", i), acked: map[string]float64{}}
	}
	for round := range rounds + 1 {
		stop := make(chan struct{})
		var running sync.WaitGroup
		for _, p := range people {
			running.Go(func() { p.talk(stop) })
		}
		time.Sleep(time.Duration(150+rand.IntN(350)) * time.Millisecond)
		if round == rounds {
			close(stop) // the last round ends in peace
			running.Wait()
			break
		}
		s.kill()
		close(stop)
		running.Wait()
		s = serveFolder(t, folder, append(wide, "--listen="+listen)...)
	}
	total := 0
	for _, p := range people {
		total += p.check()
	}
	t.Logf("%d messages acknowledged by %d senders over %d kills", total, senders, rounds)
	if total < senders*rounds {
		t.Errorf("only %d messages got through: the test tested nothing", total)
	}
}

// talk sends one message after the other, each only after the ok of the one
// before, until stop or the server goes; what has no ok is sent again first.
func (p *sender) talk(stop <-chan struct{}) {
	k, err := p.connect()
	if err != nil {
		return
	}
	defer func() { _ = k.conn.CloseNow() }()
	for {
		n := len(p.acked)
		if n == len(p.sent) {
			select {
			case <-stop:
				return
			default:
			}
			p.sent = append(p.sent, fmt.Sprintf("%s-%04d", p.name, n))
			p.cmids = append(p.cmids, newCMID())
		}
		frame := object{"t": "send", "cmid": p.cmids[n], "text": p.sent[n]}
		if p.conv == "" {
			frame["new"] = object{"site": "default"}
		} else {
			frame["conv"] = p.conv
		}
		k.send(frame)
		ok, err := k.answer(p.cmids[n])
		if err != nil {
			return
		}
		p.conv = ok["conv"].(string)
		p.acked[p.sent[n]] = ok["seq"].(float64)
	}
}

func (p *sender) connect() (k *socket, err error) {
	res, err := p.client.Get(p.url + "/healthz")
	if err != nil {
		return nil, errGone
	}
	_ = res.Body.Close()
	return p.tryDial(nil)
}

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
