package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// A journal file: a header in the first block, the mark of a settled base in
// the second, then records, each beginning a block of its own: what was synced
// once is never written over by what comes later. Numbers are little-endian.
//
// The sums are of another kind than those of the rows: rows that end with
// their own sum leave a sum of the same kind over them as it was, whatever
// they hold.
const (
	block        = 4096
	firstRecord  = 2 * block
	recordHeader = 24 // sum (4), length of the rows (4), base (8), number (8)
	metaLength   = 80 // of bbolt's page header and meta
	headerPages  = 2 + int(bucketCount)
	headerLength = 8 + 8 + 8 + metaLength + headerPages*(8+8)
	maxRecord    = 1 << 30
)

var (
	headerMagic = []byte("balcaoJ1")
	settledMark = []byte("settled1")
)

// header is the beginning of a journal: the data file as it was before the
// first record.
type header struct {
	base  uint64           // bbolt's transaction
	first uint64           // number of the first record
	meta  [metaLength]byte // bbolt's meta page of the base
	pages [headerPages]pageSum
}

// pageSum tells a page of the base from any other: its root, its list of free
// pages, the roots of the buckets.
type pageSum struct {
	id, sum uint64
}

func (h *header) encode() []byte {
	n := binary.LittleEndian
	b := make([]byte, 0, firstRecord)
	b = append(b, headerMagic...)
	b = n.AppendUint64(b, h.base)
	b = n.AppendUint64(b, h.first)
	b = append(b, h.meta[:]...)
	for _, p := range h.pages {
		b = n.AppendUint64(n.AppendUint64(b, p.id), p.sum)
	}
	b = n.AppendUint32(b, crc32.ChecksumIEEE(b))
	return b[:firstRecord] // the mark of an earlier base goes
}

// settled is the second block: the base is on disk.
func settled(base uint64) []byte {
	b := binary.LittleEndian.AppendUint64(append(make([]byte, 0, block), settledMark...), base)
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))[:block]
}

// readHeader reads the first two blocks; ok is false when there is no sound
// header.
func readHeader(f io.ReaderAt) (h header, isSettled, ok bool) {
	b := make([]byte, firstRecord)
	if n, err := f.ReadAt(b, 0); err != nil && (!errors.Is(err, io.EOF) || n < block) {
		return h, false, false
	}
	n := binary.LittleEndian
	if !bytes.HasPrefix(b, headerMagic) || n.Uint32(b[headerLength:]) != crc32.ChecksumIEEE(b[:headerLength]) {
		return h, false, false
	}
	h.base, h.first = n.Uint64(b[8:]), n.Uint64(b[16:])
	copy(h.meta[:], b[24:])
	for i := range h.pages {
		p := b[24+metaLength+16*i:]
		h.pages[i] = pageSum{n.Uint64(p), n.Uint64(p[8:])}
	}
	mark := settled(h.base)
	return h, bytes.Equal(b[block:block+len(mark)], mark), true
}

// appendRow adds what a key holds now to the rows of a record; nil is nothing.
func appendRow(b, key, raw []byte) []byte {
	b = append(binary.AppendUvarint(b, uint64(len(key))), key...)
	if raw == nil {
		return append(b, 0)
	}
	return append(binary.AppendUvarint(b, uint64(len(raw))+1), raw...)
}

// eachRow tells of the rows of a record in the order they were written.
func eachRow(rows []byte, tell func(key, raw []byte) error) error {
	for len(rows) > 0 {
		key, rest, ok := cut(rows, 0)
		if !ok {
			return errors.New("a record of the journal is cut off")
		}
		gone := len(rest) > 0 && rest[0] == 0
		var raw []byte
		if gone {
			rest = rest[1:]
		} else if raw, rest, ok = cut(rest, 1); !ok {
			return errors.New("a record of the journal is cut off")
		}
		if err := tell(key, raw); err != nil {
			return err
		}
		rows = rest
	}
	return nil
}

func cut(b []byte, more uint64) (part, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n < more || n-more > uint64(len(b)-size) {
		return nil, nil, false
	}
	end := size + int(n-more)
	return b[size:end:end], b[end:], true
}

// seal completes a record, whose rows come after room for its header, and
// fills its last block.
func seal(rec []byte, base, number uint64) []byte {
	n := binary.LittleEndian
	n.PutUint32(rec[4:], uint32(len(rec)-recordHeader))
	n.PutUint64(rec[8:], base)
	n.PutUint64(rec[16:], number)
	n.PutUint32(rec, crc32.ChecksumIEEE(rec[4:]))
	return pad(rec, blocks(len(rec)))
}

func blocks(n int) int { return (n + block - 1) / block * block }

func pad(b []byte, to int) []byte {
	have := len(b)
	if to > cap(b) {
		b = append(b, make([]byte, to-have)...)
	}
	b = b[:to]
	clear(b[have:])
	return b
}

// readRecord reads the record that begins at; nil when there is no sound one
// of that base and number, as behind the newest.
func readRecord(f io.ReaderAt, at int64, base, number uint64) (rows []byte, err error) {
	var head [recordHeader]byte
	if _, err := f.ReadAt(head[:], at); err != nil {
		return nil, ended(err)
	}
	n := binary.LittleEndian
	length := n.Uint32(head[4:])
	if n.Uint64(head[8:]) != base || n.Uint64(head[16:]) != number || length == 0 || length > maxRecord {
		return nil, nil
	}
	rows = make([]byte, length)
	if _, err := f.ReadAt(rows, at+recordHeader); err != nil {
		return nil, ended(err)
	}
	if crc32.Update(crc32.ChecksumIEEE(head[4:]), crc32.IEEETable, rows) != n.Uint32(head[:]) {
		return nil, nil
	}
	return rows, nil
}

func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("the journal cannot be read: %w", err)
}
