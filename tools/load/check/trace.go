package check

import (
	"bufio"
	"io"
	"regexp"
	"strings"
)

// Of a line of strace -f: the thread, the call, and what stands behind it.
var (
	traced     = regexp.MustCompile(`^(\d+) +(?:\d+\.\d+ +)?(?:<\.\.\. )?(\w+)(\(| resumed>)(.*)$`)
	descriptor = regexp.MustCompile(`^\d+`)
)

// Synced is C1 under a power cut: in a system call trace (strace -f -s 4096 -e
// trace=pwrite64,fdatasync,write) of a server with one sender that waits for
// each ok before the next message, every ok comes after a write into a file
// and a sync of that file that began after the write, both since the ok
// before. It returns how many ok there were.
func Synced(trace io.Reader) (oks int, found []Fault, err error) {
	f := faults{check: "C1"}
	written := map[string]bool{}       // files, since the ok before
	at := map[string]string{}          // file, by the thread that writes or syncs it
	covered := map[string]bool{}       // of the threads that sync: it had been written before
	writes, syncs, safe := 0, 0, false // since the ok before
	lines := bufio.NewScanner(trace)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		part := traced.FindStringSubmatch(lines.Text())
		if part == nil {
			continue
		}
		thread, call, resumed, rest := part[1], part[2], part[3] != "(", part[4]
		switch call {
		case "pwrite64":
			if !resumed {
				writes++
				at[thread] = descriptor.FindString(rest)
			}
			if !strings.HasSuffix(rest, "<unfinished ...>") {
				written[at[thread]] = true
			}
		case "fdatasync", "fsync":
			if !resumed {
				at[thread] = descriptor.FindString(rest)
				covered[thread] = written[at[thread]]
			}
			if strings.HasSuffix(rest, "= 0") { // it has ended well
				syncs++
				safe = safe || covered[thread]
			}
		case "write":
			if resumed || !strings.Contains(rest, `\"t\":\"ok\"`) {
				continue
			}
			oks++
			if !safe {
				f.add("ok %d was written after %d writes into files and %d syncs, none of which covers them", oks, writes, syncs)
			}
			clear(written)
			clear(covered)
			writes, syncs, safe = 0, 0, false
		}
	}
	return oks, f.found, lines.Err()
}
