package main

import (
	"strconv"
	"time"

	"balcao/tools/load/world"
)

// place is where a message stands.
func place(conv string, seq uint64) string { return conv + "/" + strconv.FormatUint(seq, 10) }

// take takes one frame.
func (k *stormClient) take(b []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.heard = time.Now()
	switch world.Kind(b) {
	case "welcome":
		k.epoch = world.String(b, "epoch")
	case "synced":
		k.pos = max(k.pos, world.Number(b, "pos"))
	case "reset":
		k.resets++
	case "event":
		k.pos = max(k.pos, world.Number(b, "pos"))
		if world.String(b, "ev") == "message" && world.String(b, "stream") == "public" {
			k.seen[place(world.String(b, "conv"), world.Number(b, "seq"))]++
		}
	case "ok":
		k.acknowledged(world.String(b, "cmid"), world.String(b, "conv"))
	case "err":
		if world.String(b, "code") == "busy" && k.line != nil && len(k.unsent) > 0 {
			text := k.unsent[0]
			time.AfterFunc(time.Second, func() { k.again(text) })
		}
	}
}

// acknowledged takes the message off what is unsent and sends the next;
// k.mu is held.
func (k *stormClient) acknowledged(cmid, conv string) {
	if len(k.unsent) == 0 || k.cmid(k.unsent[0]) != cmid {
		return
	}
	k.acked[k.unsent[0]] = true
	k.unsent = k.unsent[1:]
	if k.conv == "" {
		k.conv = conv
		close(k.opened)
	}
	if len(k.unsent) > 0 && k.line != nil {
		_ = k.post(k.unsent[0])
	}
}

func (k *stormClient) again(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.line != nil && len(k.unsent) > 0 && k.unsent[0] == text {
		_ = k.post(text)
	}
}
