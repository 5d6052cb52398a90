package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// slowRoom is a few conversations with everybody in them.
type slowRoom struct {
	visitors []*talker
	readers  []*slowReader
	began    time.Time
	rate     float64
	sent     atomic.Int64
	over     atomic.Bool
	done     chan struct{}
	sample   atomic.Bool
}

func (c *slowCommand) room(url string) (*slowRoom, error) {
	r := &slowRoom{done: make(chan struct{}), rate: c.Rate, began: time.Now().Add(time.Hour)}
	var t talkers
	if err := t.open(&stage{Program: &world.Program{URL: url}}, c.Talks); err != nil {
		return nil, err
	}
	if err := t.round(0); err != nil {
		return nil, err
	}
	if err := t.flood(c.Flood); err != nil {
		return nil, err
	}
	r.visitors = t.all
	people, err := world.Operators(url, c.Readers)
	if err != nil {
		return nil, err
	}
	for i, o := range people {
		reader := &slowReader{Caller: o, room: r, by: world.Narrow(c.Buffer), seen: map[int]int{}}
		if i > 0 {
			reader.by = world.Narrow(4 << 20)
		}
		for j, v := range r.visitors { // whoever answers takes part
			answer := world.Object{"cmid": fmt.Sprintf("01900000-0000-7000-b%03x-%012x", j, i), "text": "I am here."}
			if _, err := o.Call(201, "POST", "/api/v1/conversations/"+*v.conv.Load()+"/messages", answer); err != nil {
				return nil, err
			}
		}
		if reader.line, err = o.DialThrough(reader.by, 30*time.Second, nil, reader.take); err != nil {
			return nil, err
		}
		r.readers = append(r.readers, reader)
	}
	return r, nil
}

// talk sends in an open loop until the room is quiet; the visitors take turns.
func (r *slowRoom) talk(rate float64) {
	defer close(r.done)
	r.began = time.Now()
	filler := "the label printer of line two prints every label twice since this morning and nobody has touched its settings, "
	for n := 0; !r.over.Load(); n++ {
		if wait := time.Until(r.due(n)); wait > 0 {
			time.Sleep(wait)
		}
		v := r.visitors[n%len(r.visitors)]
		text := fmt.Sprintf("%010d %s", n, filler)
		if v.Say(world.Object{"t": "send", "cmid": fmt.Sprintf("01900000-0000-7000-9fff-%012x", n), "conv": *v.conv.Load(), "text": text}) == nil {
			r.sent.Store(int64(n + 1))
		}
	}
}

func (r *slowRoom) due(n int) time.Time {
	return r.began.Add(time.Duration(float64(n) / r.rate * float64(time.Second)))
}

// measure sums up what all readers but the first felt while fn ran.
func (r *slowRoom) measure(fn func()) figures.Latency {
	for _, k := range r.readers {
		k.mu.Lock()
		k.samples = nil
		k.mu.Unlock()
	}
	r.sample.Store(true)
	fn()
	r.sample.Store(false)
	var all []time.Duration
	for _, k := range r.readers[1:] {
		k.mu.Lock()
		all = append(all, k.samples...)
		k.mu.Unlock()
	}
	return figures.Sum(all)
}

// quiet ends the talk and waits for what is on its way, at most a minute.
func (r *slowRoom) quiet() {
	r.over.Store(true)
	<-r.done
	for wait := time.Now(); time.Since(wait) < 60*time.Second; time.Sleep(100 * time.Millisecond) {
		behind := 0
		for _, k := range r.readers {
			k.mu.Lock()
			behind += int(r.sent.Load()) - len(k.seen)
			k.mu.Unlock()
		}
		if behind == 0 {
			return
		}
	}
}

func (r *slowRoom) end() {
	r.over.Store(true)
	for _, k := range r.readers {
		k.line.Close()
	}
	for _, v := range r.visitors {
		v.Close()
	}
}

// check counts what the readers did not see, or saw twice.
func (r *slowRoom) check(s *slowed) {
	for i, k := range r.readers {
		k.mu.Lock()
		missed := int(r.sent.Load()) - len(k.seen)
		if i == 0 {
			s.Missed, s.Resets = missed, k.resets
		} else {
			s.Others += missed
		}
		for _, times := range k.seen {
			if times > 1 {
				s.Doubled++
			}
		}
		k.mu.Unlock()
	}
}
