package crash

import (
	"fmt"
	"io"
	"slices"
	"time"

	"balcao/tools/load/check"
	"balcao/tools/load/figures"
	"balcao/tools/load/history"
)

// Result is what a run showed.
type Result struct {
	Kind         string         `json:"kind"`
	Way          string         `json:"way"`
	Rounds       int            `json:"rounds"`
	Senders      int            `json:"senders"`
	Messages     int            `json:"messages"`     // wanted
	Acknowledged int            `json:"acknowledged"` // messages with an ok
	Attempts     int            `json:"attempts"`
	Unknown      int            `json:"unknown"` // attempts without an answer
	Failed       int            `json:"failed"`  // attempts refused
	Dup          int            `json:"dup"`     // answers that repeat the first
	Stored       int            `json:"stored"`
	Notices      int            `json:"notices"`
	Drains       int64          `json:"drains"`
	Resets       map[string]int `json:"resets"`
	Refused      map[string]int `json:"refused"`
	FileMiB      int64          `json:"file_mib"`
	Ready        times          `json:"ready"`   // start to the first answer
	InStep       times          `json:"in_step"` // ready to all in step, of the rounds that lasted so long
	Stop         times          `json:"stop"`
	Odd          []string       `json:"odd,omitempty"`
	Found        []check.Fault  `json:"faults"`
}

// times are durations of one kind.
type times struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50_ms"`
	Max float64 `json:"max_ms"`
	all []float64
}

func (t *times) add(d time.Duration) {
	t.all = append(t.all, float64(d.Microseconds())/1000)
	slices.Sort(t.all)
	t.N, t.P50, t.Max = len(t.all), t.all[len(t.all)/2], t.all[len(t.all)-1]
}

func (t times) String() string {
	return fmt.Sprintf("p50 %.0f  max %.0f ms of %d", t.P50, t.Max, t.N)
}

func (r *Result) fault(name, format string, args ...any) {
	r.Found = append(r.Found, check.Fault{Check: name, What: fmt.Sprintf(format, args...)})
}

func (r *Result) count(h *history.History) {
	r.Stored += len(h.Stored)
	for _, s := range h.Senders {
		r.Messages += len(s.Sent)
		for _, m := range s.Sent {
			r.Attempts += len(m.Attempts)
			if m.Acknowledged() != nil {
				r.Acknowledged++
			}
			for _, a := range m.Attempts {
				switch {
				case a.Outcome == history.Failed:
					r.Failed++
				case a.Outcome == history.Unknown:
					r.Unknown++
				case a.Receipt.Dup:
					r.Dup++
				}
			}
		}
	}
	for _, w := range h.Watchers {
		r.Notices += len(w.Notices)
	}
}

// Write tells the result to people; of each checker's faults the first ten.
func (r Result) Write(w io.Writer) {
	fmt.Fprintf(w, "crash by %s: %d rounds, %d senders, %d messages acknowledged of %d\n", r.Way, r.Rounds, r.Senders, r.Acknowledged, r.Messages)
	figures.Row(w, "attempts", "%d, %d without an answer, %d refused %v, %d answered as repeats", r.Attempts, r.Unknown, r.Failed, r.Refused, r.Dup)
	figures.Row(w, "stored", "%d messages, %d events told of them, resets %v", r.Stored, r.Notices, r.Resets)
	figures.Row(w, "start → first answer", "%s", r.Ready)
	figures.Row(w, "ready → all in step", "%s", r.InStep)
	if r.Stop.N > 0 {
		figures.Row(w, "SIGTERM → exit", "%s, %d told to come back later", r.Stop, r.Drains)
	}
	if r.FileMiB > 0 {
		figures.Row(w, "data file", "%d MiB before the first round", r.FileMiB)
	}
	for _, odd := range r.Odd {
		figures.Row(w, "odd", "%s", odd)
	}
	shown := map[string]int{}
	for _, f := range r.Found {
		if shown[f.Check]++; shown[f.Check] <= 10 {
			figures.Row(w, f.Check, "%s", f.What)
		}
	}
	fmt.Fprintf(w, "  faults found           %d %v\n", len(r.Found), check.ByCheck(r.Found))
}
