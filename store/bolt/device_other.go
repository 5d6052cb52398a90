//go:build !linux

package bolt

import (
	"os"
	"time"
)

const canJournal = false // bbolt syncs its own file twice a commit instead

func syncData(f *os.File) error { return f.Sync() }

func lock(*os.File, time.Duration) (bool, error) { return true, nil }
