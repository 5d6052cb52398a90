package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// hostile is one thing a client should not send. want are the codes that may
// close the socket for it; 0 = it may stay open.
type hostile struct {
	name string
	send func(ctx context.Context, conn *websocket.Conn, conv string, random *rand.Rand) error
	want []websocket.StatusCode
}

func text(b []byte) func(context.Context, *websocket.Conn, string, *rand.Rand) error {
	return func(ctx context.Context, conn *websocket.Conn, _ string, _ *rand.Rand) error {
		return conn.Write(ctx, websocket.MessageText, b)
	}
}

var hostiles = []hostile{
	{"binary", func(ctx context.Context, conn *websocket.Conn, _ string, _ *rand.Rand) error {
		return conn.Write(ctx, websocket.MessageBinary, []byte(`{"t":"ping","n":1}`))
	}, []websocket.StatusCode{1003}},
	{"not UTF-8", text([]byte("{\"t\":\"send\",\"text\":\"\xff\xfe\"}")), []websocket.StatusCode{1007}},
	{"oversize", text(append([]byte(`{"t":"send","text":"`), bytes.Repeat([]byte("x"), 70<<10)...)), []websocket.StatusCode{1009}},
	{"too deep", text([]byte(`{"t":"send","a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`)), []websocket.StatusCode{0}},
	{"three bad ones", func(ctx context.Context, conn *websocket.Conn, _ string, _ *rand.Rand) (err error) {
		for range 3 {
			err = conn.Write(ctx, websocket.MessageText, []byte(`{"t":`))
		}
		return err
	}, []websocket.StatusCode{4501}},
	{"one byte a fragment", func(ctx context.Context, conn *websocket.Conn, _ string, _ *rand.Rand) error {
		w, err := conn.Writer(ctx, websocket.MessageText)
		for _, b := range []byte(`{"t":"ping","n":7}`) {
			if err == nil {
				_, err = w.Write([]byte{b})
			}
		}
		if err == nil {
			err = w.Close()
		}
		return err
	}, []websocket.StatusCode{0}},
	{"mutated", func(ctx context.Context, conn *websocket.Conn, conv string, random *rand.Rand) error {
		b := fmt.Appendf(nil, `{"t":"send","cmid":"%s","conv":"%s","text":"hello","stream":"public","files":[],"reply_to":1}`, newCMID(), conv)
		for range 1 + random.IntN(4) {
			switch at := random.IntN(len(b)); random.IntN(3) {
			case 0:
				b[at] = byte(' ' + random.IntN(95))
			case 1:
				b = append(b[:at], b[at+1:]...)
			default:
				b = append(b[:at], append([]byte(`:"9`), b[at:]...)...)
			}
		}
		return conn.Write(ctx, websocket.MessageText, b)
	}, []websocket.StatusCode{0, 1007}},
}

// TestHostileFramesCloseTheirOwnSocketAndNobodyElseNotices sends what a client
// should not over real sockets while two people chat (quality.md, last row of
// its first table).
func TestHostileFramesCloseTheirOwnSocketAndNobodyElseNotices(t *testing.T) {
	s := serveFolder(t, newFolder(t), wide...)
	quiet := s.visitor()
	line := quiet.dial(nil)
	line.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "good morning"})
	conv := line.frame("ok")["conv"].(string)

	attacker := s.visitor()
	first := attacker.dial(nil)
	first.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "let me in"})
	theirs := first.frame("ok")["conv"].(string)
	_ = first.conn.CloseNow()

	random := rand.New(rand.NewPCG(7, rand.Uint64()))
	for round := range 60 {
		h := hostiles[min(round, len(hostiles)-1)] // each once, then mutations
		k := attacker.dial(nil)
		k.frame("synced")
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		if err := h.send(ctx, k.conn, theirs, random); err != nil && websocket.CloseStatus(err) < 0 {
			t.Logf("%s: %v", h.name, err) // cut while it was being sent
		}
		cancel()
		code, frames := k.fate(time.Second)
		if !slices.Contains(h.want, code) {
			t.Errorf("%s: closed with %d, want %v; frames %v", h.name, code, h.want, frames)
		}
		for _, f := range frames {
			if said := fmt.Sprint(f); f["t"] == "err" && (strings.Contains(said, "json:") || strings.Contains(said, ".go") || strings.Contains(said, "offset")) {
				t.Errorf("%s: inner text in %v", h.name, f)
			}
		}
		_ = k.conn.CloseNow()
		cmid := newCMID()
		line.send(object{"t": "send", "cmid": cmid, "conv": conv, "text": fmt.Sprint("still here ", round)})
		if ok := line.frame("ok"); ok["cmid"] != cmid || ok["seq"] != float64(round+2) {
			t.Fatalf("after %s the bystander got %v", h.name, ok)
		}
	}
}

// fate is what comes of a socket: the code it is closed with, 0 when it still
// answers a ping, and the frames seen until then.
func (k *socket) fate(within time.Duration) (websocket.StatusCode, []object) {
	ping, _ := json.Marshal(object{"t": "ping", "n": 99})
	_ = k.conn.Write(context.Background(), websocket.MessageText, ping)
	var frames []object
	deadline := time.After(within)
	for {
		select {
		case f, open := <-k.seen:
			if !open {
				return websocket.CloseStatus(<-k.end), frames
			}
			if f["t"] == "pong" && f["n"] == 99.0 {
				return 0, frames
			}
			frames = append(frames, f)
		case <-deadline:
			return -2, frames
		}
	}
}
