// Package figures holds what was measured and writes it for people and machines.
package figures

import (
	"fmt"
	"slices"
	"time"
)

// Latency sums up samples, in milliseconds.
type Latency struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_ms"`
	P90   float64 `json:"p90_ms"`
	P99   float64 `json:"p99_ms"`
	P999  float64 `json:"p999_ms"`
	Max   float64 `json:"max_ms"`
}

// Sum sorts the samples in place and sums them up.
func Sum(samples []time.Duration) Latency {
	if len(samples) == 0 {
		return Latency{}
	}
	slices.Sort(samples)
	at := func(part float64) float64 {
		return float64(samples[min(len(samples)-1, int(part*float64(len(samples))))].Microseconds()) / 1000
	}
	return Latency{Count: len(samples), P50: at(.5), P90: at(.9), P99: at(.99), P999: at(.999), Max: at(1)}
}

func (l Latency) String() string {
	return fmt.Sprintf("p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.1f ms", l.P50, l.P90, l.P99, l.P999, l.Max)
}
