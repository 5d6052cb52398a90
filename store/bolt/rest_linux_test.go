package bolt_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"balcao/store/bolt"
)

// mapped is how much of mapped files the process holds, in KiB.
func mapped(t *testing.T) (kib int) {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(b), "RssFile:")
	if _, err := fmt.Sscan(after, &kib); err != nil {
		t.Fatal(err)
	}
	return kib
}

func TestAStoreAtRestHoldsNoPagesAndStillReads(t *testing.T) {
	s := open(t, bolt.Options{NoSync: true})
	big := strings.Repeat("x", 1<<20-100)
	for i := range 32 {
		if err := putRow(s, i, big); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 32 {
		row(t, s, i)
	}
	before := mapped(t)
	if err := s.Rest(); err != nil {
		t.Fatal(err)
	}
	if after := mapped(t); before-after < 20<<10 {
		t.Errorf("%d KiB of files are mapped, %d before", after, before)
	}
	for i := range 32 {
		if row(t, s, i) != big {
			t.Fatal("a row has changed")
		}
	}
	sound(t, s)
}
