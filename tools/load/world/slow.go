package world

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Slow returns a program that runs the named one with the delay added to each
// of its syncs, as a slow disk would. It stands on strace, which stops the
// process at these calls only.
func Slow(program, folder string, delay time.Duration) (string, error) {
	if delay == 0 {
		return program, nil
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		return "", fmt.Errorf("a slow disk is made with strace: %w", err)
	}
	name := filepath.Join(folder, "slow-"+filepath.Base(program))
	script := fmt.Sprintf("#!/bin/sh\nexec %q -D -f --seccomp-bpf -qq -o /dev/null -e trace=fdatasync,fsync -e inject=fdatasync,fsync:delay_exit=%d %q \"$@\"\n", strace, delay.Microseconds(), program)
	return name, os.WriteFile(name, []byte(script), 0o700)
}
