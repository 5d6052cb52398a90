//go:build linux

package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/fault"
	"balcao/store/bolt"
	"balcao/store/storetest"
)

// The child has a disk of 6 MB to itself.
func TestChildWithASmallDisk(t *testing.T) {
	dir := storetest.Disk(t, os.Getenv(storetest.DiskVariable), "6m")
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
	storetest.OnADisk(t, "TestChildWithASmallDisk", "filled, refused, freed")
}
