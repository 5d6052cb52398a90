//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The child has a disk of 48 MB to itself.
func TestChildServerOnASmallDisk(t *testing.T) {
	disk := os.Getenv("BALCAO_TEST_SMALL_DISK")
	if disk == "" {
		t.Skip("runs as a child of TestHealthNamesStoreAndDiskWhenTheDiskIsFullAndForgetsWhenItIsNot")
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=48m"); err != nil {
		t.Skip("no room of its own:", err)
	}
	t.Setenv("TMPDIR", disk)
	s := serveFolder(t, newFolder(t), "--metrics-token", metricsToken)
	admin := s.signIn("a@balcao.test", adminPassword)
	visitor := s.visitor()
	ballast := filepath.Join(disk, "ballast")
	fillUp(t, ballast)
	full := false
	for n := 0; n < 200 && !full; n++ {
		status, _ := visitor.call("POST", "/api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": strings.Repeat("x", 15_000)})
		full = status == 503
	}
	if !full {
		t.Fatal("it never filled up")
	}
	health := admin.want(200, "GET", "/api/v1/health", nil)
	store, disked := legOf(t, health, "store"), legOf(t, health, "disk")
	if health["status"] != "broken" || store["state"] != "broken" || store["detail"] != "readonly" || store["since"] == nil || disked["detail"] != "full" {
		t.Errorf("full: %v", health)
	}
	if h := admin.want(200, "GET", "/healthz", nil); h["status"] != "readonly" {
		t.Errorf("healthz: %v", h)
	}
	if figures, _ := scraped(t, s.url, metricsToken); figures["balcao_store_readonly"] != 1 || figures["balcao_store_commits_failed_total"] == 0 {
		t.Errorf("readonly %v, failed commits %v", figures["balcao_store_readonly"], figures["balcao_store_commits_failed_total"])
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	within(t, "the store that writes again", func() bool {
		return legOf(t, admin.want(200, "GET", "/api/v1/health", nil), "store")["state"] == "ok"
	})
	t.Log("filled, told, freed")
}

// fillUp writes until the disk takes no more.
func fillUp(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 64<<10))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

func TestHealthNamesStoreAndDiskWhenTheDiskIsFullAndForgetsWhenItIsNot(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestChildServerOnASmallDisk$", "-test.v")
	cmd.Env = append(os.Environ(), "BALCAO_TEST_SMALL_DISK="+t.TempDir())
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
	case !strings.Contains(string(out), "filled, told, freed"):
		t.Errorf("it did not run:\n%s", out)
	}
}
