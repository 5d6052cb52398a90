package world

import (
	"bytes"
	"strconv"
	"sync"
)

// Ear listens to the standard error of a Go program and counts what tells of
// its inside: goroutines in the dump that SIGQUIT brings, and the live heap in
// the lines of GODEBUG=gctrace=1. Neither needs a line of code in the program.
type Ear struct {
	mu         sync.Mutex
	rest       []byte
	goroutines int
	dumped     bool
	live       int64
	most       int64
	collected  int
}

// Write takes standard error in pieces of any size.
func (e *Ear) Write(b []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rest = append(e.rest, b...)
	for {
		line, rest, whole := bytes.Cut(e.rest, []byte{'\n'})
		if !whole {
			return len(b), nil
		}
		e.line(line)
		e.rest = rest
	}
}

func (e *Ear) line(line []byte) {
	switch {
	case bytes.HasPrefix(line, []byte("SIGQUIT")):
		e.dumped = true
	case e.dumped && bytes.HasPrefix(line, []byte("goroutine ")):
		// The first, goroutine 0, is the thread that took the signal.
		if !bytes.HasPrefix(line, []byte("goroutine 0 ")) {
			e.goroutines++
		}
	case bytes.HasPrefix(line, []byte("gc ")):
		e.collection(line)
	}
}

// collection reads "gc 7 @1.2s 3%: …, 9->9->4 MB, 8 MB goal, …".
func (e *Ear) collection(line []byte) {
	at := bytes.LastIndex(line, []byte("->"))
	if at < 0 {
		return
	}
	number, _, _ := bytes.Cut(line[at+2:], []byte{' '})
	n, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		return
	}
	e.live = n << 20
	e.most = max(e.most, e.live)
	e.collected++
}

// Goroutines is how many the dump named, 0 before there was one.
func (e *Ear) Goroutines() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.goroutines
}

// Live is the heap the last collection left, in whole MiB, how many there were,
// and the most that one left since Forget.
func (e *Ear) Live() (last, most int64, collections int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.live, e.most, e.collected
}

// Forget begins a new stretch of Live.
func (e *Ear) Forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.most, e.collected = 0, 0
}
