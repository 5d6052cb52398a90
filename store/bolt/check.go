package bolt

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// Check reads the whole file and reports every fault it finds: pages, order,
// checksums, holes in the log. It returns an error only when it could not look.
// Writers wait meanwhile: it is for files that nobody serves.
func (s *Store) Check(ctx context.Context, report func(error)) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	sound := true
	tell := func(err error) { sound = false; report(err) }
	if err := s.checkMetas(tell); err != nil {
		return err
	}
	// bbolt looks at its list of free pages, which a writer changes: so this
	// must be the writer.
	btx, err := s.db.Begin(true)
	if err != nil {
		return err
	}
	defer func() { _ = btx.Rollback() }()
	if err := checkPages(ctx, btx, s.path, tell); err != nil {
		return err
	}
	for b, name := range bucketNames {
		if err := checkBucket(ctx, btx, b, name, tell); err != nil {
			return err
		}
	}
	if !sound {
		return nil // bbolt's own check looks where a broken page points and may fault
	}
	for err := range btx.Check(bbolt.WithKVStringer(names{})) {
		report(fmt.Errorf("%w: %w", err, store.ErrCorrupt))
	}
	return nil
}

var errTornMeta = fmt.Errorf("one of the two meta pages is damaged, the newest commit may be missing: %w", store.ErrCorrupt)

func (s *Store) checkMetas(report func(error)) error {
	f, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer f.Close()
	if n := len(readMetas(f)); n < 2 {
		report(errTornMeta)
	}
	return nil
}

func checkBucket(ctx context.Context, btx *bbolt.Tx, b int, name []byte, report func(error)) error {
	var before []byte
	var pos uint64
	count := 0
	c, finder := (*bbolt.Cursor)(nil), (*bbolt.Cursor)(nil)
	for first := true; ; first = false {
		if count++; count%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		var k []byte
		var err error
		func() {
			defer guard(&err)
			var raw []byte
			if first {
				c, finder = btx.Bucket(name).Cursor(), btx.Bucket(name).Cursor()
				k, raw = c.First()
				if !bytes.Equal(k, sentinel) {
					err = fmt.Errorf("bucket %s has lost its beginning: %w", name, store.ErrCorrupt)
					return
				}
			} else {
				k, raw = c.Next()
			}
			if k == nil {
				return
			}
			if _, bad := checked(k, raw); bad != nil {
				report(bad)
			}
			found, _ := finder.Seek(k)
			switch {
			case before != nil && bytes.Compare(before, k) >= 0:
				report(fmt.Errorf("keys %q, %q are out of order: %w", before, k, store.ErrCorrupt))
			case !bytes.Equal(found, k):
				report(fmt.Errorf("key %q is not found from above: %w", k, store.ErrCorrupt))
			case !bytes.Equal(k, sentinel) && bucketOf(k) != b:
				report(fmt.Errorf("key %q is in bucket %s: %w", k, name, store.ErrCorrupt))
			}
			before = bytes.Clone(k)
		}()
		switch {
		case err != nil:
			report(fmt.Errorf("bucket %s after %q: %w", name, before, err))
			return nil
		case k == nil:
			return nil
		case b == events && len(k) == len(logPrefix)+8:
			at := be(before[len(logPrefix):])
			if pos != 0 && at != pos+1 {
				report(fmt.Errorf("events %d to %d are missing: %w", pos+1, at-1, store.ErrCorrupt))
			}
			pos = at
		}
	}
}

// names writes keys for bbolt's check. It runs on the goroutine of that check,
// which takes a fault of the map for the end of the process: a key whose
// length was damaged leads out of the file.
type names struct{}

// KeyToString implements bbolt.KVStringer.
func (names) KeyToString(key []byte) string {
	debug.SetPanicOnFault(true)
	return fmt.Sprintf("%q", key[:min(len(key), store.MaxKey)])
}

// ValueToString implements bbolt.KVStringer.
func (names) ValueToString(value []byte) string {
	debug.SetPanicOnFault(true)
	return fmt.Sprintf("%d bytes", len(value))
}
