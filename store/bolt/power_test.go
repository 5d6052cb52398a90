package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"
	"unsafe"

	"balcao/store"
)

// The files a tape holds.
const (
	dataFile  = iota
	journals  // and one more
	tapeFiles = journals + 2
)

// tape is what the engine did to its files, in order. What no sync has
// followed is not certain to be on disk.
type tape struct {
	mu    sync.Mutex
	steps []step
}

type step struct {
	file int
	at   int64 // where b was written; where the file was cut when b is nil
	b    []byte
	sync bool
	upTo int // of a sync: how far the tape had come when it began
}

// record puts the tape between the store and its files.
func record(s *Store) *tape {
	r := &tape{}
	field := reflect.ValueOf(s.db).Elem().FieldByName("ops").FieldByName("writeAt")
	hook := (*func([]byte, int64) (int, error))(unsafe.Pointer(field.UnsafeAddr()))
	write := *hook
	*hook = func(b []byte, at int64) (int, error) {
		r.note(step{at: at, b: bytes.Clone(b)})
		return write(b, at)
	}
	s.saving.off = false
	s.saving.sync = func() error {
		began := r.length()
		time.Sleep(time.Millisecond) // the writer goes on beside it
		r.note(step{sync: true, upTo: began})
		return nil
	}
	s.o.device = func(path string, flag int) (device, error) {
		f, err := os.OpenFile(path, flag, 0o600)
		file := journals
		if path == journalPaths(s.path)[1] {
			file++
		}
		return &taped{plain{f}, r, file}, err
	}
	return r
}

// taped is a journal's file.
type taped struct {
	device
	r    *tape
	file int
}

func (d *taped) WriteAt(b []byte, at int64) (int, error) {
	d.r.note(step{file: d.file, at: at, b: bytes.Clone(b)})
	return d.device.WriteAt(b, at)
}

func (d *taped) Truncate(size int64) error {
	d.r.note(step{file: d.file, at: size})
	return d.device.Truncate(size)
}

func (d *taped) Sync() error {
	d.r.note(step{file: d.file, sync: true, upTo: d.r.length()})
	return nil
}

func (r *tape) note(w step) {
	r.mu.Lock()
	r.steps = append(r.steps, w)
	r.mu.Unlock()
}

// length is how far the tape has come, as when a caller was answered.
func (r *tape) length() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.steps)
}

// image is the files after the power went at that step: all that was synced, a
// random part of the rest, and some of that torn.
func (r *tape) image(base []byte, cut int, random *rand.Rand) (files [tapeFiles][]byte) {
	var synced [tapeFiles]int
	for _, w := range r.steps[:cut] {
		if w.sync {
			synced[w.file] = w.upTo
		}
	}
	files[dataFile] = bytes.Clone(base)
	for i, w := range r.steps[:cut] {
		sure := i < synced[w.file]
		switch {
		case w.sync, !sure && random.IntN(2) == 0:
		case w.b == nil:
			files[w.file] = files[w.file][:min(int(w.at), len(files[w.file]))]
		case sure, i < cut-1 && random.IntN(8) > 0:
			files[w.file] = written(files[w.file], w.at, w.b)
		default:
			for from := 0; from < len(w.b); from += 512 { // a disk writes sectors, in any order
				if random.IntN(2) == 0 {
					files[w.file] = written(files[w.file], w.at+int64(from), w.b[from:min(from+512, len(w.b))])
				}
			}
			files[w.file] = written(files[w.file], w.at, w.b[:random.IntN(min(128, len(w.b)))]) // and may stop inside one
		}
	}
	return files
}

func written(f []byte, at int64, b []byte) []byte {
	if end := int(at) + len(b); end > len(f) {
		f = append(f, make([]byte, end-len(f))...)
	}
	copy(f[at:], b)
	return f
}

// run writes with several writers at a time and returns the tape, the file
// before it and when each deed was answered.
func run(t *testing.T) (r *tape, base []byte, answered []int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := Open(path, Options{NoMarker: true, NoSync: true, checkpointSize: 96 << 10})
	if err != nil {
		t.Fatal(err)
	}
	if base, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	base = bytes.TrimRight(base, "\x00")
	r = record(s)
	const writers, each = 3, 120
	answered = make([]int, writers*each)
	var running sync.WaitGroup
	for w := range writers {
		running.Go(func() {
			for i := range each {
				n := w*each + i
				if err := s.Update(context.Background(), deed(n)); err != nil {
					t.Error(err)
				}
				answered[n] = r.length()
			}
		})
	}
	running.Wait()
	if n := s.stats.Checkpoint.Tally().Count(); n < 3 {
		t.Errorf("%d checkpoints in the run", n)
	}
	// Its end removes the journals, which the tape does not show.
	taken := r.length()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r.steps = r.steps[:taken]
	return r, base, answered
}

// TestAfterAPowerCutAllThatWasAnsweredIsThereAndTheFileIsSound rebuilds what
// the disk may hold when the power goes at any moment of a run with several
// writers, and opens each image (quality.md, power-loss images).
func TestAfterAPowerCutAllThatWasAnsweredIsThereAndTheFileIsSound(t *testing.T) {
	images := 2000
	if testing.Short() {
		images = 200
	}
	r, base, answered := run(t)
	path := filepath.Join(t.TempDir(), "image.db")
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	for range images {
		cut := 1 + random.IntN(len(r.steps))
		if err := prove(path, r.image(base, cut, random), answered, cut); err != nil {
			t.Fatalf("power cut after step %d of %d (seed %d): %v", cut, len(r.steps), seed, err)
		}
	}
	t.Logf("%d steps, %d images", len(r.steps), images)
}

// A proof that finds nothing proves nothing: the same run without the syncs of
// its journals, or without those of its data file, must fail it.
func TestThePowerCutProofFindsAMissingSync(t *testing.T) {
	whole, base, answered := run(t)
	for name, missing := range map[string]func(file int) bool{
		"of the data file": func(file int) bool { return file == dataFile },
		"of the journals":  func(file int) bool { return file != dataFile },
	} {
		r := &tape{steps: slices.Clone(whole.steps)}
		for i, w := range r.steps {
			if w.sync && missing(w.file) {
				r.steps[i].upTo = 0
			}
		}
		path := filepath.Join(t.TempDir(), "image.db")
		random := rand.New(rand.NewPCG(3, 4))
		found := false
		for i := 0; i < 400 && !found; i++ {
			cut := 1 + random.IntN(len(r.steps))
			found = prove(path, r.image(base, cut, random), answered, cut) != nil
		}
		if !found {
			t.Errorf("400 images of a run without the syncs %s were found sound", name)
		}
	}
}

func clean(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// deed writes a row, counts it and tells of it.
func deed(n int) func(store.Tx) error {
	return func(tx store.Tx) error {
		count, err := tx.Get(store.Key("count"))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		total := uint64(1)
		if len(count) == 8 {
			total += binary.BigEndian.Uint64(count)
		}
		tx.Append(store.Event{Kind: "deed", Seq: total, Staff: []byte(fmt.Sprint(n))})
		return errors.Join(
			tx.Put(store.Key("count"), binary.BigEndian.AppendUint64(nil, total)),
			tx.Put(store.Key("message", fmt.Sprint(n%7), uint64(n)), []byte(fmt.Sprintf("%d: %0200d", n, n))))
	}
}

func prove(path string, files [tapeFiles][]byte, answered []int, cut int) (err error) {
	for i, name := range [tapeFiles]string{path, journalPaths(path)[0], journalPaths(path)[1]} {
		defer func() { err = errors.Join(err, clean(name)) }()
		if files[i] == nil {
			continue
		}
		if err := os.WriteFile(name, files[i], 0o600); err != nil {
			return err
		}
	}
	if err := os.Truncate(path, 32<<20); err != nil {
		return err
	}
	s, err := Open(path, Options{NoMarker: true, NoSync: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Check(context.Background(), func(fault error) {
		// A torn meta page is why there are two.
		if !errors.Is(fault, errTornMeta) {
			err = errors.Join(err, fault)
		}
	}); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	return s.View(context.Background(), func(r store.Reader) error {
		stored := 0
		for n, at := range answered {
			v, err := r.Get(store.Key("message", fmt.Sprint(n%7), uint64(n)))
			switch {
			case err == nil && string(v) == fmt.Sprintf("%d: %0200d", n, n):
				stored++
			case errors.Is(err, store.ErrNotFound) && at > cut:
			default:
				return fmt.Errorf("deed %d, answered at step %d: %q %w", n, at, v, err)
			}
		}
		told := 0
		for e, err := range store.ReadEvents(r, 0) {
			if told++; err != nil || e.Pos != uint64(told) || e.Seq != uint64(told) {
				return fmt.Errorf("event %d: pos %d, seq %d, %w", told, e.Pos, e.Seq, err)
			}
		}
		if told != stored {
			return fmt.Errorf("%d deeds are stored, %d told of", stored, told)
		}
		return nil
	})
}
