package bolt

import (
	"os"
	"syscall"
	"time"
)

// canJournal tells whether this system has what a journal needs: a lock to
// bring a file up to date under, before bbolt takes its own.
const canJournal = true

func syncData(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); err != syscall.EINTR {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}

// lock takes the lock that bbolt takes, waiting at most so long; closing the
// file gives it back. false: somebody else has it.
func lock(f *os.File, wait time.Duration) (bool, error) {
	for until := time.Now().Add(wait); ; time.Sleep(20 * time.Millisecond) {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case err != syscall.EWOULDBLOCK && err != syscall.EINTR:
			return false, os.NewSyscallError("flock", err)
		case time.Now().After(until):
			return false, nil
		}
	}
}
