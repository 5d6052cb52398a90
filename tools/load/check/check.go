// Package check holds a recorded history against the promises of the product.
//
// Every checker is a pure function of the history; what it returns is empty
// when the promise was kept.
package check

import (
	"fmt"

	"balcao/tools/load/history"
)

// Fault is a broken promise and where it was seen.
type Fault struct {
	Check string `json:"check"` // C1 … C8
	What  string `json:"what"`
}

func (f Fault) String() string { return f.Check + " " + f.What }

// Promises are the names of the checkers.
var Promises = map[string]string{
	"C1": "every acknowledged message is stored",
	"C2": "nothing is stored that was never sent",
	"C3": "each cmid is stored once",
	"C4": "seq without holes per stream",
	"C5": "a sender's order is kept",
	"C6": "all who watch end with the same list",
	"C7": "nothing once shown disappears",
	"C8": "each acknowledged message causes its notices, doubles only with the same id",
}

// All runs every checker.
func All(h *history.History) []Fault {
	var all []Fault
	for _, one := range []func(*history.History) []Fault{
		Stored, Sent, Once, Gapless, Ordered, Same, Kept, Noticed,
	} {
		all = append(all, one(h)...)
	}
	return all
}

// ByCheck counts the faults of each checker.
func ByCheck(faults []Fault) map[string]int {
	n := map[string]int{}
	for _, f := range faults {
		n[f.Check]++
	}
	return n
}

// faults collects what one checker finds.
type faults struct {
	check string
	found []Fault
}

func (f *faults) add(format string, args ...any) {
	f.found = append(f.found, Fault{f.check, fmt.Sprintf(format, args...)})
}

// spot is where a message lies.
type spot struct {
	history.Place
	seq uint64
}

func (s spot) String() string { return fmt.Sprintf("%s %s %d", s.Conv, s.Stream, s.seq) }

func at(m history.Message) spot { return spot{m.Place, m.Seq} }

func bySpot(list []history.Message) map[spot]history.Message {
	all := make(map[spot]history.Message, len(list))
	for _, m := range list {
		all[at(m)] = m
	}
	return all
}

// seqs are the numbers each place holds, in the order of the list.
func seqs(list []history.Message) map[history.Place][]uint64 {
	all := map[history.Place][]uint64{}
	for _, m := range list {
		all[m.Place] = append(all[m.Place], m.Seq)
	}
	return all
}
