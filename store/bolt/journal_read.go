package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"
)

// found is what journals of a store that was not closed say.
type found struct {
	base header
	rows [][]byte // of the records, in order
}

// lookForJournals reads them. nil: there are none, or nothing was written by
// them yet.
func (o *Options) lookForJournals(path string) (*found, error) {
	type one struct {
		header
		settled bool
		f       device
	}
	var all []one
	for _, name := range journalPaths(path) {
		f, err := o.openDevice(name, os.O_RDONLY)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("the journal cannot be read: %w", err)
		}
		defer f.Close()
		if h, settled, ok := readHeader(f); ok {
			all = append(all, one{h, settled, f})
		}
	}
	if len(all) == 2 && all[0].base < all[1].base {
		all[0], all[1] = all[1], all[0]
	}
	switch {
	case len(all) == 0:
		return nil, nil
	case all[0].settled:
		all = all[:1]
	case len(all) == 2 && all[1].settled:
		all[0], all[1] = all[1], all[0] // from the older base, through both
	default: // the first base was not on disk yet: nobody was answered
		rows, err := readRecord(all[0].f, firstRecord, all[0].base, all[0].first)
		if err == nil && rows != nil {
			err = damaged(path, errors.New("its journal has lost the state it comes after"))
		}
		return nil, err
	}
	j := &found{base: all[0].header}
	number := all[0].first
	for _, from := range all {
		if from.first != number {
			empty, err := readRecord(from.f, firstRecord, from.base, from.first)
			if err != nil || empty == nil {
				return j, err
			}
			return nil, damaged(path, fmt.Errorf("records %d to %d of its journal are missing", number, from.first-1))
		}
		for at := int64(firstRecord); ; number++ {
			rows, err := readRecord(from.f, at, from.base, number)
			if err != nil {
				return nil, err
			}
			if rows == nil {
				if err := lostRecord(from.f, at, from.base, number); err != nil {
					return nil, damaged(path, err)
				}
				break
			}
			j.rows = append(j.rows, rows)
			at += int64(blocks(recordHeader + len(rows)))
		}
	}
	return j, nil
}

// lostRecord looks behind the end of the records for one that was written
// later: then the end is none, for a record is begun only when the one before
// it is on disk.
func lostRecord(f io.ReaderAt, at int64, base, number uint64) error {
	var head [recordHeader]byte
	for at += block; ; at += block {
		if _, err := f.ReadAt(head[:], at); err != nil {
			return ended(err)
		}
		n := binary.LittleEndian
		later := n.Uint64(head[16:])
		if n.Uint64(head[8:]) != base || later <= number {
			continue
		}
		if rows, err := readRecord(f, at, base, later); err != nil || rows != nil {
			return errors.Join(fmt.Errorf("record %d of its journal is unsound", number), err)
		}
	}
}

func (j *found) apply(btx *bbolt.Tx) error {
	for _, rows := range j.rows {
		err := eachRow(rows, func(key, raw []byte) error {
			b := btx.Bucket(bucketNames[bucketOf(key)])
			if raw == nil {
				return b.Delete(key)
			}
			if _, err := checked(key, raw); err != nil {
				return err
			}
			return b.Put(key, raw)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
