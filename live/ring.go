package live

import (
	"bytes"
	"slices"
	"sort"

	"balcao/store"
)

// ring is the newest part of the log in memory. Guarded by Hub.mu.
type ring struct {
	maxEvents, maxBytes int

	from    uint64 // all events after it are here
	entries []*entry
	first   int    // entries before it have been let go
	base    uint32 // number of the entry at place 0
	bytes   int
	trails  map[string]*trail // topic → its events among the entries here
	changed map[string]uint64 // own topic → pos of the newest change of its rights after from
}

func newRing(from uint64, maxEvents, maxBytes int) ring {
	return ring{maxEvents: maxEvents, maxBytes: maxBytes, from: from, trails: map[string]*trail{}, changed: map[string]uint64{}}
}

// push adds the newest event.
func (r *ring) push(e *entry) {
	if amends(e.kind) {
		r.amend(e)
	}
	r.add(e)
	for len(r.entries)-r.first > r.maxEvents || r.bytes > r.maxBytes {
		r.drop()
	}
	if r.first > 1024 && r.first > len(r.entries)/2 {
		n := copy(r.entries, r.entries[r.first:])
		clear(r.entries[n:])
		r.base += uint32(r.first)
		r.entries, r.first = r.entries[:n], 0
	}
}

func (r *ring) add(e *entry) {
	number := r.base + uint32(len(r.entries))
	r.entries = append(r.entries, e)
	r.bytes += e.size()
	for _, t := range e.topics {
		tr := r.trails[t]
		if tr == nil {
			tr = newTrail()
			r.trails[t] = tr
		}
		if tr.len() == 0 || tr.newest() != number { // a topic may be named twice
			tr.push(number)
		}
		if e.kind == store.KindTopics {
			r.changed[t] = e.pos
		}
	}
}

func (r *ring) drop() {
	e, number := r.entries[r.first], r.base+uint32(r.first)
	r.entries[r.first] = nil
	r.first++
	r.bytes -= e.size()
	r.from = e.pos
	for _, t := range e.topics {
		if tr := r.trails[t]; tr != nil && tr.oldest() == number {
			if tr.drop(); tr.len() == 0 {
				delete(r.trails, t)
			}
		}
		if r.changed[t] == e.pos {
			delete(r.changed, t)
		}
	}
}

// prepend puts older events, ascending and complete after from, in front.
func (r *ring) prepend(from uint64, older []*entry) {
	younger := r.entries[r.first:]
	r.entries, r.first, r.bytes = make([]*entry, 0, len(older)+len(younger)), 0, 0
	clear(r.trails)
	clear(r.changed)
	r.from = from
	for _, e := range older {
		r.add(e)
	}
	for _, e := range younger {
		if amends(e.kind) {
			r.amend(e)
		}
		r.add(e)
	}
	for len(r.entries)-r.first > r.maxEvents || r.bytes > r.maxBytes {
		r.drop()
	}
}

// amend gives the logged message the bodies of its edit or deletion, as the
// feature did on disk: nobody who resumes may read what was taken back.
func (r *ring) amend(by *entry) {
	for i := len(r.entries) - 1; i >= r.first; i-- {
		e := r.entries[i]
		if e.conv != by.conv || e.seq != by.seq || e.stream != by.stream || e.kind != "message" && !amends(e.kind) {
			continue
		}
		n := *e
		n.staff, n.public = rebody(e.staff, by.staff), rebody(e.public, by.public)
		r.bytes += n.size() - e.size()
		r.entries[i] = &n
		if e.kind == "message" {
			return
		}
	}
}

func amends(kind string) bool { return kind == "message.edited" || kind == "message.deleted" }

var dataMember = []byte(`,"data":`)

// rebody is the old tail with the data of the new one; quotes inside strings
// are escaped, so the first match is the member itself.
func rebody(old, by []byte) []byte {
	i, j := bytes.Index(old, dataMember), bytes.Index(by, dataMember)
	if i < 0 || j < 0 {
		return nil
	}
	return slices.Concat(old[:i], by[j:])
}

// lookAtOnce bounds how many events one client's search looks at while
// everybody else waits for the lock.
const lookAtOnce = 2048

// after collects what the topics got after pos, up to the limits and among the
// next lookAtOnce events of these topics; others' events are not looked at.
// upto is how far it has looked; more = the rest is still to be looked through.
func (r *ring) after(pos uint64, topics []string, staff bool, frames, size int) (found []*entry, upto uint64, more bool) {
	ahead := r.ahead(pos, topics)
	for looked := 0; len(ahead) > 0; looked++ {
		number := r.next(&ahead)
		e := r.entries[number-r.base]
		if looked == lookAtOnce {
			return found, e.pos - 1, true
		}
		body := e.of(staff)
		if body == nil {
			continue
		}
		if len(found) == frames || len(found) > 0 && len(body) > size {
			return found, found[len(found)-1].pos, true
		}
		size -= len(body)
		found = append(found, e)
	}
	return found, r.head(pos), false
}

// ahead are the trails of the topics that go on after pos, from there on.
func (r *ring) ahead(pos uint64, topics []string) [][]uint32 {
	if r.silent(pos, topics) {
		return nil
	}
	live := r.entries[r.first:]
	from := r.base + uint32(r.first+sort.Search(len(live), func(i int) bool { return live[i].pos > pos }))
	var ahead [][]uint32
	for _, t := range topics {
		if tr := r.trails[t]; tr != nil {
			if rest := tr.after(r.base, from); len(rest) > 0 {
				ahead = append(ahead, rest)
			}
		}
	}
	return ahead
}

// next takes the oldest number off the trails, of all that begin with it.
func (r *ring) next(ahead *[][]uint32) uint32 {
	number := (*ahead)[0][0]
	if only := (*ahead)[0]; len(*ahead) == 1 && len(only) > 1 {
		(*ahead)[0] = only[1:]
		return number
	}
	for _, rest := range (*ahead)[1:] {
		if rest[0]-r.base < number-r.base {
			number = rest[0]
		}
	}
	left := (*ahead)[:0]
	for _, rest := range *ahead {
		if rest[0] == number {
			rest = rest[1:]
		}
		if len(rest) > 0 {
			left = append(left, rest)
		}
	}
	*ahead = left
	return number
}

func (r *ring) silent(pos uint64, topics []string) bool {
	for _, t := range topics {
		if tr := r.trails[t]; tr != nil && r.entries[tr.newest()-r.base].pos > pos {
			return false
		}
	}
	return true
}

func (r *ring) head(pos uint64) uint64 {
	if len(r.entries) > r.first {
		return max(pos, r.entries[len(r.entries)-1].pos)
	}
	return max(pos, r.from)
}

func meets(a, b []string) bool {
	for _, t := range a {
		if slices.Contains(b, t) {
			return true
		}
	}
	return false
}
