package chat

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
	"balcao/store/bolt"
)

// benched is a desk on a data file of its own, conversations under way.
func benched(b *testing.B, noSync bool, convs int) (*Desk, []actor.Actor, []string) {
	b.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s, err := bolt.Open(filepath.Join(b.TempDir(), "balcao.db"), bolt.Options{NoSync: noSync, Log: log})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	house := accounts.New(accounts.Options{Store: s, Clock: time.Now, NewID: newID, Log: log, Joined: Joined})
	d := New(Options{Store: s, Clock: time.Now, NewID: newID, Log: log, Volatile: &told{}, Visitors: house})
	if err := s.Update(context.Background(), FirstStart); err != nil {
		b.Fatal(err)
	}
	var people []actor.Actor
	var ids []string
	for range convs {
		v, _, err := d.Arrive(ctx(), accounts.Visitor{Site: DefaultSite})
		if err != nil {
			b.Fatal(err)
		}
		out, err := d.Post(ctx(), v.Actor(), Post{CMID: newID(), New: &Opening{}, Text: "Hello"})
		if err != nil {
			b.Fatal(err)
		}
		people, ids = append(people, v.Actor()), append(ids, out.Conv)
	}
	b.ReportAllocs()
	b.ResetTimer()
	return d, people, ids
}

const benchText = "The printer on the second floor prints every page twice since this morning; I have switched it off and on, and nothing changed."

func BenchmarkPost(b *testing.B) {
	for _, noSync := range []bool{false, true} {
		for _, writers := range []int{1, 16, 128} {
			b.Run(fmt.Sprintf("nosync=%v/writers=%d", noSync, writers), func(b *testing.B) {
				d, people, ids := benched(b, noSync, writers)
				var next atomic.Int64
				b.SetParallelism((writers + 1) / 2)
				b.RunParallel(func(pb *testing.PB) {
					i := int(next.Add(1)-1) % writers
					for pb.Next() {
						if _, err := d.Post(ctx(), people[i], Post{CMID: newID(), Conv: ids[i], Text: benchText}); err != nil {
							b.Error(err)
							return
						}
					}
				})
			})
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	d, people, ids := benched(b, true, 1)
	for b.Loop() {
		if _, err := d.compose(ctx(), people[0], Post{CMID: "x", Conv: ids[0], Text: benchText}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNextOfALongQueue(b *testing.B) {
	d, _, _ := benched(b, true, 2_000)
	for b.Loop() {
		err := d.Store.View(ctx(), func(r store.Reader) error {
			_, err := foremost(r, defaultDepartmentID, d.now(), nil)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
