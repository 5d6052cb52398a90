// Package world starts servers in processes of their own and plays the people
// who use them, over loopback only.
package world

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Program is a server in a process of its own that says on its first line
// "listening on http://…".
type Program struct {
	URL string
	PID int

	cmd  *exec.Cmd
	done chan struct{}
	mu   sync.Mutex
	errs bytes.Buffer
}

// Start runs the command and waits at most 30 s for its first line.
func Start(name string, args ...string) (*Program, error) { return StartAs(nil, nil, name, args...) }

// begin starts the command and reads its first line.
func (p *Program) begin() error {
	name := p.cmd.Path
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.PID = p.cmd.Process.Pid
	first := make(chan string, 1)
	go func() {
		r := bufio.NewReader(out)
		line, _ := r.ReadString('\n')
		first <- strings.TrimSpace(line)
		_, _ = io.Copy(io.Discard, r)
		_ = p.cmd.Wait()
		close(p.done)
	}()
	select {
	case line := <-first:
		url, ok := strings.CutPrefix(line, "listening on ")
		if !ok {
			p.Kill()
			return fmt.Errorf("%s: first line %q, errors: %s", name, line, p.Errors())
		}
		p.URL = url
		return nil
	case <-time.After(30 * time.Second):
		p.Kill()
		return fmt.Errorf("%s said nothing for 30 s: %s", name, p.Errors())
	}
}

// Write takes what the process writes to standard error.
func (p *Program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.errs.Len() < 64<<10 {
		p.errs.Write(b)
	}
	return len(b), nil
}

// Errors is what the process wrote to standard error, at most its first 64 KiB.
func (p *Program) Errors() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.errs.String()
}

// Signal sends a signal to the process.
func (p *Program) Signal(s os.Signal) error { return p.cmd.Process.Signal(s) }

// Done is closed when the process has ended.
func (p *Program) Done() <-chan struct{} { return p.done }

// Kill ends the process with SIGKILL and waits for its end.
func (p *Program) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// Stop asks the process to end with SIGTERM and returns its exit code and how
// long it took; after 15 s it is killed.
func (p *Program) Stop(ctx context.Context) (code int, took time.Duration, err error) {
	began := time.Now()
	if err := p.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return 0, 0, err
	}
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode(), time.Since(began), nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-time.After(15 * time.Second):
		err = errors.New("did not stop within 15 s")
	}
	p.Kill()
	return -1, time.Since(began), err
}
