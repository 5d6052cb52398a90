package bolt

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// marker lies beside the data file and outlives it: it tells an installed
// folder from a fresh one and a file put back from the newest.
type marker struct {
	Installation string `json:"installation"`
	Pos          uint64 `json:"pos"`
}

func readMarker(path string) (marker, error) {
	var m marker
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Installation == "" {
		return m, fmt.Errorf("%s is damaged: remove it if the data file beside it is the right one", path)
	}
	return m, nil
}

// mark writes the marker with the newest pos.
func (s *Store) mark() error {
	if s.o.NoMarker {
		return nil
	}
	b, err := json.Marshal(s.marker)
	if err != nil {
		return err
	}
	if err := replaceFile(s.o.Marker, append(b, '\n'), !s.o.NoSync); err != nil {
		return fmt.Errorf("marker: %w", err)
	}
	return nil
}

// keep writes the marker every minute and at the end.
func (s *Store) keep() {
	defer s.keeper.Done()
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for stopping := false; !stopping; {
		select {
		case <-tick.C:
		case <-s.stopKeeper:
			stopping = true
		}
		if head := s.river.Head(); head != s.marker.Pos && s.failed.Load() == nil {
			s.marker.Pos = head
			if err := s.mark(); err != nil {
				s.o.Log.Warn("the marker file could not be written", "error", err)
			}
		}
	}
}

// replaceFile puts the file there whole or not at all.
func replaceFile(path string, b []byte, sync bool) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil && sync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	if !sync {
		return nil
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// inspect looks at the file before bbolt does: bbolt would make a missing or
// empty one anew and fault on a truncated one.
func inspect(path string, installed bool) (fresh bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if installed {
			return false, fmt.Errorf("%s is missing although this folder is installed: put it back or `restore` a backup; to begin anew remove %s.marker", path, path)
		}
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	if info.Size() == 0 {
		if installed {
			return false, fmt.Errorf("%s is empty although this folder is installed: put it back or `restore` a backup; to begin anew remove it and %s.marker", path, path)
		}
		return true, nil
	}
	page, txid, pages, ok := newestMeta(f)
	if !ok {
		return false, damaged(path, errors.New("not a data file, or its beginning is overwritten"))
	}
	if info, err = f.Stat(); err != nil {
		return false, err
	}
	if want := int64(pages) * int64(page); info.Size() < want {
		return false, damaged(path, fmt.Errorf("truncated: %d bytes of %d", info.Size(), want))
	}
	// Two transactions are made by bbolt itself: killed before the third, the
	// file holds nothing yet.
	return !installed && txid <= 1 && pages == 4, nil
}

// newestMeta reads the two meta pages: 16 bytes page header, then magic,
// version, page size, flags, root (16), freelist, pages, transaction, sum.
func newestMeta(f io.ReaderAt) (page uint32, txid, pages uint64, ok bool) {
	for _, at := range metaPlaces(f) {
		var b [80]byte
		if _, err := f.ReadAt(b[:], at); err != nil {
			continue
		}
		m, n := b[16:], binary.NativeEndian
		h := fnv.New64a()
		_, _ = h.Write(m[:56])
		if n.Uint32(m) != 0xED0CDAED || n.Uint64(m[56:]) != h.Sum64() {
			continue
		}
		if id := n.Uint64(m[48:]); !ok || id >= txid {
			page, pages, txid, ok = n.Uint32(m[8:]), n.Uint64(m[40:]), id, true
		}
	}
	return page, txid, pages, ok
}

// metaPlaces are 0 and the page size; when the first page is unreadable every
// page size bbolt knows.
func metaPlaces(io.ReaderAt) []int64 {
	places := []int64{0}
	for size := int64(1 << 10); size <= 1<<24; size <<= 1 {
		places = append(places, size)
	}
	return places
}
