package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"balcao/tools/load/world"
)

// stormClient is a visitor with the duties of protocol.md: it comes back with
// full jitter, resumes where it was, and sends again what got no ok.
type stormClient struct {
	*world.Caller
	n    int
	conv string

	mu     sync.Mutex
	line   *world.Conn
	epoch  string
	pos    uint64
	by     world.Dialer   // of its sockets; nil = directly
	seen   map[string]int // by conversation and seq, as events came
	unsent []string       // texts in order; the cmid follows from the text
	acked  map[string]bool
	said   int
	back   time.Time // of the last synced
	heard  time.Time // the latest frame
	asked  time.Time // what is unsent was sent last
	resets int
	failed int
	dials  int
	opened chan struct{}
	over   bool
}

func newStormClient(v *world.Caller, n int) *stormClient {
	return &stormClient{Caller: v, n: n, seen: map[string]int{}, acked: map[string]bool{}, opened: make(chan struct{})}
}

func (k *stormClient) cmid(text string) string {
	number, _ := strconv.Atoi(text[len(text)-6:])
	return fmt.Sprintf("01900000-0000-7000-8%03x-%012x", number, k.n)
}

// begin connects, opens the conversation, and stays connected from then on.
func (k *stormClient) begin() error {
	if err := k.connect(true); err != nil {
		return err
	}
	k.mu.Lock()
	text := k.text()
	err := k.line.Say(world.Object{"t": "send", "cmid": k.cmid(text), "text": text, "new": world.Object{"site": "default"}})
	k.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case <-k.opened:
	case <-time.After(30 * time.Second):
		return fmt.Errorf("client %d: no conversation after 30 s", k.n)
	}
	go k.stay()
	return nil
}

// text makes the next text and notes it as unsent; k.mu is held.
func (k *stormClient) text() string {
	k.said++
	text := fmt.Sprintf("storm of %06d number %06d", k.n, k.said)
	k.unsent = append(k.unsent, text)
	return text
}

// say sends one message, or keeps it until there is a line.
func (k *stormClient) say() {
	k.mu.Lock()
	defer k.mu.Unlock()
	text := k.text()
	if k.line != nil && len(k.unsent) == 1 {
		_ = k.post(text)
	}
}

func (k *stormClient) post(text string) error {
	k.asked = time.Now()
	return k.line.Say(world.Object{"t": "send", "cmid": k.cmid(text), "conv": k.conv, "text": text})
}

// stay comes back whenever the line ends.
func (k *stormClient) stay() {
	for {
		k.mu.Lock()
		line, over := k.line, k.over
		k.mu.Unlock()
		if over {
			return
		}
		<-line.Done()
		k.mu.Lock()
		k.line, k.back = nil, time.Time{}
		k.mu.Unlock()
		for wait := 500 * time.Millisecond; ; wait = min(2*wait, 30*time.Second) {
			time.Sleep(time.Duration(rand.Int64N(int64(wait)))) //nolint:gosec // jitter
			if k.connect(false) == nil {
				break
			}
			k.mu.Lock()
			k.failed++
			over := k.over
			k.mu.Unlock()
			if over {
				return
			}
		}
	}
}

// connect dials, with resume if there is something to resume, and sends what
// is unsent: one at a time, the next when the ok has come.
func (k *stormClient) connect(first bool) error {
	k.mu.Lock()
	var resume *world.Resume
	if !first {
		resume = &world.Resume{Epoch: k.epoch, Pos: k.pos}
	}
	k.mu.Unlock()
	line, err := k.dial(resume)
	for wait := 0; err != nil && first && wait < 100; wait++ {
		time.Sleep(100 * time.Millisecond) // more handshakes a second than the server takes
		line, err = k.dial(nil)
	}
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.line, k.back, k.heard = line, time.Now(), time.Now()
	k.dials++
	if len(k.unsent) > 0 && k.conv != "" {
		_ = k.post(k.unsent[0])
	}
	return nil
}

func (k *stormClient) dial(resume *world.Resume) (*world.Conn, error) {
	if k.by == nil {
		return k.Dial(context.Background(), resume, k.take)
	}
	return k.DialThrough(k.by, 20*time.Second, resume, k.take)
}
