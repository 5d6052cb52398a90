package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// assembled is a house over an empty folder, not started.
func assembled(t *testing.T) *house {
	t.Helper()
	s := settings{Data: t.TempDir(), Listen: "127.0.0.1:0", MaxFileMB: 100, VisitorBurst: 10, StaffBurst: 30, VisitorRate: 60, StaffRate: 300, SocketsPerIP: 20, HandshakeRate: 500, VisitorsPerIP: 60, SignInsPerIP: 30}
	h, err := assemble(s, "http://127.0.0.1:0", time.Now, slog.New(slog.DiscardHandler), func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func TestPoliciesAreAsTheGoldenFileShows(t *testing.T) {
	h := assembled(t)
	var b strings.Builder
	for _, r := range h.router.Routes() {
		fmt.Fprintf(&b, "%-6s %s  %s\n", r.Method, r.Path, r.Policy)
	}
	for _, f := range h.hub.Frames() {
		fmt.Fprintf(&b, "frame  %s  [%s]\n", f.Name, f.Roles)
	}
	const golden = "testdata/policy.golden"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the policies changed; look at the difference after go test . -run Policies -update\n%s", b.String())
	}
}
