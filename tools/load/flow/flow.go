// Package flow sends messages at a fixed rate through pairs of a customer and
// an operator and times what comes back.
//
// The loop is open: each message has its moment, and its latency counts from
// that moment, so a server that stalls is charged for all that had to wait.
package flow

import (
	"sync/atomic"
	"time"

	"balcao/tools/load/figures"
)

// Line is one socket as the flow sees it.
type Line interface{ Send(frame []byte) error }

// Pair is a conversation between a customer and an operator. Whoever makes it
// hands all frames of both sockets to Flow.Take.
type Pair struct {
	Conv               string
	Customer, Operator Line
}

// Load says how much is sent.
type Load struct {
	Rate     float64       `json:"rate"` // messages a second over all pairs
	Duration time.Duration `json:"duration_ns"`
	Bytes    int           `json:"bytes"`   // of the whole frame; 300 when 0
	OneWay   bool          `json:"one_way"` // customers only
}

// Flow times the messages of one run.
type Flow struct {
	load    Load
	first   uint64 // number of the first message: runs over the same sockets never share numbers
	due     []time.Duration
	ok      []atomic.Int64 // ns after the start, 0 = not yet
	seen    []atomic.Int64 // by the other side
	twice   atomic.Int64
	refused atomic.Int64
	unsent  atomic.Int64
	began   time.Time
}

// New makes room for the messages of one run, numbered from first.
func New(l Load, first uint64) *Flow {
	if l.Bytes == 0 {
		l.Bytes = 300
	}
	n := int(l.Rate * l.Duration.Seconds())
	f := &Flow{load: l, first: first, due: make([]time.Duration, n), ok: make([]atomic.Int64, n), seen: make([]atomic.Int64, n)}
	for i := range f.due {
		f.due[i] = time.Duration(float64(i) / l.Rate * float64(time.Second))
	}
	return f
}

// Next is the first number after this run.
func (f *Flow) Next() uint64 { return f.first + uint64(len(f.due)) }

// Result is what one run showed.
type Result struct {
	Load
	Sent    int             `json:"sent"`
	PerS    float64         `json:"per_second"` // acknowledged, over the time until the last ok
	OK      figures.Latency `json:"ok"`
	Event   figures.Latency `json:"event"`
	Lost    int             `json:"lost"`    // acknowledged, never seen by the other side
	Unacked int             `json:"unacked"` // no ok until the end of waiting
	Doubled int             `json:"doubled"`
	Refused int             `json:"refused"` // err frames
}

func (f *Flow) result() Result {
	r := Result{Load: f.load, Doubled: int(f.twice.Load()), Refused: int(f.refused.Load()), Sent: len(f.due) - int(f.unsent.Load())}
	oks, events := make([]time.Duration, 0, len(f.due)), make([]time.Duration, 0, len(f.due))
	last := time.Duration(1)
	for i, due := range f.due {
		ok, seen := time.Duration(f.ok[i].Load()), time.Duration(f.seen[i].Load())
		if ok > 0 {
			oks = append(oks, ok-due)
			last = max(last, ok)
		}
		if seen > 0 {
			events = append(events, seen-due)
		}
		switch {
		case ok == 0:
			r.Unacked++
		case seen == 0:
			r.Lost++
		}
	}
	r.PerS = float64(len(oks)) / last.Seconds()
	r.OK, r.Event = figures.Sum(oks), figures.Sum(events)
	return r
}
