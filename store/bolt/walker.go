package bolt

import (
	"bytes"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// walker goes through a range in one direction, step by step so that a panic
// of the caller's loop body is never taken for one of the engine.
type walker struct {
	r      *reader
	c      *bbolt.Cursor
	b      int
	span   store.Range
	down   bool
	at     []byte // where it stands
	writes uint64 // the reader's when it came there
}

func (w *walker) first() (k, v []byte, ok bool) {
	return w.step(func() ([]byte, []byte) {
		w.c = w.r.buckets[w.b].Cursor()
		if w.down {
			return w.before(w.span.To)
		}
		if w.span.From == nil {
			return w.c.First()
		}
		return w.c.Seek(w.span.From)
	})
}

func (w *walker) next() (k, v []byte, ok bool) {
	return w.step(func() ([]byte, []byte) {
		// A write may have shifted what the cursor stands on: find the place again.
		if moved := w.writes != w.r.writes; w.down {
			if moved {
				return w.before(w.at)
			}
			return w.prev()
		} else if moved {
			if k, v := w.c.Seek(w.at); !bytes.Equal(k, w.at) {
				return k, v
			}
		}
		return w.c.Next()
	})
}

// before goes to the last key below limit, nil meaning the end.
func (w *walker) before(limit []byte) (k, v []byte) {
	if limit != nil {
		if k, _ := w.c.Seek(limit); k != nil {
			return w.prev()
		}
	}
	if k, v = w.c.Last(); k == nil {
		return w.prev()
	}
	return k, v
}

// prev steps over leaves emptied in this transaction, at which bbolt's Prev
// returns nil. The sentinel ends it.
func (w *walker) prev() (k, v []byte) {
	for range 1 << 20 {
		if k, v = w.c.Prev(); k != nil {
			return k, v
		}
	}
	return nil, nil
}

func (w *walker) step(move func() ([]byte, []byte)) (key, value []byte, ok bool) {
	var err error
	func() {
		defer guard(&err)
		if w.r.over {
			err = errOver
			return
		}
		k, raw := move()
		if len(k) == 1 && k[0] == sentinel[0] && !w.down {
			k, raw = w.c.Next()
		}
		if k == nil || bytes.Equal(k, sentinel) ||
			(w.down && bytes.Compare(k, w.span.From) < 0) ||
			(!w.down && w.span.To != nil && bytes.Compare(k, w.span.To) >= 0) {
			return
		}
		value, err = checked(k, raw)
		key, ok = k, err == nil
		w.at, w.writes = k, w.r.writes
	}()
	if err != nil {
		w.r.fail(err)
		return nil, nil, false
	}
	return key, value, ok
}
