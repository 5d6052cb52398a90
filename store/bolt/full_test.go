//go:build linux

package bolt_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/fault"
	"balcao/store/bolt"
)

// The child has a disk of 6 MB to itself.
func TestChildWithASmallDisk(t *testing.T) {
	dir := os.Getenv("BALCAO_TEST_DISK")
	if dir == "" {
		t.Skip("runs as a child of TestARealDiskFillsUpAndIsFreed")
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=6m"); err != nil {
		t.Skip("no room of its own:", err)
	}
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "data.db")
	o := bolt.Options{Retry: 50 * time.Millisecond, Fatal: func(err error) { t.Error("fatal:", err) }}
	s, err := bolt.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for err == nil && n < 10_000 {
		err = putRow(s, n, strings.Repeat("x", 3000))
		n++
	}
	if !fault.Is(err, fault.ReadOnly) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("after %d rows: %v", n, err)
	}
	head := s.Log().Head()
	if head != uint64(n-1) || row(t, s, n-2) == "" || row(t, s, n-1) != "" {
		t.Errorf("head %d after %d rows", head, n-1)
	}
	sound(t, s)
	shut(t, s)
	if s, err = bolt.Open(path, o); err != nil {
		t.Fatal("a full disk is no reason not to start:", err)
	}
	for err = nil; err == nil && n < 20_000; n++ {
		err = putRow(s, n, strings.Repeat("x", 3000))
	}
	if !fault.Is(err, fault.ReadOnly) {
		t.Fatalf("opened again: %v", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); s.ReadOnly() && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if err := putRow(s, "after", "y"); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
	shut(t, s)
	t.Log("filled, refused, freed")
}

func TestARealDiskFillsUpAndIsFreed(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestChildWithASmallDisk$", "-test.v")
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
