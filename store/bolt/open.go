package bolt

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"

	"go.etcd.io/bbolt"

	"balcao/store"
)

// ErrInUse is wrapped by what Open returns when another process has the file.
var ErrInUse = errors.New("in use by another process")

// schema is the version of the layout: buckets, checksums, keys.
const schema = 1

// Open opens the data file, making it in a fresh folder. On an installed
// folder a missing, empty, truncated or foreign file is refused with what to
// do; one that is behind its marker begins a new epoch.
func Open(path string, o Options) (*Store, error) {
	if o.LockTimeout == 0 {
		o.LockTimeout = time.Second
	}
	if o.mapSize == 0 {
		o.mapSize = mapSize()
	}
	if o.checkpointSize == 0 {
		o.checkpointSize = checkpointSize
	}
	if o.checkpointAge == 0 {
		o.checkpointAge = checkpointAge
	}
	if o.Retry == 0 {
		o.Retry = 5 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.Marker == "" {
		o.Marker = path + ".marker"
	}
	if o.OpenFile == nil {
		o.OpenFile = os.OpenFile
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	s := &Store{o: o, path: path, group: &group{}, stopKeeper: make(chan struct{})}
	s.queue.wake = make(chan struct{}, 1)
	s.calls.New = newCall
	s.stats.open()
	known := marker{}
	if !o.NoMarker {
		var err error
		if known, err = readMarker(o.Marker); err != nil {
			return nil, err
		}
	}
	fresh, err := s.openUpToDate(known.Installation != "")
	if err != nil {
		return nil, err
	}
	if err := s.prepare(fresh, known); err != nil {
		_ = s.db.Close()
		return nil, err
	}
	s.writer.Add(1)
	go s.write()
	s.keeper.Add(1)
	go s.keep()
	return s, nil
}

// prepare makes the buckets of a fresh file or checks those that are there,
// and settles installation, epoch and the log's ends. It writes only when it
// must: a full disk is no reason not to start.
func (s *Store) prepare(fresh bool, known marker) error {
	if fresh {
		if err := s.db.Update(create); err != nil {
			return fmt.Errorf("%s cannot be made: %w", s.path, err)
		}
		if err := syncFolder(filepath.Dir(s.path)); err != nil {
			return err
		}
	} else if err := s.recognise(known); err != nil {
		return err
	}
	err := s.db.View(s.load)
	if err != nil {
		return damaged(s.path, err)
	}
	if behind := s.marker.Pos < known.Pos; behind || s.o.NewEpoch {
		if behind {
			s.o.Log.Warn("the data file is older than its marker says: a copy put back? Browsers will read everything anew",
				slog.Uint64("has", s.marker.Pos), slog.Uint64("had", known.Pos))
		}
		s.river.epoch = random()
		err := s.db.Update(func(btx *bbolt.Tx) error { return put(btx, store.EpochKey, s.river.epoch) })
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", s.path, err)
		}
	}
	if s.marker == known {
		return nil
	}
	err = s.mark()
	if err != nil && known.Installation != "" {
		s.o.Log.Warn("the marker file could not be written", "error", err)
		return nil
	}
	return err
}

func create(btx *bbolt.Tx) error {
	for _, name := range bucketNames {
		b, err := btx.CreateBucketIfNotExists(name)
		if err != nil {
			return err
		}
		if err := b.Put(sentinel, sealed(sentinel, nil)); err != nil {
			return err
		}
	}
	return errors.Join(
		put(btx, store.SchemaKey, strconv.Itoa(schema)),
		put(btx, store.InstallationKey, random()),
		put(btx, store.EpochKey, random()))
}

func (s *Store) load(btx *bbolt.Tx) (err error) {
	defer guard(&err)
	if s.marker.Installation, err = text(btx, store.InstallationKey); err != nil {
		return err
	}
	if s.river.epoch, err = text(btx, store.EpochKey); err != nil {
		return err
	}
	last := lastPos(btx)
	s.marker.Pos = last
	s.river.head.Store(last)
	s.river.first.Store(firstPos(btx, last))
	return nil
}

// recognise refuses what is not ours.
func (s *Store) recognise(known marker) error {
	return s.db.View(func(btx *bbolt.Tx) (err error) {
		defer guard(&err)
		if btx.Bucket(bucketNames[rows]) == nil {
			return fmt.Errorf("%s is a database of another program: name another data folder", s.path)
		}
		for _, name := range bucketNames {
			b := btx.Bucket(name)
			if b == nil || b.Get(sentinel) == nil {
				return damaged(s.path, fmt.Errorf("bucket %s is incomplete", name))
			}
		}
		version, err := text(btx, store.SchemaKey)
		if err != nil {
			return damaged(s.path, err)
		}
		if n, err := strconv.Atoi(version); err != nil || n > schema {
			return fmt.Errorf("%s was written by a newer version (schema %s, this one knows %d): use that version", s.path, version, schema)
		}
		id, err := text(btx, store.InstallationKey)
		if err != nil {
			return damaged(s.path, err)
		}
		if known.Installation != "" && id != known.Installation {
			return fmt.Errorf("%s belongs to another installation (%s, not %s): put the right file back, or use `restore`", s.path, id, known.Installation)
		}
		return nil
	})
}

func damaged(path string, err error) error {
	if !errors.Is(err, store.ErrCorrupt) {
		err = fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	}
	return fmt.Errorf("%s is damaged (%w): restore a backup with `restore`", path, err)
}

func put(btx *bbolt.Tx, key []byte, value string) error {
	return btx.Bucket(bucketNames[bucketOf(key)]).Put(key, sealed(key, []byte(value)))
}

func text(btx *bbolt.Tx, key []byte) (string, error) {
	v, err := checked(key, btx.Bucket(bucketNames[bucketOf(key)]).Get(key))
	return string(v), err
}

func sealed(key, value []byte) []byte {
	return binary.LittleEndian.AppendUint32(append([]byte(nil), value...), sum(key, value))
}

func random() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
