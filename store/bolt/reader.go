package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"iter"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// The buckets: append-only tables have their own, so that their pages fill up.
const (
	rows = iota
	events
	messages
	bucketCount
)

const appendOnlyFill = 0.95

var (
	bucketNames   = [bucketCount][]byte{[]byte("rows"), []byte("log"), []byte("message")}
	logPrefix     = store.Key(store.LogTable)
	messagePrefix = store.Key("message")
	// sentinel lies first in every bucket: a bucket whose pages are all emptied
	// in one transaction would send bbolt's Last and Prev astray.
	sentinel   = []byte{0}
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	partEnd    = []byte{0, 1}
)

const sumSize = 4

func bucketOf(key []byte) int {
	switch {
	case bytes.HasPrefix(key, logPrefix):
		return events
	case bytes.HasPrefix(key, messagePrefix):
		return messages
	default:
		return rows
	}
}

func sum(key, value []byte) uint32 {
	return crc32.Update(crc32.Update(0, castagnoli, key), castagnoli, value)
}

// reader is one moment of the file. It serves one goroutine.
type reader struct {
	buckets [bucketCount]*bbolt.Bucket
	cursors [bucketCount]*bbolt.Cursor // for Get; seeking again costs nothing
	writes  uint64                     // grows with each Put and Delete
	over    bool
	err     error
}

// Err implements store.Reader.
func (r *reader) Err() error { return r.err }

// Get implements store.Reader.
func (r *reader) Get(key []byte) ([]byte, error) {
	v, err := r.get(key)
	if err != nil && err != store.ErrNotFound {
		r.fail(err)
	}
	return v, err
}

func (r *reader) get(key []byte) (v []byte, err error) {
	defer guard(&err)
	if r.over {
		return nil, errOver
	}
	raw, ok := r.seek(bucketOf(key), key)
	if !ok {
		return nil, store.ErrNotFound
	}
	return checked(key, raw)
}

// seek finds the stored bytes of a key, sum included.
func (r *reader) seek(b int, key []byte) ([]byte, bool) {
	c := r.cursors[b]
	if c == nil {
		c = r.buckets[b].Cursor()
		r.cursors[b] = c
	}
	k, raw := c.Seek(key)
	return raw, k != nil && bytes.Equal(k, key)
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Ascend implements store.Reader.
func (r *reader) Ascend(span store.Range) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		b, span := bounds(span)
		w := walker{r: r, b: b, span: span}
		for k, v, ok := w.first(); ok; k, v, ok = w.next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

// Descend implements store.Reader.
func (r *reader) Descend(span store.Range) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		b, span := bounds(span)
		w := walker{r: r, b: b, span: span, down: true}
		for k, v, ok := w.first(); ok; k, v, ok = w.next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

// bounds keeps an open range within its table.
func bounds(span store.Range) (int, store.Range) {
	switch {
	case span.From == nil && span.To == nil:
		return rows, span
	case span.From == nil:
		if t := table(span.To); t != nil {
			span.From = t
		}
		return bucketOf(span.To), span
	case span.To == nil:
		if t := table(span.From); t != nil {
			span.To = store.Prefix(t).To
		}
	}
	return bucketOf(span.From), span
}

// table is the first part of a key with its end mark, nil when it has none.
func table(key []byte) []byte {
	if i := bytes.Index(key, partEnd); i >= 0 {
		return key[:i+len(partEnd)]
	}
	return nil
}

// checked takes the sum off the stored bytes of a key.
func checked(key, raw []byte) ([]byte, error) {
	n := len(raw) - sumSize
	if n < 0 || binary.LittleEndian.Uint32(raw[n:]) != sum(key, raw[:n]) {
		return nil, fmt.Errorf("row %q has a wrong checksum: %w", key, store.ErrCorrupt)
	}
	return raw[:n:n], nil
}
