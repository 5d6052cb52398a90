//go:build planted

package bolt

import (
	"os"
	"time"
)

// window is how long a planted fault keeps the wrong order visible, so that a
// kill meets it.
const window = 20 * time.Millisecond

// planted breaks the promise that BALCAO_PLANT names, between the functions of
// a group and its commit: the checkers of tools/load must notice.
func (s *Store) planted() {
	switch os.Getenv("BALCAO_PLANT") {
	case "ack-before-commit":
		s.answer(s.group, nil)
		s.group.calls = s.group.calls[:0]
	case "event-before-commit":
		s.announce()
		s.tx.log = nil
	case "no-sync":
		s.o.device = func(path string, flag int) (device, error) { // before the first commit
			f, err := os.OpenFile(path, flag, 0o600)
			return hasty{plain{f}}, err
		}
		return
	default:
		return
	}
	time.Sleep(window)
}

// hasty is a file that never syncs.
type hasty struct{ device }

func (hasty) Sync() error { return nil }
