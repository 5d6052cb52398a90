package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// idleMemory is what the sockets of one server cost it.
type idleMemory struct {
	idle, traffic figures.Memory
	descriptors   int
	rate          float64 // messages a second while they talked
}

// memories opens the sockets and reads memory before and after they talked.
func (c *idleCommand) memories(h *idleHouse) (m idleMemory, err error) {
	var t talkers
	if err := t.open(h.stage, c.Sockets); err != nil {
		return m, err
	}
	time.Sleep(c.Settle)
	m.idle, m.descriptors = figures.MemoryOf(h.PID).Minus(h.empty), figures.Look(h.PID).Descriptors
	// Somebody has to take the conversations: thousands in a queue are another
	// experiment than sockets that talk.
	if err := answering(h.stage, (c.Sockets+99)/100); err != nil {
		return m, fmt.Errorf("operators: %w", err)
	}
	began := time.Now()
	for n := range c.Messages {
		if err := t.round(n); err != nil {
			return m, err
		}
	}
	m.rate = float64(c.Messages*c.Sockets) / time.Since(began).Seconds()
	time.Sleep(c.Settle)
	m.traffic = figures.MemoryOf(h.PID).Minus(h.empty)
	return m, nil
}

// answering brings operators online who take up to 100 conversations each.
func answering(s *stage, n int) error {
	people, err := world.Operators(s.URL, n)
	if err != nil {
		return err
	}
	for _, o := range people {
		k, err := o.Dial(context.Background(), nil, nil)
		if err != nil {
			return err
		}
		s.conns = append(s.conns, k)
		if err := k.Say(world.Object{"t": "presence", "state": "online"}); err != nil {
			return err
		}
	}
	return nil
}

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
