package main

import (
	"runtime"
	"runtime/metrics"
	"time"

	page "balcao/metrics"
)

// runtimeFigures are of the Go runtime, under the names that dashboards know.
var runtimeFigures = []struct {
	of, name, help string
	grows          bool
}{
	{"/sched/goroutines:goroutines", "go_goroutines", "Goroutines.", false},
	{"/memory/classes/heap/objects:bytes", "go_memstats_heap_alloc_bytes", "Bytes of objects on the heap.", false},
	{"/memory/classes/total:bytes", "go_memstats_sys_bytes", "Bytes the runtime has from the system.", false},
	{"/gc/heap/allocs:bytes", "go_memstats_alloc_bytes_total", "Bytes ever allocated.", true},
	{"/gc/heap/allocs:objects", "go_memstats_mallocs_total", "Objects ever allocated.", true},
	{"/gc/heap/goal:bytes", "go_memstats_next_gc_bytes", "Heap at which the next collection begins.", false},
	{"/gc/cycles/total:gc-cycles", "go_gc_cycles_total", "Collections that ended.", true},
	{"/sched/gomaxprocs:threads", "go_sched_gomaxprocs_threads", "Threads that run Go code at once.", false},
}

func processFigures(p *page.Page, born time.Time) {
	p.Gauge("go_info", "The Go release it was built with.", 1, "version", runtime.Version())
	samples := make([]metrics.Sample, len(runtimeFigures))
	for i, f := range runtimeFigures {
		samples[i].Name = f.of
	}
	metrics.Read(samples) // without stopping the world
	for i, f := range runtimeFigures {
		if samples[i].Value.Kind() != metrics.KindUint64 {
			continue // not in this release of Go
		}
		write := p.Gauge
		if f.grows {
			write = p.Counter
		}
		write(f.name, f.help, float64(samples[i].Value.Uint64()))
	}
	systemFigures(p)
	p.Gauge("process_start_time_seconds", "When the server started.", float64(born.UnixMilli())/1000)
}
