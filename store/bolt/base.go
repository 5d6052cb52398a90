package bolt

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// pin keeps the committed state's pages from being used again and describes it.
func (s *Store) pin() (*bbolt.Tx, header, error) {
	h := header{}
	btx, err := s.db.Begin(false)
	if err != nil {
		return nil, h, err
	}
	f, err := os.Open(s.path)
	if err == nil {
		err = errors.Join(h.describe(f, btx), f.Close())
	}
	if err != nil {
		return nil, h, errors.Join(err, btx.Rollback())
	}
	return btx, h, nil
}

// describe fills in what tells the base from any other state of a data file.
func (h *header) describe(f *os.File, btx *bbolt.Tx) error {
	h.base = uint64(btx.ID())
	pageSize := btx.DB().Info().PageSize
	at := int64(h.base%2) * int64(pageSize)
	if m, ok := readMeta(f, at); !ok || m.txid != h.base {
		return fmt.Errorf("the file's beginning does not say what was committed: %d, not %d", m.txid, h.base)
	}
	if _, err := f.ReadAt(h.meta[:], at); err != nil {
		return err
	}
	m := h.meta[16:]
	h.pages[0].id, h.pages[1].id = binary.NativeEndian.Uint64(m[16:]), binary.NativeEndian.Uint64(m[32:])
	for i, name := range bucketNames {
		h.pages[2+i].id = uint64(btx.Bucket(name).Root()) // 0: it is in the root page
	}
	for i := range h.pages {
		var err error
		if h.pages[i].sum, err = sumOfPage(f, h.pages[i].id, pageSize); err != nil {
			return err
		}
	}
	return nil
}

// isIn tells whether the file holds the base, whatever was written after it.
func (h *header) isIn(f *os.File, pageSize int) (bool, error) {
	for _, p := range h.pages {
		if got, err := sumOfPage(f, p.id, pageSize); err != nil || got != p.sum {
			return false, err
		}
	}
	return true, nil
}

// noFreelist stands in a meta page without a list of free pages.
const noFreelist = ^uint64(0)

// sumOfPage is 0 for what is no page or one of the file's beginning, which
// change.
func sumOfPage(f *os.File, id uint64, pageSize int) (uint64, error) {
	if id < 2 || id == noFreelist {
		return 0, nil
	}
	b := make([]byte, pageSize)
	_, err := f.ReadAt(b, int64(id)*int64(pageSize))
	sum := sha256.Sum256(b)
	return binary.LittleEndian.Uint64(sum[:]), err
}

// restore makes the base what the file begins with.
func (h *header) restore(f *os.File, pageSize int64) error {
	for page := range int64(2) {
		b := h.meta
		b[0] = byte(page) // the page's own number
		if _, err := f.WriteAt(b[:], page*pageSize); err != nil {
			return err
		}
	}
	return nil
}
