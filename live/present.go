package live

import (
	"sync"
	"time"

	"balcao/actor"
)

// polling is the presence of one session that polls: from its first poll until
// it has been silent for a while.
type polling struct {
	actor  actor.Actor
	id     string
	active int // Hub.mu
	timer  *time.Timer

	mu   sync.Mutex // keeps Arrived before Left
	here bool
}

// present counts the actor as here; the returned function ends one poll.
func (h *Hub) present(a actor.Actor) (done func()) {
	own := ownTopics(a)
	key := own[len(own)-1]
	h.mu.Lock()
	p := h.pollings[key]
	if p == nil {
		p = &polling{actor: a, id: h.o.NewID()}
		h.pollings[key] = p
	}
	p.active++
	if p.timer != nil {
		p.timer.Stop()
	}
	h.mu.Unlock()
	p.mu.Lock()
	if !p.here {
		p.here = true
		h.o.Attendance.Arrived(a, p.id)
	}
	p.mu.Unlock()
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		p.active--
		if p.active == 0 && h.pollings[key] == p {
			p.timer = time.AfterFunc(h.limits.PollPresence, func() { h.lapse(key, p) })
		}
	}
}

// lapse tells that the session has gone, unless it polls again.
func (h *Hub) lapse(key string, p *polling) {
	h.mu.Lock()
	if p.active > 0 || h.pollings[key] != p {
		h.mu.Unlock()
		return
	}
	delete(h.pollings, key)
	h.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.here {
		p.here = false
		h.o.Attendance.Left(p.actor, p.id)
	}
}

func (h *Hub) lapseAll() {
	h.mu.Lock()
	left := make(map[string]*polling, len(h.pollings))
	for key, p := range h.pollings {
		if p.timer != nil {
			p.timer.Stop()
		}
		left[key] = p
	}
	h.mu.Unlock()
	for key, p := range left {
		h.lapse(key, p)
	}
}
