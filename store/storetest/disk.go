//go:build linux

package storetest

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// DiskVariable names, in the environment of a child test, the folder where its
// disk goes.
const DiskVariable = "BALCAO_TEST_DISK"

// OnADisk runs the named test of the same program again as a child that may
// mount a disk of its own, and demands that it gets as far as saying done. It
// skips where the machine gives no namespaces.
func OnADisk(t *testing.T, child, done string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^"+child+"$", "-test.v")
	cmd.Env = append(cmd.Environ(), DiskVariable+"="+t.TempDir())
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
	case !strings.Contains(string(out), done):
		t.Errorf("it did not run:\n%s", out)
	}
}

// Disk mounts a disk of that size (as tmpfs takes it, "6m") on the folder that
// DiskVariable named; folder is "" when the test runs by itself, and it skips.
func Disk(t *testing.T, folder, size string) string {
	t.Helper()
	if folder == "" {
		t.Skip("runs as a child of another test")
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("no disk of its own:", err)
	}
	return folder
}

// FillUp writes the file until the disk takes no more.
func FillUp(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for chunk := make([]byte, 64<<10); err == nil; {
		_, err = f.Write(chunk)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}
