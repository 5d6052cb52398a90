//go:build linux

package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"balcao/store/bolt"
)

// The child may map 8 GiB more than it has.
func TestChildWithLittleAddressSpace(t *testing.T) {
	dir := os.Getenv("BALCAO_TEST_ROOM")
	if dir == "" {
		t.Skip("runs as a child of TestALimitedAddressSpaceIsNoReasonNotToStart")
	}
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip(err)
	}
	var pages uint64
	if _, err := fmt.Sscan(string(statm), &pages); err != nil {
		t.Skip(err)
	}
	limit := pages*uint64(os.Getpagesize()) + 8<<30
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		t.Skip(err)
	}
	s, err := bolt.Open(filepath.Join(dir, "data.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if err := putRow(s, i, strings.Repeat("x", 10_000)); err != nil {
			t.Fatal(err)
		}
	}
	sound(t, s)
	shut(t, s)
	t.Log("opened in a small room")
}

func TestALimitedAddressSpaceIsNoReasonNotToStart(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestChildWithLittleAddressSpace$", "-test.v")
	cmd.Env = append(os.Environ(), "BALCAO_TEST_ROOM="+t.TempDir())
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Skip(err)
	case err != nil || !strings.Contains(string(out), "opened in a small room") && !strings.Contains(string(out), "SKIP"):
		t.Errorf("%v\n%s", err, out)
	}
}
