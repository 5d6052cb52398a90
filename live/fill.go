package live

import (
	"context"
	"log/slog"
	"slices"

	"balcao/store"
)

// fillChunk is how many rows one read transaction looks at.
const fillChunk = 1000

// fill reads the newest part of the log into the ring after a start; until it
// is done who resumes reads from disk.
func (h *Hub) fill(ctx context.Context) {
	h.mu.Lock()
	to := h.ring.from
	h.mu.Unlock()
	first := h.o.Store.Log().First()
	if first > to {
		return
	}
	from := first - 1
	if room := uint64(h.limits.RingEvents); to > room {
		from = max(from, to-room)
	}
	var older []*entry
	weight := 0
	var by press
	for pos := from; pos < to; {
		events, err := h.read(ctx, pos, to, fillChunk)
		if err != nil {
			if ctx.Err() == nil {
				h.o.Log.Error("reading the newest events", slog.Any("err", err))
			}
			return
		}
		if len(events) == 0 {
			break
		}
		for _, ev := range events {
			e := newEntry(ev, &by)
			older = append(older, e)
			weight += e.size()
		}
		pos = events[len(events)-1].Pos
		cut := 0
		for weight > h.limits.RingBytes {
			weight -= older[cut].size()
			from = older[cut].pos
			cut++
		}
		older = slices.Delete(older, 0, cut)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ring.from != to {
		return // so busy since the start that the ring has moved on by itself
	}
	h.ring.prepend(from, older)
}

// read returns up to limit events after from and not after to, in one short
// read transaction.
func (h *Hub) read(ctx context.Context, from, to uint64, limit int) ([]store.Event, error) {
	var events []store.Event
	err := h.o.Store.View(ctx, func(r store.Reader) error {
		events = events[:0]
		for e, err := range store.ReadEvents(r, from) {
			if err != nil {
				return err
			}
			if e.Pos > to || len(events) == limit {
				return nil
			}
			events = append(events, e)
		}
		return nil
	})
	return events, err
}
