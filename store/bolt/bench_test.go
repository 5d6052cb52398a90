package bolt_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
)

var payload = make([]byte, 300)

// message writes what one chat message writes: the row, the author's cmid, the
// head of its conversation, and the event.
func message(conv string, seq uint64) func(store.Tx) error {
	return func(tx store.Tx) error {
		pos := tx.Append(store.Event{
			Kind: "message", At: time.Unix(1, 0), Conv: conv, Stream: "public", Seq: seq, Author: "visitor/" + conv,
			CMID: "0192d3a0-7c11-7a65-bf3e-000000000000", Topics: []string{"visitor/" + conv, "account/" + conv}, Staff: payload, Public: payload,
		})
		for _, err := range []error{
			tx.Put(store.Key("message", conv, "public", seq), payload),
			tx.Put(store.Key("cmid", "visitor/"+conv, time.Unix(0, int64(pos))), payload[:40]),
			tx.Put(store.Key("head", conv), payload[:60]),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// BenchmarkUpdate is durable messages with so many writers at once.
func BenchmarkUpdate(b *testing.B) {
	for _, writers := range []int{1, 16, 128} {
		b.Run(strconv.Itoa(writers), func(b *testing.B) {
			s := open(b, bolt.Options{})
			b.ReportAllocs()
			b.ResetTimer()
			var left atomic.Int64
			left.Store(int64(b.N))
			var wg sync.WaitGroup
			for w := range writers {
				wg.Go(func() {
					conv := fmt.Sprintf("0192d3a0-7c11-7a65-bf3e-%012d", w)
					for seq := uint64(1); left.Add(-1) >= 0; seq++ {
						if err := s.Update(context.Background(), message(conv, seq)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
		})
	}
}

// BenchmarkScan reads a table of 100,000 rows.
func BenchmarkScan(b *testing.B) {
	s := filled(b)
	for b.Loop() {
		err := s.View(context.Background(), func(r store.Reader) error {
			n := 0
			for range r.Ascend(store.Prefix(store.Key("message"))) {
				n++
			}
			if n != 100_000 {
				return fmt.Errorf("%d rows", n)
			}
			return r.Err()
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkEvents reads 100,000 events.
func BenchmarkEvents(b *testing.B) {
	s := filled(b)
	b.ReportAllocs()
	for b.Loop() {
		err := s.View(context.Background(), func(r store.Reader) error {
			n := 0
			for _, err := range store.ReadEvents(r, 0) {
				if err != nil {
					return err
				}
				n++
			}
			if n != 100_000 {
				return fmt.Errorf("%d events", n)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkGet reads one row in a View of its own.
func BenchmarkGet(b *testing.B) {
	s := filled(b)
	b.ReportAllocs()
	k := store.Key("message", "c7", "public", uint64(77))
	for b.Loop() {
		err := s.View(context.Background(), func(r store.Reader) error {
			_, err := r.Get(k)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func filled(b *testing.B) store.Store {
	b.Helper()
	s := open(b, bolt.Options{NoSync: true})
	for conv := range 100 {
		for chunk := range uint64(10) {
			err := s.Update(context.Background(), func(tx store.Tx) error {
				for i := range uint64(100) {
					if err := message("c"+strconv.Itoa(conv), chunk*100+i)(tx); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	return s
}
