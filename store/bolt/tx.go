package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"balcao/store"
)

// tx is the transaction of one group, handed from function to function.
type tx struct {
	reader
	undo    []undo
	redo    []byte // what the group writes, for the journal
	last    uint64 // newest pos given
	log     []store.Event
	expect  int // functions in the group
	arena   arena
	scratch []byte
	watch   []watch // tables somebody waits for
	seen    uint64  // bit per watch: the group wrote there
	trimmed bool    // the group deleted from the log
}

// undo is what a key held before a Put or Delete.
type undo struct {
	b   int
	key []byte
	raw []byte // nil = nothing
}

// noHeader is the room a record of the journal begins with.
var noHeader [recordHeader]byte

// mark is how far a transaction had come before a function.
type mark struct {
	undo, log, redo int
	last            uint64
}

func (t *tx) mark() mark { return mark{len(t.undo), len(t.log), len(t.redo), t.last} }

// Put implements store.Tx.
func (t *tx) Put(key, value []byte) error {
	err := t.put(key, value)
	if err != nil {
		t.fail(err)
	}
	return err
}

func (t *tx) put(key, value []byte) error { return t.enter(key, value, false) }

// enter writes a row; a fresh key is known to hold nothing yet.
func (t *tx) enter(key, value []byte, fresh bool) (err error) {
	defer guard(&err)
	switch {
	case t.over:
		return errOver
	case len(key) > store.MaxKey:
		return fmt.Errorf("store: key of %d bytes, %d are allowed", len(key), store.MaxKey)
	case len(value) > store.MaxValue:
		return fmt.Errorf("store: value of %d bytes, %d are allowed", len(value), store.MaxValue)
	case len(key) == 0 || key[0] == sentinel[0]:
		return fmt.Errorf("store: key %q has an empty first part", key)
	}
	raw := t.arena.take(len(value) + sumSize)
	copy(raw, value)
	binary.LittleEndian.PutUint32(raw[len(value):], sum(key, value))
	b := bucketOf(key)
	var old []byte
	if !fresh {
		if held, ok := t.seek(b, key); ok {
			old = held
		}
	}
	if err := t.buckets[b].Put(key, raw); err != nil {
		return err
	}
	t.wrote(b, key, old, raw)
	return nil
}

// Delete implements store.Tx.
func (t *tx) Delete(key []byte) error {
	err := t.remove(key)
	if err != nil {
		t.fail(err)
	}
	return err
}

func (t *tx) remove(key []byte) (err error) {
	defer guard(&err)
	if t.over {
		return errOver
	}
	b := bucketOf(key)
	old, ok := t.seek(b, key)
	if !ok || len(key) == 0 || key[0] == sentinel[0] {
		return nil
	}
	if err := t.buckets[b].Delete(key); err != nil {
		return err
	}
	t.trimmed = t.trimmed || b == events
	t.wrote(b, key, old, nil)
	return nil
}

func (t *tx) wrote(b int, key, old, now []byte) {
	t.writes++
	t.redo = appendRow(t.redo, key, now)
	t.undo = append(t.undo, undo{b, key, old})
	for i := range t.watch {
		if bytes.HasPrefix(key, t.watch[i].prefix) {
			t.seen |= 1 << i
		}
	}
}

// Append implements store.Tx.
func (t *tx) Append(e store.Event) uint64 {
	e.Pos = t.last + 1
	t.scratch = store.AppendEvent(t.scratch[:0], e)
	key := append(t.arena.take(len(logPrefix) + 8)[:0], logPrefix...)
	if err := t.enter(binary.BigEndian.AppendUint64(key, e.Pos), t.scratch, true); err != nil {
		t.fail(err)
		return e.Pos
	}
	t.last = e.Pos
	if t.log == nil {
		t.log = make([]store.Event, 0, t.expect) // followers may keep it
	}
	t.log = append(t.log, e)
	return e.Pos
}

// rewind takes back everything since the mark.
func (t *tx) rewind(m mark) (err error) {
	defer guard(&err)
	for i := len(t.undo) - 1; i >= m.undo; i-- {
		u := t.undo[i]
		if u.raw == nil {
			err = t.buckets[u.b].Delete(u.key)
		} else {
			err = t.buckets[u.b].Put(u.key, u.raw)
		}
		if err != nil {
			return err
		}
		t.writes++
	}
	clear(t.undo[m.undo:])
	clear(t.log[m.log:])
	t.undo, t.log, t.redo, t.last = t.undo[:m.undo], t.log[:m.log], t.redo[:m.redo], m.last
	return nil
}

// arena lends the memory of values until the group is committed: bbolt copies
// them into its pages then.
type arena struct {
	free  []byte
	first []byte
}

const arenaSize = 256 << 10

func (a *arena) take(n int) []byte {
	if n > arenaSize/4 {
		return make([]byte, n)
	}
	if len(a.free) < n {
		chunk := make([]byte, arenaSize)
		if a.first == nil {
			a.first = chunk
		}
		a.free = chunk
	}
	m := a.free[:n:n]
	a.free = a.free[n:]
	return m
}

func (a *arena) reset() { a.free = a.first }
