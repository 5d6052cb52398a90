package history

import (
	"cmp"
	"slices"
	"sync"
)

// Notice is an event that told of a message. Pos is its id.
type Notice struct {
	Pos uint64
	Message
}

// Span is the events after From and up to To.
type Span struct{ From, To uint64 }

// Watcher is one open window on conversations: the socket it listens to, over
// all its connections, and the list it shows. Its methods may be called by
// several goroutines.
type Watcher struct {
	Name    string
	Places  []Place // what it must end with, whole
	Partial bool    // it is not sent every event, so none is missed
	Shown   []Message
	Notices []Notice
	Deaf    []Span // what it read from lists instead of hearing it
	Holes   []Span // numbers of frames that a connection left out

	mu   sync.Mutex
	list map[spot]Message
	ever map[spot]Message // the last one shown there, whatever was forgotten since
}

type spot struct {
	Place
	seq uint64
}

// Hear notes an event and shows its message.
func (w *Watcher) Hear(n Notice) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Notices = append(w.Notices, n)
	w.show(n.Message)
}

// Show puts messages into the list by place and seq.
func (w *Watcher) Show(list ...Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range list {
		w.show(m)
	}
}

func (w *Watcher) show(m Message) {
	if w.list == nil {
		w.list, w.ever = map[spot]Message{}, map[spot]Message{}
	}
	at := spot{m.Place, m.Seq}
	w.list[at] = m
	if before, shown := w.ever[at]; !shown || before != m {
		w.ever[at] = m
		w.Shown = append(w.Shown, m)
	}
}

// Skip notes that the watcher begins anew at To.
func (w *Watcher) Skip(s Span) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Deaf = append(w.Deaf, s)
}

// Miss notes that a connection counted on from one frame to a later one.
func (w *Watcher) Miss(s Span) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Holes = append(w.Holes, s)
}

// Forget empties the list, as a window that is loaded anew. What it once
// showed stays in Shown.
func (w *Watcher) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.list)
}

// Len is how many messages of the place the list has.
func (w *Watcher) Len(p Place) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for at := range w.list {
		if at.Place == p {
			n++
		}
	}
	return n
}

// Final is the list as it is now, by place and seq.
func (w *Watcher) Final() []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]Message, 0, len(w.list))
	for _, m := range w.list {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Message) int {
		return cmp.Or(cmp.Compare(a.Conv, b.Conv), cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Seq, b.Seq))
	})
	return all
}

// Contiguous is the last number of the place up to which nothing lacks.
func (w *Watcher) Contiguous(p Place) uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	for seq := uint64(1); ; seq++ {
		if _, there := w.list[spot{p, seq}]; !there {
			return seq - 1
		}
	}
}
