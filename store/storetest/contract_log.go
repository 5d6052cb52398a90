package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"balcao/store"
)

var logCases = []contractCase{
	{"pos is 1, 2, 3 … in commit order and events read back whole", eventsReadBack},
	{"followers get each event once, in order, when it can be read", followersInOrder},
	{"a follower that stopped gets nothing more", followerStops},
	{"Head, First and Epoch say what the readers say", endsAgree},
	{"an amended event keeps its pos", amendKeepsPos},
	{"Trim by age and count never passes a cursor nor the newest event", trimKeeps},
	{"an event too large fails its function", largeEvent},
	{"a watch is told of commits that wrote its table and of no other", watchIsTold},
}

func eventsReadBack(t *testing.T, s store.Store) {
	want := []store.Event{
		{Kind: "message", At: time.Unix(1790000000, 123456789).UTC(), Conv: "c", Ticket: 1 << 60, Stream: "internal", Seq: 7, Author: "account/a", CMID: "m", Topics: []string{"account/a", "", "visitor/ü"}, Staff: []byte(`{"a":1}`), Public: []byte(`{}`)},
		{Kind: store.KindRevoked, Topics: []string{"session/x"}},
		{Kind: "only staff", Staff: []byte("s")},
		{Kind: "only public", Public: []byte("p")},
		{Kind: "empty bodies", Staff: []byte{}, Public: []byte{}},
		{},
	}
	must(t, s.Update(t.Context(), func(tx store.Tx) error {
		for i, e := range want {
			if pos := tx.Append(e); pos != uint64(i+1) {
				t.Errorf("event %d got pos %d", i, pos)
			}
		}
		return nil
	}))
	must(t, s.View(t.Context(), func(r store.Reader) error {
		i := 0
		for e, err := range store.ReadEvents(r, 0) {
			must(t, err)
			want[i].Pos = uint64(i + 1)
			if fmt.Sprintf("%#v", e) != fmt.Sprintf("%#v", want[i]) {
				t.Errorf("got  %#v\nwant %#v", e, want[i])
			}
			i++
		}
		for e := range store.ReadEvents(r, 4) {
			if e.Pos <= 4 {
				t.Errorf("after 4 came %d", e.Pos)
			}
		}
		if i != len(want) {
			t.Errorf("%d events", i)
		}
		return nil
	}))
}

func followersInOrder(t *testing.T, s store.Store) {
	var mu sync.Mutex
	var got []uint64
	defer s.Log().Follow(func(group []store.Event) {
		mu.Lock()
		defer mu.Unlock()
		for _, e := range group {
			got = append(got, e.Pos)
		}
		if last := group[len(group)-1].Pos; s.Log().Head() < last {
			t.Errorf("told of %d while the head is %d", last, s.Log().Head())
		}
	})()
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for i := range 20 {
				var pos uint64
				err := s.Update(t.Context(), func(tx store.Tx) error {
					pos = tx.Append(store.Event{Kind: "x"})
					if i%4 == 3 {
						return errOwn
					}
					return nil
				})
				if err == nil && s.Log().Head() < pos {
					t.Errorf("acknowledged %d while the head is %d", pos, s.Log().Head())
				}
			}
		})
	}
	wg.Wait()
	mu.Lock()
	defer mu.Unlock()
	if len(got) != 150 {
		t.Fatalf("%d events", len(got))
	}
	for i, pos := range got {
		if pos != uint64(i+1) {
			t.Fatalf("event %d has pos %d", i, pos)
		}
	}
}

func followerStops(t *testing.T, s store.Store) {
	stop := s.Log().Follow(func([]store.Event) { t.Error("told") })
	stop()
	must(t, s.Update(t.Context(), func(tx store.Tx) error { tx.Append(store.Event{}); return nil }))
}

func endsAgree(t *testing.T, s store.Store) {
	agree := func() {
		t.Helper()
		must(t, s.View(t.Context(), func(r store.Reader) error {
			first, err := store.FirstPos(r)
			must(t, err)
			last, err := store.LastPos(r)
			must(t, err)
			epoch, err := store.EpochOf(r)
			must(t, err)
			if l := s.Log(); l.First() != first || l.Head() != last || l.Epoch() != epoch || len(epoch) != 32 {
				t.Errorf("log says %d–%d %s, reader %d–%d %s", l.First(), l.Head(), l.Epoch(), first, last, epoch)
			}
			return nil
		}))
	}
	agree()
	if s.Log().First() != 1 || s.Log().Head() != 0 {
		t.Errorf("an empty log is %d–%d", s.Log().First(), s.Log().Head())
	}
	appendEvents(t, s, 10, time.Now())
	agree()
	must(t, store.Trim(t.Context(), s, time.Now(), time.Hour, 4))
	agree()
	if s.Log().First() != 7 {
		t.Errorf("first is %d", s.Log().First())
	}
}

func amendKeepsPos(t *testing.T, s store.Store) {
	appendEvents(t, s, 3, time.Now())
	must(t, s.Update(t.Context(), func(tx store.Tx) error {
		must(t, store.Amend(tx, 99, func(*store.Event) { t.Error("an event that is not there") }))
		return store.Amend(tx, 2, func(e *store.Event) { e.Public = []byte("gone") })
	}))
	must(t, s.View(t.Context(), func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			must(t, err)
			if (string(e.Public) == "gone") != (e.Pos == 2) || e.Kind != "x" {
				t.Errorf("%+v", e)
			}
		}
		return nil
	}))
	if s.Log().Head() != 3 {
		t.Errorf("head is %d", s.Log().Head())
	}
}

func trimKeeps(t *testing.T, s store.Store) {
	now := time.Now()
	appendEvents(t, s, 500, now.Add(-48*time.Hour))
	appendEvents(t, s, 500, now)
	cursor := func(pos uint64) {
		must(t, s.Update(t.Context(), func(tx store.Tx) error { return store.SaveCursor(tx, "reader", pos) }))
	}
	for _, c := range []struct {
		cursor, first uint64
		age           time.Duration
		count         uint64
	}{
		{100, 101, 24 * time.Hour, 10_000}, // as far as the reader has come
		{900, 501, 24 * time.Hour, 10_000}, // by age
		{900, 801, 24 * time.Hour, 200},    // by count
		{1000, 1000, -time.Hour, 0},        // all but the newest
	} {
		cursor(c.cursor)
		must(t, store.Trim(t.Context(), s, now, c.age, c.count))
		if s.Log().First() != c.first || s.Log().Head() != 1000 {
			t.Errorf("%+v left %d–%d", c, s.Log().First(), s.Log().Head())
		}
	}
}

func largeEvent(t *testing.T, s store.Store) {
	err := s.Update(t.Context(), func(tx store.Tx) error {
		tx.Append(store.Event{Staff: make([]byte, store.MaxValue)})
		return nil
	})
	if err == nil || s.Log().Head() != 0 {
		t.Errorf("%v, head %d", err, s.Log().Head())
	}
}

func watchIsTold(t *testing.T, s store.Store) {
	told := 0
	stop := s.Watch("k", func() { told++ })
	set(t, s, "x", "kk", 1)
	if told != 0 {
		t.Error("told of another table")
	}
	set(t, s, "x", "k", 1)
	if told != 1 {
		t.Errorf("told %d times of one commit", told)
	}
	_ = s.Update(t.Context(), func(tx store.Tx) error { return tx.Delete(store.Key("k", 1)) })
	if told != 2 {
		t.Errorf("told %d times after a deletion", told)
	}
	stop()
	set(t, s, "x", "k", 1)
	if told != 2 {
		t.Error("told after the end")
	}
}

func appendEvents(t testing.TB, s store.Store, n int, at time.Time) {
	t.Helper()
	must(t, s.Update(context.Background(), func(tx store.Tx) error {
		for range n {
			tx.Append(store.Event{Kind: "x", At: at})
		}
		return nil
	}))
}
