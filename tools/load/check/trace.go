package check

import (
	"bufio"
	"io"
	"regexp"
	"strings"
)

// Of a line of strace -f: the thread, the call, and what stands behind it.
var traced = regexp.MustCompile(`^(\d+) +(?:\d+\.\d+ +)?(?:<\.\.\. )?(\w+)(\(| resumed>)(.*)$`)

// Synced is C1 under a power cut: in a system call trace (strace -f -s 4096 -e
// trace=pwrite64,fdatasync,write) of a server with one sender that waits for
// each ok before the next message, every ok comes after a write into a file
// that was synced, data page and meta page, since the ok before. It returns how
// many ok there were.
func Synced(trace io.Reader) (oks int, found []Fault, err error) {
	f := faults{check: "C1"}
	wrote, dirty, synced := 0, false, 0
	lines := bufio.NewScanner(trace)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		part := traced.FindStringSubmatch(lines.Text())
		if part == nil {
			continue
		}
		call, resumed, rest := part[2], part[3] != "(", part[4]
		switch call {
		case "pwrite64":
			if !resumed { // from its beginning on it may have written
				wrote++
				dirty = true
			}
		case "fdatasync", "fsync":
			if strings.HasSuffix(rest, "= 0") { // it has ended well
				dirty = false
				synced++
			}
		case "write":
			if resumed || !strings.Contains(rest, `\"t\":\"ok\"`) {
				continue
			}
			oks++
			if wrote < 2 || dirty || synced < 2 {
				f.add("ok %d was written after %d writes into files and %d syncs, unsynced: %v", oks, wrote, synced, dirty)
			}
			wrote, synced = 0, 0
		}
	}
	return oks, f.found, lines.Err()
}
