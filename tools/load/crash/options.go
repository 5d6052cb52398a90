// Package crash breaks a running server again and again under people who go on
// writing, as their browsers would, and keeps what they were told and saw.
package crash

import (
	"io"
	"time"
)

// Ways to break a server.
const (
	Kill  = "kill"  // SIGKILL, then a start
	Term  = "term"  // SIGTERM, exit 0 within 10 s, then a start
	Pause = "pause" // SIGSTOP, SIGCONT
)

// Options say who writes and what happens to the server.
type Options struct {
	Binary    string
	Folder    string // for throw-away data
	Way       string // Kill when empty
	Rounds    int
	Visitors  int
	Operators int           // each in Visitors / Operators conversations
	Repeaters int           // of the visitors send everything 5 times over 3 sockets
	Longest   time.Duration // of a round before the server is broken; the shortest is a tenth
	Think     time.Duration // between the messages of one sender, about
	Batch     int           // after so many rounds all is checked and new visitors come; 0 = 50
	Fill      int           // MiB the data file holds before; 0 = nothing
	Flags     []string      // more flags of the program
	Down      func()        // called while the server is down; nil = nothing
	Progress  io.Writer     // nil = silent
}

// Repeats and tabs of those who send everything several times.
const (
	repeats = 5
	tabs    = 3
)

func (o Options) withDefaults() Options {
	if o.Way == "" {
		o.Way = Kill
	}
	if o.Batch == 0 {
		o.Batch = 50
	}
	if o.Longest == 0 {
		o.Longest = 400 * time.Millisecond
	}
	if o.Think == 0 {
		o.Think = 10 * time.Millisecond
	}
	if o.Down == nil {
		o.Down = func() {}
	}
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	return o
}
