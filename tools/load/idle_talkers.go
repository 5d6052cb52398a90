package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"balcao/tools/load/world"
)

// talkers are visitors who each have a conversation of their own.
type talkers struct {
	all []*talker
	oks atomic.Int64

	refused atomic.Pointer[string] // the code of the latest err
}

type talker struct {
	*world.Conn
	conv atomic.Pointer[string]
	last atomic.Pointer[world.Object]
}

// say sends the frame and keeps it until it is acknowledged.
func (k *talker) say(frame world.Object) error {
	k.last.Store(&frame)
	return k.Say(frame)
}

func (t *talkers) open(s *stage, n int) error {
	var mu sync.Mutex
	return together(n, 32, func(int) error {
		v, err := world.Visitor(s.URL)
		if err != nil {
			return err
		}
		one := &talker{}
		one.Conn, err = v.Dial(context.Background(), nil, func(b []byte) {
			if world.Kind(b) == "ok" {
				conv := world.String(b, "conv")
				one.conv.Store(&conv)
				t.oks.Add(1)
			}
			if world.Kind(b) == "err" {
				code := world.String(b, "code")
				t.refused.Store(&code)
				time.AfterFunc(time.Second, func() { _ = one.Say(*one.last.Load()) })
			}
		})
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		t.all, s.conns = append(t.all, one), append(s.conns, one.Conn)
		return nil
	})
}

// round has everybody say something, the first time into a new conversation,
// and waits until all of it is acknowledged.
func (t *talkers) round(n int) error {
	began := t.oks.Load()
	want := began + int64(len(t.all))
	err := together(len(t.all), 64, func(i int) error {
		// More than the commit queue holds would be answered busy.
		for wait := time.Now(); int64(i)-(t.oks.Load()-began) > 500 && time.Since(wait) < 60*time.Second; {
			time.Sleep(time.Millisecond)
		}
		frame := world.Object{"t": "send", "cmid": fmt.Sprintf("01900000-0000-7000-%04x-%012x", 0x9000+n, i), "text": "The label printer of line two prints every label twice since this morning."}
		if conv := t.all[i].conv.Load(); conv != nil {
			frame["conv"] = *conv
		} else {
			frame["new"] = world.Object{"site": "default"}
		}
		return t.all[i].say(frame)
	})
	for wait := time.Now(); err == nil && t.oks.Load() < want; time.Sleep(10 * time.Millisecond) {
		if time.Since(wait) > 60*time.Second {
			code := "nothing"
			if c := t.refused.Load(); c != nil {
				code = *c
			}
			err = fmt.Errorf("round %d: %d of %d messages acknowledged after 60 s, refused: %s", n, t.oks.Load(), want, code)
		}
	}
	return err
}

// flood has those who have a conversation say n things as fast as they are
// acknowledged.
func (t *talkers) flood(n int) error {
	began, most := t.oks.Load(), time.Now().Add(2*time.Minute)
	for i := range n {
		for int64(i)-(t.oks.Load()-began) > 500 {
			if time.Now().After(most) {
				return fmt.Errorf("flood: %d of %d messages acknowledged after two minutes", t.oks.Load()-began, n)
			}
			time.Sleep(time.Millisecond)
		}
		k := t.all[i%len(t.all)]
		text := "The label printer of line two prints every label twice since this morning, and nobody has touched its settings; what shall we do?"
		if err := k.Say(world.Object{"t": "send", "cmid": fmt.Sprintf("01900000-0000-7000-aaaa-%012x", i), "conv": *k.conv.Load(), "text": text}); err != nil {
			return err
		}
	}
	return nil
}
