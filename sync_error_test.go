package main

import (
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestAFailedSyncEndsTheServerWithoutAnOk makes the real program's twentieth
// sync (of a thread, as strace counts) fail with an input/output error; -D keeps it our own child, to be killed (quality.md: no ok, no further writes,
// exit within a second, sound after a restart).
func TestAFailedSyncEndsTheServerWithoutAnOk(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed: nothing else makes a sync of the real program fail")
	}
	folder := newFolder(t)
	s := &server{t: t, done: make(chan struct{}), errs: nil}
	s.cmd = exec.Command(strace, append([]string{
		"-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=20",
		program(t), "serve", "--data", folder, "--listen", "127.0.0.1:0",
	}, wide...)...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	first := make([]byte, 200)
	n, err := out.Read(first)
	line, _, _ := strings.Cut(string(first[:n]), "\n")
	url, ok := strings.CutPrefix(line, "listening on ")
	if !ok {
		t.Skipf("no program under strace here: %q %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, out); _ = s.cmd.Wait(); close(s.done) }()
	s.url = url

	v := s.visitor()
	k := v.dial(nil)
	p := &sender{caller: v, name: "s", acked: map[string]float64{}}
	for open := true; open && len(p.sent) < 400; {
		frame := object{"t": "send", "cmid": newCMID(), "text": "message " + newCMID(), "new": object{"site": "default"}}
		if p.conv != "" {
			delete(frame, "new")
			frame["conv"] = p.conv
		}
		p.sent = append(p.sent, frame["text"].(string))
		k.send(frame)
		answer, err := k.answer(frame["cmid"].(string))
		if open = err == nil; open {
			p.conv = answer["conv"].(string)
			p.acked[frame["text"].(string)] = answer["seq"].(float64)
		}
	}
	if len(p.sent) == 400 || len(p.acked) == 0 {
		t.Fatalf("%d sent, %d acknowledged: the sync did not fail where it should", len(p.sent), len(p.acked))
	}
	select {
	case <-s.done:
	case <-time.After(5 * time.Second):
		t.Fatal("the server goes on after a failed sync")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
	again := serveFolder(t, folder, wide...)
	p.caller.url = again.url
	if got := p.check(); got != len(p.acked) {
		t.Errorf("%d of %d", got, len(p.acked))
	}
}
