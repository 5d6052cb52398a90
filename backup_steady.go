package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// syncEvery is how much of a copy may be on its way to or from the disk. All
// of a large one left to the kernel makes the syncs of the data file wait for
// it: 300 to 400 ms for a gigabyte, against 15 ms.
const syncEvery = 8 << 20

// steady writes a file that is never far from being on disk, until its context
// ends.
type steady struct {
	ctx   context.Context
	f     *os.File
	loose int
}

func (w *steady) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.f.Write(p)
	if w.loose += n; err == nil && w.loose >= syncEvery {
		w.loose, err = 0, w.f.Sync()
	}
	return n, err
}

// shrink gives the room of a file back bit by bit, for the same reason.
func shrink(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	for left := info.Size() - 4*syncEvery; left > 0; left -= 4 * syncEvery {
		if err := errors.Join(f.Truncate(left), f.Sync()); err != nil {
			return err
		}
	}
	return nil
}

// removeSteadily removes a large file without holding others up; a missing one
// is no error.
func removeSteadily(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = errors.Join(shrink(f), f.Close())
	}
	return errors.Join(err, removeIfThere(path))
}
