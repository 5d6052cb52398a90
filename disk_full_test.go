//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The child has a disk of 24 MB to itself.
func TestChildOnASmallDisk(t *testing.T) {
	disk := os.Getenv("BALCAO_TEST_DISK")
	if disk == "" {
		t.Skip("runs as a child of TestAFullDiskRefusesSendsAndNothingElseUntilThereIsRoom")
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skip("no disk of its own:", err)
	}
	folder := filepath.Join(disk, "data")
	admin := exec.Command(program(t), "admin", "create", "--data", folder, "--email", "a@balcao.test", "--name", "Ada", "--password-stdin")
	admin.Stdin = strings.NewReader(adminPassword + "\n")
	if out, err := admin.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	s := serveFolder(t, folder, wide...)
	v := s.visitor()
	k := v.dial(nil)
	k.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "good morning"})
	conv := k.frame("ok")["conv"].(string)

	ballast, err := os.Create(filepath.Join(disk, "ballast"))
	for chunk := make([]byte, 64<<10); err == nil; {
		_, err = ballast.Write(chunk)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
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
	if err := errors.Join(ballast.Close(), os.Remove(ballast.Name())); err != nil {
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

// all reads a conversation page by page.
func all(t *testing.T, c *caller, conv string) (items []any) {
	t.Helper()
	for after := 0; ; after = len(items) {
		page := c.want(200, "GET", fmt.Sprintf("/api/v1/conversations/%s/messages?limit=200&after=%d", conv, after), nil)["items"].([]any)
		if len(page) == 0 {
			return items
		}
		items = append(items, page...)
	}
}

func TestAFullDiskRefusesSendsAndNothingElseUntilThereIsRoom(t *testing.T) {
	program(t) // built out here: the child has no room for it
	cmd := exec.Command(os.Args[0], "-test.run", "^TestChildOnASmallDisk$", "-test.v")
	cmd.Env = append(os.Environ(), "BALCAO_TEST_DISK="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Skip("this machine gives no namespaces:", err)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	case strings.Contains(string(out), "SKIP"):
		t.Skip(string(out))
	case !strings.Contains(string(out), "filled, refused, freed"):
		t.Errorf("it did not run:\n%s", out)
	}
}
