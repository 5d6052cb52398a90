package main

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"balcao/tools/load/world"
)

// slowReader is an operator who takes part in all of them.
type slowReader struct {
	*world.Caller
	room    *slowRoom
	gate    sync.RWMutex // held for writing while it reads nothing
	by      world.Dialer
	line    *world.Conn
	mu      sync.Mutex
	epoch   string
	pos     uint64
	seen    map[int]int
	samples []time.Duration
	resets  int
}

// take takes one frame; while the gate is shut it does not return, and nothing
// is read from the socket.
func (k *slowReader) take(b []byte) {
	k.gate.RLock()
	defer k.gate.RUnlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	switch world.Kind(b) {
	case "welcome":
		k.epoch = world.String(b, "epoch")
	case "reset":
		k.resets++
	case "synced":
		k.pos = max(k.pos, world.Number(b, "pos"))
	case "event":
		k.pos = max(k.pos, world.Number(b, "pos"))
		text := world.Bytes(b, "text")
		if string(world.Bytes(b, "ev")) != "message" || len(text) < 11 {
			return
		}
		if n, err := strconv.Atoi(string(text[:10])); err == nil {
			k.seen[n]++
			if k.room.sample.Load() {
				k.samples = append(k.samples, time.Since(k.room.due(n)))
			}
		}
	}
}

// stop has the reader read nothing any more.
func (k *slowReader) stop() { k.gate.Lock() }

// resume reads on until the old line ends, then comes back where it was; took
// is the coming back alone, for what the kernel still holds of a cut line comes
// at its own pace.
func (k *slowReader) resume() (took time.Duration, err error) {
	k.gate.Unlock()
	select {
	case <-k.line.Done():
	case <-time.After(60 * time.Second):
		return 0, fmt.Errorf("the line of the reader that stopped is still up")
	}
	began := time.Now()
	k.mu.Lock()
	at := &world.Resume{Epoch: k.epoch, Pos: k.pos}
	k.mu.Unlock()
	line, err := k.DialThrough(k.by, 60*time.Second, at, k.take)
	if err == nil {
		k.line = line
	}
	return time.Since(began), err
}
