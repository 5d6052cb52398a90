//go:build linux || darwin

package main

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"time"

	"balcao/metrics"
)

// systemFigures are of the process as the system sees it; what a system does
// not tell is left out.
func systemFigures(p *metrics.Page) {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) == nil {
		cpu := time.Duration(used.Utime.Nano() + used.Stime.Nano())
		p.Counter("process_cpu_seconds_total", "Processor time used.", cpu.Seconds())
	}
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		if fields := bytes.Fields(b); len(fields) > 1 {
			pages, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			p.Gauge("process_resident_memory_bytes", "Resident memory.", float64(pages*int64(os.Getpagesize())))
		}
	}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		p.Gauge("process_open_fds", "Open files and sockets.", float64(len(open)))
	}
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		p.Gauge("process_max_fds", "How many may be open.", float64(limit.Cur))
	}
}
