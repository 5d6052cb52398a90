// Package metrics counts and times what a server does without allocating, and
// writes the figures in the text format that Prometheus reads; a leaf.
package metrics

import (
	"math"
	"sync/atomic"
	"time"
)

// Counter only grows. The zero value counts from 0.
type Counter struct{ n atomic.Uint64 }

// Inc counts one.
func (c *Counter) Inc() { c.n.Add(1) }

// Add counts n.
func (c *Counter) Add(n int) { c.n.Add(uint64(n)) }

// Value is how far it has come.
func (c *Counter) Value() uint64 { return c.n.Load() }

// Gauge goes up and down. The zero value is 0.
type Gauge struct{ n atomic.Int64 }

// Add moves it by n.
func (g *Gauge) Add(n int64) { g.n.Add(n) }

// Set moves it to n.
func (g *Gauge) Set(n int64) { g.n.Store(n) }

// Value is where it stands.
func (g *Gauge) Value() int64 { return g.n.Load() }

// Histogram sorts whole numbers into fixed buckets. Observe may be called from
// anywhere at once and never allocates.
type Histogram struct {
	bounds []int64 // the largest of each bucket, ascending
	counts []atomic.Uint64
	sum    atomic.Uint64
	unit   float64 // what is written is the number times this
}

func newHistogram(unit float64, bounds []int64) *Histogram {
	return &Histogram{bounds: bounds, counts: make([]atomic.Uint64, len(bounds)+1), unit: unit}
}

// Durations is a histogram of times from 100 µs to 10 s, written in seconds.
func Durations() *Histogram {
	return newHistogram(1/float64(time.Second), spans)
}

// Sizes is a histogram of how many went together, from 1 to 1,000.
func Sizes() *Histogram { return newHistogram(1, crowds) }

// They are never written to.
var (
	spans = []int64{
		100e3, 250e3, 500e3, 1e6, 2500e3, 5e6, 10e6, 25e6, 50e6, 100e6, 250e6, 500e6, 1e9, 2500e6, 10e9,
	}
	crowds = []int64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}
)

// Observe counts v, which is not negative.
func (h *Histogram) Observe(v int64) {
	i := 0
	for i < len(h.bounds) && v > h.bounds[i] {
		i++
	}
	h.counts[i].Add(1)
	h.sum.Add(uint64(max(v, 0)))
}

// Since counts the time that has passed.
func (h *Histogram) Since(began time.Time) { h.Observe(int64(time.Since(began))) }

// Tally is a histogram at one moment: how many fell into each bucket.
type Tally []uint64

// Tally is what has been counted so far.
func (h *Histogram) Tally() Tally {
	t := make(Tally, len(h.counts))
	for i := range h.counts {
		t[i] = h.counts[i].Load()
	}
	return t
}

// Count is how many were counted.
func (t Tally) Count() (n uint64) {
	for _, c := range t {
		n += c
	}
	return n
}

// After is what came to t after an earlier tally of the same histogram; nil
// stands for the beginning.
func (t Tally) After(earlier Tally) Tally {
	d := make(Tally, len(t))
	copy(d, t)
	for i := range earlier {
		d[i] -= earlier[i]
	}
	return d
}

// Quantile is the upper bound of the bucket below which the share q lies, in
// the unit written; 0 when nothing was counted, +Inf above the last bound.
func (h *Histogram) Quantile(t Tally, q float64) float64 {
	total := t.Count()
	if total == 0 {
		return 0
	}
	rank := uint64(math.Ceil(q * float64(total)))
	for i, c := range t {
		if c >= rank {
			if i == len(h.bounds) {
				return math.Inf(1)
			}
			return float64(h.bounds[i]) * h.unit
		}
		rank -= c
	}
	return math.Inf(1)
}
