package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
)

// inspect looks at the file before bbolt does: bbolt would make a missing or
// empty one anew and fault on a truncated one. torn means that one of the two
// meta pages is unsound.
func inspect(path, marker string, installed bool) (fresh, torn bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if installed {
			return false, false, fmt.Errorf("%s is missing although this folder is installed: put it back or `restore` a backup; to begin anew remove %s", path, marker)
		}
		return true, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, false, err
	}
	if info.Size() == 0 {
		if installed {
			return false, false, fmt.Errorf("%s is empty although this folder is installed: put it back or `restore` a backup; to begin anew remove it and %s", path, marker)
		}
		return true, false, nil
	}
	metas := readMetas(f)
	if len(metas) == 0 {
		return false, false, damaged(path, errors.New("not a data file, or its beginning is overwritten"))
	}
	m := metas[0]
	if info, err = f.Stat(); err != nil {
		return false, false, err
	}
	if want := int64(m.pages) * int64(m.pageSize); info.Size() < want {
		return false, false, damaged(path, fmt.Errorf("truncated: %d bytes of %d", info.Size(), want))
	}
	// Two transactions are made by bbolt itself: killed before the third, the
	// file holds nothing yet.
	return !installed && m.txid <= 1 && m.pages == 4, len(metas) < 2, nil
}

// meta is what one of the two meta pages says.
type meta struct {
	pageSize    uint32
	txid, pages uint64
	freelist    uint64 // page of the list of free pages, noFreelist when there is none
}

// readMetas returns the sound meta pages, the newest first. One page is torn
// when the machine stopped while it was written; then the other counts.
func readMetas(f io.ReaderAt) []meta {
	if first, ok := readMeta(f, 0); ok {
		second, ok := readMeta(f, int64(first.pageSize))
		switch {
		case !ok:
			return []meta{first}
		case second.txid > first.txid:
			return []meta{second, first}
		default:
			return []meta{first, second}
		}
	}
	for size := int64(1 << 10); size <= 1<<24; size <<= 1 {
		if m, ok := readMeta(f, size); ok && int64(m.pageSize) == size {
			return []meta{m}
		}
	}
	return nil
}

// readMeta reads a meta page: 16 bytes page header, then magic, version, page
// size, flags, root (16), freelist, pages, transaction, sum.
func readMeta(f io.ReaderAt, at int64) (meta, bool) {
	var b [80]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return meta{}, false
	}
	m, n := b[16:], binary.NativeEndian
	h := fnv.New64a()
	_, _ = h.Write(m[:56])
	if n.Uint32(m) != 0xED0CDAED || n.Uint64(m[56:]) != h.Sum64() || n.Uint32(m[8:]) == 0 {
		return meta{}, false
	}
	return meta{pageSize: n.Uint32(m[8:]), freelist: n.Uint64(m[32:]), pages: n.Uint64(m[40:]), txid: n.Uint64(m[48:])}, true
}
