package live

import (
	"sync"
	"time"

	"balcao/metrics"
	"balcao/store"
)

// maxInbox is how many events may wait for the hub before it reads them from
// the log instead.
const maxInbox = 65_536

// inbox takes events from the writer, who never waits.
type inbox struct {
	mu     sync.Mutex
	events []store.Event
	since  time.Time // when the oldest of them came
	delay  *metrics.Histogram
	lost   bool
	more   chan struct{} // holds one signal
}

func (b *inbox) put(events []store.Event) {
	b.mu.Lock()
	if len(b.events) == 0 && !b.lost {
		b.since = time.Now()
	}
	if len(b.events)+len(events) > maxInbox {
		b.events, b.lost = nil, true
	}
	b.events = append(b.events, events...)
	b.mu.Unlock()
	signal(b.more)
}

// take empties the box; lost means that older events must be read from the log
// first.
func (b *inbox) take() (events []store.Event, lost bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.events) > 0 {
		b.delay.Since(b.since)
	}
	events, lost = b.events, b.lost
	b.events, b.lost = nil, false
	return events, lost
}

// waits is for how long the oldest event has been here.
func (b *inbox) waits() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.events) == 0 {
		return 0
	}
	return time.Since(b.since)
}

// signal wakes whoever waits on a channel that holds one signal.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
