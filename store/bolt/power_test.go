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
	"unsafe"

	"balcao/store"
)

// tape is what the engine did to the file, in order. Between two syncs nothing
// is certain to be on disk.
type tape struct {
	mu    sync.Mutex
	steps []step
	page  int64
}

type step struct {
	sync bool
	at   int64
	b    []byte
}

// record puts the tape between bbolt and its file. bbolt syncs before and after
// it writes a meta page, and nowhere else in a commit; its sync cannot be
// hooked, so the tape notes one there.
func record(s *Store) *tape {
	r := &tape{page: int64(s.db.Info().PageSize)}
	field := reflect.ValueOf(s.db).Elem().FieldByName("ops").FieldByName("writeAt")
	hook := (*func([]byte, int64) (int, error))(unsafe.Pointer(field.UnsafeAddr()))
	write := *hook
	*hook = func(b []byte, at int64) (int, error) {
		r.note(step{at: at, b: append([]byte(nil), b...)})
		return write(b, at)
	}
	return r
}

func (r *tape) note(w step) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.settle()
	if w.at < 2*r.page {
		r.steps = append(r.steps, step{sync: true})
	}
	r.steps = append(r.steps, w)
}

// settle notes the sync after a meta page: whoever writes on or answers has
// waited for it.
func (r *tape) settle() {
	if n := len(r.steps); n > 0 && !r.steps[n-1].sync && r.steps[n-1].at < 2*r.page {
		r.steps = append(r.steps, step{sync: true})
	}
}

// answered is how far the tape had come when a caller was answered.
func (r *tape) answered() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.settle()
	return len(r.steps)
}

// image is the file after the power went at that step: all that was synced, a
// random part of the rest, and one write torn.
func (r *tape) image(base []byte, cut int, random *rand.Rand) []byte {
	synced := 0
	for i, w := range r.steps[:cut] {
		if w.sync {
			synced = i
		}
	}
	img := append([]byte(nil), base...)
	put := func(at int64, b []byte) {
		if end := int(at) + len(b); end > len(img) {
			img = append(img, make([]byte, end-len(img))...)
		}
		copy(img[at:], b)
	}
	for _, w := range r.steps[:synced] {
		put(w.at, w.b)
	}
	rest := r.steps[synced:cut]
	for i, w := range rest {
		switch {
		case w.sync:
		case i == len(rest)-1:
			for from := 0; from < len(w.b); from += 512 { // a disk writes sectors, in any order
				if random.IntN(2) == 0 {
					put(w.at+int64(from), w.b[from:min(from+512, len(w.b))])
				}
			}
			if w.at < 2*r.page { // and may stop inside the one that counts
				put(w.at, w.b[:random.IntN(128)])
			}
		case random.IntN(2) == 0:
			put(w.at, w.b)
		}
	}
	return img
}

// run writes with several writers at a time and returns the tape, the file
// before it and when each deed was answered.
func run(t *testing.T) (r *tape, base []byte, answered []int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := Open(path, Options{NoMarker: true, NoSync: true})
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
				answered[n] = r.answered()
			}
		})
	}
	running.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
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

// A proof that finds nothing proves nothing: without its syncs the same run
// must fail it.
func TestThePowerCutProofFindsAMissingSync(t *testing.T) {
	r, base, answered := run(t)
	r.steps = slices.Clone(r.steps)
	for i := range r.steps {
		if r.steps[i].sync {
			r.steps[i] = step{at: 2 * r.page} // an empty write in its place
		}
	}
	path := filepath.Join(t.TempDir(), "image.db")
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		cut := 1 + random.IntN(len(r.steps))
		if prove(path, r.image(base, cut, random), answered, cut) != nil {
			return
		}
	}
	t.Error("200 images of a run without a sync were found sound")
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

func prove(path string, img []byte, answered []int, cut int) (err error) {
	if err := errors.Join(os.WriteFile(path, img, 0o600), os.Truncate(path, 32<<20)); err != nil {
		return err
	}
	defer func() { _ = os.Remove(path) }()
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
