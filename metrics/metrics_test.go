package metrics_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"balcao/metrics"
)

func TestAPageReadsAsPrometheusWantsIt(t *testing.T) {
	var p metrics.Page
	p.Counter("balcao_frames_total", "Frames by direction.", 3, "direction", "in")
	p.Counter("balcao_frames_total", "Frames by direction.", 1e18, "direction", `o"u\t`+"\n")
	p.Gauge("balcao_load", `A back\slash.`, 0.25)
	h := metrics.Sizes()
	h.Observe(1)
	h.Observe(3)
	h.Observe(5000)
	p.Histogram("balcao_group", "Functions a commit.", h, "kind", "x")
	want := `# HELP balcao_frames_total Frames by direction.
# TYPE balcao_frames_total counter
balcao_frames_total{direction="in"} 3
balcao_frames_total{direction="o\"u\\t\n"} 1e+18
# HELP balcao_load A back\\slash.
# TYPE balcao_load gauge
balcao_load 0.25
# HELP balcao_group Functions a commit.
# TYPE balcao_group histogram
balcao_group_bucket{kind="x",le="1"} 1
balcao_group_bucket{kind="x",le="2"} 1
balcao_group_bucket{kind="x",le="5"} 2
balcao_group_bucket{kind="x",le="10"} 2
balcao_group_bucket{kind="x",le="20"} 2
balcao_group_bucket{kind="x",le="50"} 2
balcao_group_bucket{kind="x",le="100"} 2
balcao_group_bucket{kind="x",le="200"} 2
balcao_group_bucket{kind="x",le="500"} 2
balcao_group_bucket{kind="x",le="1000"} 2
balcao_group_bucket{kind="x",le="+Inf"} 3
balcao_group_sum{kind="x"} 5004
balcao_group_count{kind="x"} 3
`
	if got := string(p.Bytes()); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestBucketsOfTimesAreWrittenInSeconds(t *testing.T) {
	h := metrics.Durations()
	h.Observe(int64(100 * time.Microsecond))
	var p metrics.Page
	p.Histogram("balcao_took_seconds", "x", h)
	for _, line := range []string{`_bucket{le="0.0001"} 1`, `_bucket{le="10"} 1`, "_sum 0.0001\n", "_count 1\n"} {
		if !strings.Contains(string(p.Bytes()), "balcao_took_seconds"+line) {
			t.Errorf("%s is not in\n%s", line, p.Bytes())
		}
	}
}

func TestAQuantileIsTheBoundBelowWhichTheShareLies(t *testing.T) {
	h := metrics.Durations()
	if q := h.Quantile(h.Tally(), 0.99); q != 0 {
		t.Errorf("of nothing %v", q)
	}
	for range 99 {
		h.Observe(int64(time.Millisecond))
	}
	early := h.Tally()
	h.Observe(int64(40 * time.Millisecond))
	if q := h.Quantile(h.Tally(), 0.99); q != 0.001 {
		t.Errorf("99 of 100 took 1 ms, p99 is %v", q)
	}
	if q := h.Quantile(h.Tally().After(early), 0.99); q != 0.05 {
		t.Errorf("since then one took 40 ms, p99 is %v", q)
	}
	h.Observe(int64(time.Hour))
	if q := h.Quantile(h.Tally(), 1); !math.IsInf(q, 1) {
		t.Errorf("the slowest is above every bound, not %v", q)
	}
}

func TestCountingAllocatesNothing(t *testing.T) {
	h, c := metrics.Durations(), &metrics.Counter{}
	if n := testing.AllocsPerRun(100, func() { h.Observe(12345); h.Since(time.Now()); c.Inc() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
