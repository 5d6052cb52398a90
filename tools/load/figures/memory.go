package figures

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Memory is what a process has in memory. Pages of mapped files, such as the
// data file's, are the kernel's to take back; the rest is the process' own.
type Memory struct {
	RSS  int64 `json:"rss_bytes"`
	Own  int64 `json:"own_bytes"`
	File int64 `json:"file_bytes"`
}

// MemoryOf reads the memory of a process; zeros where it cannot be read.
func MemoryOf(pid int) (m Memory) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		n, _ := strconv.ParseInt(fields[1], 10, 64)
		switch fields[0] {
		case "VmRSS:":
			m.RSS = n << 10
		case "RssAnon:":
			m.Own = n << 10
		case "RssFile:":
			m.File = n << 10
		}
	}
	return m
}

// Minus is what came on top of before.
func (m Memory) Minus(before Memory) Memory {
	return Memory{m.RSS - before.RSS, m.Own - before.Own, m.File - before.File}
}

// Each writes the memory as KiB for each of n.
func (m Memory) Each(n int) string {
	kib := func(b int64) float64 { return float64(b) / 1024 / float64(n) }
	return fmt.Sprintf("%.1f KiB each (own %.1f, mapped files %.1f)", kib(m.RSS), kib(m.Own), kib(m.File))
}

func (m Memory) String() string {
	return fmt.Sprintf("%.1f MiB (own %.1f, mapped files %.1f)", float64(m.RSS)/(1<<20), float64(m.Own)/(1<<20), float64(m.File)/(1<<20))
}
