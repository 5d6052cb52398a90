package live

import (
	"slices"

	"balcao/actor"
)

// member is one listener: a connection or a long poll. Hub.mu guards all of it
// but actor, own, staff, conn and wake, which never change.
type member struct {
	actor actor.Actor
	staff bool
	own   []string      // its topic and its session: where control events find it
	conn  *Conn         // nil for a poll
	wake  chan struct{} // of a poll

	topics   []string // what it is entitled to, own included
	watched  []string // conversations, staff only
	attached bool     // gets events as they come
	changed  bool     // its rights changed before it was attached
	turn     int      // counts changes of its rights
	code     int      // of a poll: why it ended
	seen     uint64   // events up to here have been considered
	heard    uint64   // the same for volatile frames
	n        uint64   // events given to the connection
}

func ownTopics(a actor.Actor) []string {
	own := []string{a.Topic()}
	if a.Session != "" {
		own = append(own, "session/"+a.Session)
	}
	return own
}

// join lets control events find the member; h.mu is held.
func (h *Hub) join(m *member) {
	for _, t := range m.own {
		h.byOwn[t] = append(h.byOwn[t], m)
	}
}

// attach lets events find the member from head on; h.mu is held.
func (h *Hub) attach(m *member, head uint64) {
	m.seen, m.attached = head, true
	for _, t := range m.topics {
		h.byTopic[t] = append(h.byTopic[t], m)
	}
}

// detach ends what attach and watch began; h.mu is held.
func (h *Hub) detach(m *member) {
	if !m.attached {
		return
	}
	m.attached = false
	for _, t := range m.topics {
		remove(h.byTopic, t, m)
	}
	for _, conv := range m.watched {
		remove(h.byTopic, conversationTopic(conv), m)
	}
}

// leave forgets the member; h.mu is held.
func (h *Hub) leave(m *member) {
	h.detach(m)
	for _, t := range m.own {
		remove(h.byOwn, t, m)
	}
}

// end closes the member's connection or poll; h.mu is held.
func (m *member) end(code int) {
	if m.conn != nil {
		m.conn.shut(code)
		return
	}
	if m.code == 0 {
		m.code = code
	}
	signal(m.wake)
}

func conversationTopic(conv string) string { return "conversation/" + conv }

func remove[T comparable](places map[string][]T, key string, who T) {
	list := places[key]
	i := slices.Index(list, who)
	if i < 0 {
		return
	}
	if len(list) == 1 {
		delete(places, key)
		return
	}
	places[key] = slices.Delete(list, i, i+1) // keeps the order: the oldest goes first
}

// crowd ends the principal's oldest members of m's kind until limit are left,
// m among them; h.mu is held.
func (h *Hub) crowd(m *member, limit int) {
	var same []*member
	for _, o := range h.byOwn[m.actor.Topic()] {
		if (o.conn == nil) == (m.conn == nil) && o.code == 0 && (o.conn == nil || !o.conn.closing()) {
			same = append(same, o)
		}
	}
	for ; len(same) > limit; same = same[1:] {
		same[0].end(CloseTooManyCon)
	}
}

// topicsOf is what the member follows: its own topics and those its rights give.
func topicsOf(own, entitled []string) []string {
	all := slices.Clone(own)
	for _, t := range entitled {
		if t != "" && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}
