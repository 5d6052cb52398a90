package bolt_test

import (
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
)

// TestTheFileStaysWithinTwiceWhatItHoldsHoweverMuchGoesThroughIt lets many times
// what the file holds pass through it: messages come, are edited and erased,
// the log is trimmed, a copy is taken in every round.
func TestTheFileStaysWithinTwiceWhatItHoldsHoweverMuchGoesThroughIt(t *testing.T) {
	const rounds, each, kept = 30, 1000, 2000
	path := filepath.Join(t.TempDir(), "data.db")
	o := bolt.Options{NoSync: true}
	s, err := bolt.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var living []store.Event // oldest first
	text := []byte(strings.Repeat("What somebody says. ", 50))
	seq := uint64(0)
	for round := range rounds {
		copied, began, goOn := make(chan error, 1), make(chan struct{}), make(chan struct{})
		go func() {
			copied <- s.Snapshot(func(store.Reader, int64) (io.Writer, error) { close(began); return waiting(goOn), nil })
		}()
		<-began // what is freed while it waits cannot be used again
		for part := range each / 200 {
			if part == each/400 {
				close(goOn)
			}
			var added []store.Event
			batch(t, s, func(tx store.Tx) error {
				added = added[:0]
				for i := range uint64(200) {
					e := store.Event{Kind: "message", At: time.Unix(int64(round), 0), Conv: string(rune('a' + i%20)), Seq: seq + i, Staff: text}
					e.Pos = tx.Append(e)
					if err := tx.Put(store.Key("message", e.Conv, "public", e.Seq), text); err != nil {
						return err
					}
					added = append(added, e)
				}
				return nil
			})
			seq += 200
			living = append(living, added...)
			batch(t, s, func(tx store.Tx) error { // edited
				for range 10 {
					e := living[rand.IntN(len(living))]
					if err := tx.Put(store.Key("message", e.Conv, "public", e.Seq), text[:rand.IntN(len(text))]); err != nil {
						return err
					}
				}
				return nil
			})
			if len(living) > kept {
				gone := living[:len(living)-kept]
				living = living[len(gone):]
				batch(t, s, func(tx store.Tx) error {
					for _, e := range gone {
						if err := tx.Delete(store.Key("message", e.Conv, "public", e.Seq)); err != nil {
							return err
						}
					}
					return nil
				})
			}
		}
		if err := store.Trim(context.Background(), hasty{s}, time.Unix(int64(round), 0), time.Hour, kept); err != nil {
			t.Fatal(err)
		}
		if err := <-copied; err != nil {
			t.Fatal(err)
		}
	}
	sound(t, s)
	shut(t, s)
	before, after, err := bolt.Compact(t.Context(), path, o, func(*bolt.Store) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	passed := int64(seq) * int64(2*len(text))
	t.Logf("%d MB went through, the file has %d MB, its data %d MB", passed>>20, before>>20, after>>20)
	if before > 2*after+16<<20 { // a large file grows by 16 MB at a time
		t.Errorf("the file has %d bytes for %d of data", before, after)
	}
	if passed < 3*before {
		t.Error("too little went through to show anything")
	}
}

func batch(t *testing.T, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// waiting is a writer that takes nothing before it is closed.
type waiting chan struct{}

func (w waiting) Write(p []byte) (int, error) {
	<-w
	return len(p), nil
}

// hasty is a store whose background work does not wait for company.
type hasty struct{ *bolt.Store }

func (s hasty) Background(ctx context.Context, fn func(store.Tx) error) error {
	return s.Update(ctx, fn)
}
