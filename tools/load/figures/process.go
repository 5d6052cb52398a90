package figures

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Process is what the kernel says of a process at one moment (proc(5)).
type Process struct {
	Memory
	CPU         time.Duration `json:"cpu_ns"` // user and system since it began
	Descriptors int           `json:"descriptors"`
}

// Look reads the figures of a process; zeros where they cannot be read.
func Look(pid int) (p Process) {
	folder := fmt.Sprintf("/proc/%d", pid)
	p.Memory = MemoryOf(pid)
	stat, _ := os.ReadFile(folder + "/stat")
	if i := bytes.LastIndexByte(stat, ')'); i > 0 {
		if f := strings.Fields(string(stat[i+1:])); len(f) > 13 {
			user, _ := strconv.ParseInt(f[11], 10, 64)
			system, _ := strconv.ParseInt(f[12], 10, 64)
			p.CPU = time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100 on every Linux
		}
	}
	if fds, err := os.ReadDir(folder + "/fd"); err == nil {
		p.Descriptors = len(fds)
	}
	return p
}
