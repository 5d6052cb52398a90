package live

import "sort"

// trail is where in the ring one topic's events are, oldest first, by number:
// the ring counts its entries, and the count may run over, since no two of the
// ring are that far apart.
type trail struct {
	numbers []uint32
	first   int // numbers before it have been let go
	room    [4]uint32
}

func newTrail() *trail {
	t := &trail{}
	t.numbers = t.room[:0] // most topics of visitors have no more: no second allocation
	return t
}

func (t *trail) len() int { return len(t.numbers) - t.first }

func (t *trail) oldest() uint32 { return t.numbers[t.first] }

func (t *trail) newest() uint32 { return t.numbers[len(t.numbers)-1] }

func (t *trail) push(number uint32) {
	if t.first > 0 && len(t.numbers) == cap(t.numbers) {
		t.close()
	}
	t.numbers = append(t.numbers, number)
}

// drop lets the oldest go, and room that one busy hour took.
func (t *trail) drop() {
	t.first++
	if n := t.len(); n > 0 && cap(t.numbers) > 4*n+len(t.room) {
		t.numbers, t.first = append(make([]uint32, 0, 2*n), t.numbers[t.first:]...), 0
	}
}

// close moves what is left to the front, if that makes room for half of what it
// moves.
func (t *trail) close() {
	if 2*t.first < t.len() {
		return
	}
	t.numbers, t.first = t.numbers[:copy(t.numbers, t.numbers[t.first:])], 0
}

// after returns the numbers from the given one on; base is that of the ring's
// first place.
func (t *trail) after(base, from uint32) []uint32 {
	live := t.numbers[t.first:]
	return live[sort.Search(len(live), func(i int) bool { return live[i]-base >= from-base }):]
}
