package bolt

import (
	"sync"
	"sync/atomic"
	"time"

	"balcao/fault"
	"balcao/store"
)

// Limits of the queue (protocol.md, Limits and pressure).
const (
	maxQueued  = 2000
	maxWaited  = 2 * time.Second
	maxGroup   = 1000
	patience   = 250 * time.Millisecond
	maxOverdue = 100
)

// States of a call: whoever moves it out of waiting has it.
const (
	waiting uint32 = iota
	running
	withdrawn
)

type call struct {
	fn    func(store.Tx) error
	state atomic.Uint32
	at    time.Time
	err   error
	done  chan struct{}
}

func newCall() any { return &call{done: make(chan struct{}, 1)} }

// queue holds the functions until the writer takes them.
type queue struct {
	mu      sync.Mutex
	prompt  []*call
	patient []*call
	closed  bool
	wake    chan struct{} // one token: there is something to look at
}

func (q *queue) put(c *call, patient bool) error {
	q.mu.Lock()
	lane := &q.prompt
	if patient {
		lane = &q.patient
	}
	waiters := len(*lane)
	switch {
	case q.closed:
		q.mu.Unlock()
		return store.ErrClosed
	case waiters >= maxQueued || waiters > 0 && !patient && c.at.Sub((*lane)[0].at) > maxWaited:
		q.mu.Unlock()
		e := fault.New(fault.Busy, "")
		e.Retry = time.Second
		return e
	}
	*lane = append(*lane, c)
	q.mu.Unlock()
	if waiters == 0 {
		q.signal()
	}
	return nil
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take moves what should be written now to into. Patient calls ride in a group
// that is leaving anyway, or leave themselves when the oldest has waited long
// enough; wait is how long that will take when nothing leaves now.
func (q *queue) take(into []*call, now time.Time) (group []*call, wait time.Duration, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.prompt) == 0 && len(q.patient) > 0 && !q.closed {
		if wait = patience - now.Sub(q.patient[0].at); wait > 0 {
			return into, wait, false
		}
	}
	if len(q.patient) > 0 && now.Sub(q.patient[0].at) >= patience {
		into, q.patient = move(into, q.patient, maxOverdue) // a full prompt lane must not starve them
	}
	into, q.prompt = move(into, q.prompt, maxGroup)
	into, q.patient = move(into, q.patient, maxGroup)
	return into, 0, q.closed && len(into) == 0
}

// drain takes everything that waits.
func (q *queue) drain() (all []*call, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	all = append(q.prompt, q.patient...)
	q.prompt, q.patient = nil, nil
	return all, q.closed
}

func (q *queue) shut() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.signal()
}

func (q *queue) length() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.prompt) + len(q.patient)
}

func move(into, lane []*call, most int) (group, rest []*call) {
	n := min(maxGroup-len(into), len(lane), most)
	into = append(into, lane[:n]...)
	left := copy(lane, lane[n:])
	clear(lane[left:])
	return into, lane[:left]
}
