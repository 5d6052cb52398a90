package main

import (
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A browser opens connections ahead of time and asks nothing on them.
func TestAConnectionOnWhichNothingWasAskedDoesNotHoldUpTheStop(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s.visitor() // the server has accepted the one before by then
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.done:
	case <-time.After(4 * time.Second): // http.Server waits 5 s for it
		t.Fatal("the server waits for a request that never comes")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
