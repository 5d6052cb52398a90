package live

import (
	"context"
	"time"

	"balcao/store"
)

// plan is how a member gets from where it was to the present.
type plan struct {
	topics []string
	reset  string   // it cannot: why
	older  []*entry // what it missed before the ring begins
	from   uint64   // the rest is in the ring after it
}

// plan works out what the member may see now and what it missed since at; nil =
// it begins now. The member must have joined, so that a change of its rights
// meanwhile is noted.
func (h *Hub) plan(ctx context.Context, m *member, at *position) (plan, error) {
	var p plan
	var last uint64
	err := h.o.Store.View(ctx, func(r store.Reader) error {
		found, err := h.o.Topics(r, m.actor)
		if err != nil {
			return err
		}
		p.topics = topicsOf(m.own, found)
		last, err = store.LastPos(r)
		return err
	})
	if err != nil || at == nil {
		return p, err
	}
	log := h.o.Store.Log()
	switch {
	case at.Epoch != log.Epoch():
		p.reset = resetEpoch
	case at.Pos > max(last, log.Head()):
		p.reset = resetAhead
	case at.Pos+1 < log.First():
		p.reset = resetTrimmed
	default:
		err = h.missed(ctx, m, &p, at.Pos)
	}
	return p, err
}

// missed reads from disk what lies between pos and the ring.
func (h *Hub) missed(ctx context.Context, m *member, p *plan, pos uint64) error {
	if h.before(pos) {
		h.untilFilled(ctx)
	}
	h.mu.Lock()
	to := h.ring.from
	for _, t := range m.own {
		if h.ring.changed[t] > pos {
			p.reset = resetTrimmed // what it kept was cut for other rights
		}
	}
	h.mu.Unlock()
	p.from = max(pos, to)
	switch {
	case p.reset != "" || pos >= to:
		return nil
	case to-pos > uint64(h.limits.ScanRows):
		p.reset = resetTooMany
		return nil
	}
	select {
	case h.scans <- struct{}{}:
		defer func() { <-h.scans }()
	case <-ctx.Done():
		return ctx.Err()
	}
	size := 0
	for at := pos; at < to; {
		events, err := h.read(ctx, at, to, fillChunk)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for _, ev := range events {
			if ev.Kind == store.KindTopics && meets(ev.Topics, m.own) {
				p.reset = resetTrimmed
				return nil
			}
			if !meets(ev.Topics, p.topics) {
				continue
			}
			if e := newEntry(ev, nil); e.of(m.staff) != nil {
				p.older = append(p.older, e)
				size += e.size()
			}
		}
		if size > h.limits.ScanBytes {
			p.reset = resetTooMany
			return nil
		}
		at = events[len(events)-1].Pos
	}
	if pos+1 < h.o.Store.Log().First() {
		p.reset = resetTrimmed // while it was being read
	}
	return nil
}

// before tells whether pos lies before what the ring holds.
func (h *Hub) before(pos uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return pos < h.ring.from
}

// untilFilled waits for the ring to be read from disk after a start: then all
// who come back at once find what they missed in memory.
func (h *Hub) untilFilled(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	select {
	case <-h.filled:
	case <-ctx.Done():
	}
}

// portion is how many of the events fit the limits, at least one.
func portion(events []*entry, staff bool, frames, size int) int {
	for i, e := range events {
		size -= len(e.of(staff)) + headRoom
		if i > 0 && (i == frames || size < 0) {
			return i
		}
	}
	return len(events)
}
