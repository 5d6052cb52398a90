package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

// Rows every engine keeps beside the tables.
const (
	stateTable  = "store"
	cursorTable = "cursor"
)

// Keys of the rows an engine writes when it makes or opens a data file.
var (
	EpochKey        = Key(stateTable, "epoch")        // 32 hex digits
	InstallationKey = Key(stateTable, "installation") // 32 hex digits
	SchemaKey       = Key(stateTable, "schema")       // decimal number
	ProbeKey        = Key(stateTable, "probe")        // written to see whether the disk takes it
)

// ReadEvents yields the events with pos > after in ascending order. The events
// share nothing with the store.
func ReadEvents(r Reader, after uint64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if after == 1<<64-1 {
			return
		}
		for k, v := range r.Ascend(Range{From: EventKey(after + 1)}) {
			e, err := DecodeEvent(posOf(k), v)
			if !yield(e, err) || err != nil {
				return
			}
		}
		if err := r.Err(); err != nil {
			yield(Event{}, err)
		}
	}
}

// Amend overwrites a logged event, as an edit or delete must do to its bodies;
// an event already trimmed is passed over.
func Amend(tx Tx, pos uint64, change func(*Event)) error {
	row, err := tx.Get(EventKey(pos))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := DecodeEvent(pos, row)
	if err != nil {
		return err
	}
	change(&e)
	return tx.Put(EventKey(pos), EncodeEvent(e))
}

// EpochOf is the incarnation of the data the reader sees.
func EpochOf(r Reader) (string, error) {
	v, err := r.Get(EpochKey)
	return string(v), err
}

// LastPos is the newest pos the reader sees, 0 when there is none.
func LastPos(r Reader) (uint64, error) {
	for k := range r.Descend(Prefix(Key(LogTable))) {
		return posOf(k), nil
	}
	return 0, r.Err()
}

// FirstPos is the oldest pos still kept; LastPos+1 when the log is empty.
func FirstPos(r Reader) (uint64, error) {
	for k := range r.Ascend(Prefix(Key(LogTable))) {
		return posOf(k), nil
	}
	return 1, r.Err()
}

// Cursor is how far the durable reader of that name has come; 0 at its start.
func Cursor(r Reader, name string) (uint64, error) {
	v, err := r.Get(Key(cursorTable, name))
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return number(v, err)
}

// SaveCursor notes how far a durable reader has come, in the transaction of
// its effects. From the first call on Trim keeps what it has not read.
func SaveCursor(tx Tx, name string, pos uint64) error {
	return tx.Put(Key(cursorTable, name), binary.BigEndian.AppendUint64(nil, pos))
}

// DropCursor forgets a durable reader.
func DropCursor(tx Tx, name string) error { return tx.Delete(Key(cursorTable, name)) }

func posOf(key []byte) uint64 {
	if len(key) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(key)-8:])
}

func number(v []byte, err error) (uint64, error) {
	if err != nil {
		return 0, err
	}
	if len(v) != 8 {
		return 0, fmt.Errorf("a number of %d bytes: %w", len(v), ErrCorrupt)
	}
	return binary.BigEndian.Uint64(v), nil
}
