//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/store/storetest"
)

// The child has a disk of 24 MB to itself.
func TestChildOnASmallDisk(t *testing.T) {
	disk := storetest.Disk(t, os.Getenv(storetest.DiskVariable), "24m")
	program(t) // built beside the disk, which has no room for it
	t.Setenv("TMPDIR", disk)
	s := serveFolder(t, newFolder(t), wide...)
	v := s.visitor()
	k := v.dial(nil)
	k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "good morning"})
	conv := k.frame("ok")["conv"].(string)

	ballast := filepath.Join(disk, "ballast")
	storetest.FillUp(t, ballast)
	acked, refused := 1, object(nil)
	for i := 0; refused == nil && i < 20_000; i++ {
		k.send(object{"t": "send", "cmid": newCMID(), "conv": conv, "text": strings.Repeat("x", 8000)})
		f := k.next("an answer", func(f object) bool { return f["t"] == "ok" || f["t"] == "err" })
		if f["t"] == "ok" {
			acked++
		} else {
			refused = f
		}
	}
	if refused["code"] != "readonly" {
		t.Fatalf("after %d messages: %v", acked, refused)
	}
	if got := len(all(t, v, conv)); got != acked {
		t.Errorf("%d messages were acknowledged, %d can be read", acked, got)
	}
	s.signIn("a@balcao.test", adminPassword)
	if h := s.caller().want(200, "GET", "/healthz", nil); h["status"] != "readonly" {
		t.Errorf("healthz says %v", h)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	cmid, back := newCMID(), false
	for began := time.Now(); !back && time.Since(began) < 15*time.Second; time.Sleep(200 * time.Millisecond) {
		k.send(object{"t": "send", "cmid": cmid, "conv": conv, "text": "room again"})
		back = k.next("an answer", func(f object) bool { return f["cmid"] == cmid && f["t"] != "event" })["t"] == "ok"
	}
	if !back {
		t.Fatal("writing did not come back by itself")
	}
	if got := len(all(t, v, conv)); got != acked+1 {
		t.Errorf("%d messages after all, %d can be read", acked+1, got)
	}
	fmt.Println("filled, refused, freed")
}

func TestAFullDiskRefusesSendsAndNothingElseUntilThereIsRoom(t *testing.T) {
	storetest.OnADisk(t, "TestChildOnASmallDisk", "filled, refused, freed")
}
