package bolt

import (
	"errors"
	"os"
	"path/filepath"
)

// journalRoom is how much a journal grows by: what is written into room that
// is there already needs no new blocks, and its sync is one write of the disk.
const journalRoom = 256 << 10

// journal is where a group of functions is made durable: its rows go there in
// one write and one sync, then into bbolt's pages, which are synced now and
// then (a checkpoint). Two files take turns: one is written while the state
// that the other began from is still needed.
type journal struct {
	files  [2]device
	room   [2]int64 // how far the file has been written, with records or zeros
	active int
	base   uint64 // what the active file's records come after
	number uint64 // of the newest record
	end    int64  // where the next record goes
	spare  []byte // a record with its room
}

func journalPaths(path string) [2]string {
	return [2]string{path + ".journal-0", path + ".journal-1"}
}

// newJournal makes both files, with the settled base in the first.
func newJournal(path string, o *Options, base header) (*journal, error) {
	j := &journal{}
	for i, name := range journalPaths(path) {
		f, err := o.openDevice(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
		if err != nil {
			return nil, errors.Join(err, j.close())
		}
		j.files[i] = f
	}
	err := j.turn(0, base)
	if err == nil {
		err = j.settle()
	}
	if err == nil {
		err = o.syncFolder(path)
	}
	if err != nil {
		return nil, errors.Join(err, j.close(), o.removeJournals(path))
	}
	return j, nil
}

// turn begins the other file, or the first; it takes records at once.
func (j *journal) turn(to int, base header) error {
	base.first = j.number + 1
	b := base.encode()
	if _, err := j.files[to].WriteAt(b, 0); err != nil {
		return err
	}
	j.room[to] = max(j.room[to], int64(len(b)))
	j.active, j.base, j.end = to, base.base, firstRecord
	return nil
}

// settle marks and syncs the active file's base as being on disk. The writer
// may go on meanwhile, but not turn.
func (j *journal) settle() error {
	f := j.files[j.active]
	if _, err := f.WriteAt(settled(j.base), block); err != nil {
		return err
	}
	return f.Sync()
}

// append writes and syncs a record. After an error of the write nothing of it
// counts; after one of a sync nobody knows.
func (j *journal) append(rec []byte) error {
	f := j.files[j.active]
	b := seal(rec, j.base, j.number+1)
	end := j.end + int64(len(b))
	if room := j.room[j.active]; end > room {
		grown := max(end, room+journalRoom)
		j.spare = pad(append(j.spare[:0], b...), int(grown-j.end))
		b = j.spare
		if cap(j.spare) > 4*journalRoom {
			j.spare = nil
		}
		j.room[j.active] = grown
	}
	if n, err := f.WriteAt(b, j.end); err != nil {
		if n > 0 {
			err = errors.Join(err, j.shorten())
		}
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	j.number++
	j.end = end
	return nil
}

// withdraw takes the newest record back, which began at: its rows could not be
// brought into the data file.
func (j *journal) withdraw(at int64) error {
	if j.end == at {
		return nil
	}
	j.number--
	j.end = at
	return j.shorten()
}

// shorten ends the active file where the next record goes.
func (j *journal) shorten() error {
	f := j.files[j.active]
	j.room[j.active] = j.end
	if err := f.Truncate(j.end); err != nil {
		return &unknown{err}
	}
	if err := f.Sync(); err != nil {
		return &unknown{err}
	}
	return nil
}

func (j *journal) size() int64 { return j.end - firstRecord }

func (j *journal) close() (err error) {
	for _, f := range j.files {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}

// removeJournals removes both files for good: after it, and not before, may
// the data file be written without them.
func (o *Options) removeJournals(path string) error {
	for _, name := range journalPaths(path) {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return o.syncFolder(path)
}

// syncFolder makes the names beside the data file durable.
func (o *Options) syncFolder(path string) error {
	if o.NoSync {
		return nil
	}
	return syncFolder(filepath.Dir(path))
}

// unknown is an error after which nobody knows what is on disk.
type unknown struct{ error }

func (u *unknown) Unwrap() error { return u.error }
