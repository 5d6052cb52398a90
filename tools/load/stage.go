package main

import (
	"fmt"
	"io"
	"sync/atomic"

	"balcao/tools/load/figures"
	"balcao/tools/load/flow"
	"balcao/tools/load/world"
)

// stage is a started server with people in conversations.
type stage struct {
	*world.Program
	pairs []flow.Pair
	now   atomic.Pointer[flow.Flow] // who takes the frames
	next  uint64
	conns []*world.Conn
}

func (s *stage) take(b []byte) {
	if f := s.now.Load(); f != nil {
		f.Take(b)
	}
}

// run sends one load and measures it, with what the server spent.
func (s *stage) run(l flow.Load) measured {
	f := flow.New(l, s.next)
	s.next = f.Next()
	s.now.Store(f)
	before := figures.Look(s.PID)
	r := f.Run(s.pairs)
	after := figures.Look(s.PID)
	s.now.Store(nil)
	m := measured{Result: r, RSS: after.RSS, Own: after.Own}
	if r.OK.Count > 0 {
		m.Micros = float64((after.CPU - before.CPU).Microseconds()) / float64(r.OK.Count)
	}
	return m
}

func (s *stage) end() {
	for _, c := range s.conns {
		c.Close()
	}
	s.Kill()
}

// measured is a result with what the server's process spent on it.
type measured struct {
	flow.Result
	RSS    int64   `json:"rss_bytes"`
	Own    int64   `json:"own_bytes"`
	Micros float64 `json:"cpu_micros_per_message"`
}

func (m measured) write(w io.Writer, name string) {
	fmt.Fprintf(w, "%s: %.0f messages/s asked, %.0f acknowledged, %d lost, %d doubled, %d without ok, %d refused\n", name, m.Rate, m.PerS, m.Lost, m.Doubled, m.Unacked, m.Refused)
	figures.Row(w, "send → ok", "%s", m.OK)
	figures.Row(w, "send → event", "%s", m.Event)
	figures.Row(w, "server", "%.0f µs CPU a message, %.0f MiB, %.0f of them without the mapped data file", m.Micros, float64(m.RSS)/(1<<20), float64(m.Own)/(1<<20))
}
