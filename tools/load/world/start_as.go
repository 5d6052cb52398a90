package world

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// StartAs is Start with more environment (NAME=value), and with standard error
// whole into errs besides the part that Errors keeps; errs may be nil.
func StartAs(env []string, errs io.Writer, name string, args ...string) (*Program, error) {
	p := &Program{cmd: exec.Command(name, args...), done: make(chan struct{})}
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = p
	if errs != nil {
		p.cmd.Stderr = io.MultiWriter(p, errs)
	}
	return p, p.begin()
}

// MakeHouse makes an installation with an administrator and does not start it.
func MakeHouse(binary, folder string, flags ...string) (*House, error) {
	h := &House{Binary: binary, Folder: folder, Flags: append(append([]string{}, Wide...), flags...)}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return nil, err
	}
	admin := exec.Command(binary, "admin", "create", "--data", folder, "--email", adminEmail, "--name", "Ada", "--password-stdin")
	admin.Stdin = strings.NewReader(adminPassword + "\n")
	if out, err := admin.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("admin create: %w %s", err, out)
	}
	return h, nil
}

// StartAs starts the program over its folder as StartAs the function does, at
// its last address if it had one.
func (h *House) StartAs(env []string, errs io.Writer, more ...string) error {
	listen := "127.0.0.1:0"
	if h.Program != nil {
		listen = strings.TrimPrefix(h.URL, "http://")
	}
	args := append([]string{"serve", "--data", h.Folder, "--listen", listen}, h.Flags...)
	p, err := StartAs(env, errs, h.Binary, append(args, more...)...)
	if err == nil {
		h.Program = p
	}
	return err
}

// Dump ends a Go program with SIGQUIT, which makes it write its goroutines to
// standard error, and returns when it has gone, killed after 30 s.
func (p *Program) Dump() {
	_ = p.Signal(syscall.SIGQUIT)
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		p.Kill()
	}
}
