package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// spare is how much of a disk a backup leaves free: it must never be what
// makes the server refuse messages.
const spare = 64 << 20

// room is a disk's; free tells what it has, and whether that is known.
type room struct {
	free func(folder string) (int64, bool)
}

// forBackup refuses a backup of the data folder that would not fit into the
// folder it goes to, where the data file is written twice: into the tar and
// out of it to be checked.
func (m room) forBackup(dataDir, folder string) error {
	attachments, err := sizeUnder(filepath.Join(dataDir, filesName))
	if err != nil {
		return err
	}
	return m.forCopies(dataDir, folder, 2, attachments)
}

// forCopies refuses so many copies of the data file and more bytes.
func (m room) forCopies(dataDir, folder string, copies, more int64) error {
	has, known := m.free(folder)
	if !known {
		return nil
	}
	info, err := os.Stat(filepath.Join(dataDir, dataName))
	if err != nil {
		return err
	}
	if needs := info.Size()*copies + more + spare; has < needs {
		return fmt.Errorf("%s has %s free and a backup may need %s there: make room or let it go to another disk", folder, megabytes(has), megabytes(needs))
	}
	return nil
}

func sizeUnder(folder string) (total int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // an upload that has just ended
		}
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
