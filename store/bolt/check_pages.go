package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// Layout of bbolt's branch and leaf pages: a header, then elements of 16 bytes,
// then what they point to, without gaps.
const (
	pageHeader  = 16
	pageElement = 16
)

// checkPages holds the count in every branch and leaf page against where its
// elements point: a damaged count would hide rows, and no other sum covers it.
func checkPages(ctx context.Context, btx *bbolt.Tx, path string, tell func(error)) (err error) {
	defer guard(&err)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	size := btx.DB().Info().PageSize
	var page []byte
	for id := 0; ; {
		if id%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		info, err := btx.Page(id)
		if err != nil || info == nil {
			return err
		}
		if info.Type != "branch" && info.Type != "leaf" {
			id++ // an overflow count in a damaged header must not hide the rest
			continue
		}
		if id*size+(info.OverflowCount+1)*size > int(btx.Size()) {
			tell(fmt.Errorf("page %d says it is longer than the file: %w", id, store.ErrCorrupt))
			id++
			continue
		}
		page = append(page[:0], make([]byte, (info.OverflowCount+1)*size)...)
		if _, err := f.ReadAt(page, int64(id)*int64(size)); err != nil {
			return err
		}
		if wrong := unsound(page, info.Type == "leaf"); wrong != "" {
			tell(fmt.Errorf("page %d: %s: %w", id, wrong, store.ErrCorrupt))
			id++
			continue
		}
		id += 1 + info.OverflowCount
	}
}

// unsound says what is wrong with a branch or leaf page, "" when nothing is.
func unsound(page []byte, leaf bool) string {
	n := binary.NativeEndian
	count := int(n.Uint16(page[10:]))
	next := pageHeader + count*pageElement
	for i := range count {
		at := pageHeader + i*pageElement
		if at+pageElement > len(page) {
			return "more elements than it has room for"
		}
		e := page[at : at+pageElement]
		pos, length := n.Uint32(e), n.Uint32(e[4:]) // branch: pos, key, child
		if leaf {
			pos, length = n.Uint32(e[4:]), n.Uint32(e[8:])+n.Uint32(e[12:]) // flags, pos, key, value
		}
		if at+int(pos) != next {
			return fmt.Sprintf("element %d of %d points elsewhere", i, count)
		}
		if next += int(length); next > len(page) {
			return fmt.Sprintf("element %d of %d ends outside", i, count)
		}
	}
	return ""
}
