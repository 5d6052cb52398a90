package live

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"balcao/fault"
	"balcao/store"
)

// steer does what a control event asks of the sockets, polls and tickets of
// its topics; h.mu is held.
func (h *Hub) steer(e *entry) {
	code := 0
	switch e.kind {
	case store.KindRevoked:
		code = CloseRevoked
	case store.KindBlocked:
		code = CloseBlocked
	default:
		return
	}
	for _, t := range e.topics {
		h.tickets.revoke(t)
		for _, m := range h.byOwn[t] {
			m.end(code)
		}
	}
}

// reconsider works out again what the principals of the topics may see.
func (h *Hub) reconsider(ctx context.Context, topics []string) {
	h.mu.Lock()
	var affected []*member
	for _, t := range topics {
		for _, m := range h.byOwn[t] {
			if !slices.Contains(affected, m) {
				affected = append(affected, m)
			}
		}
	}
	watched := make([][]string, len(affected))
	for i, m := range affected {
		watched[i] = slices.Clone(m.watched)
	}
	h.mu.Unlock()
	if len(affected) == 0 {
		return
	}
	entitled := make([][]string, len(affected))
	err := h.o.Store.View(ctx, func(r store.Reader) error {
		for i, m := range affected {
			found, err := h.o.Topics(r, m.actor)
			if err != nil {
				return err
			}
			entitled[i] = topicsOf(m.own, found)
			watched[i] = slices.DeleteFunc(watched[i], func(conv string) bool {
				return h.mayWatch(r, m, conv) != nil
			})
		}
		return nil
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		if ctx.Err() == nil {
			h.o.Log.Error("working out topics again", slog.Any("err", err))
		}
		for _, m := range affected {
			m.end(CloseOverload) // they come back and are asked then
		}
		return
	}
	for i, m := range affected {
		h.resettle(m, entitled[i], watched[i])
	}
}

func (h *Hub) resettle(m *member, topics, watched []string) {
	m.turn++
	if !m.attached {
		m.changed = true
		return
	}
	seen := m.seen
	h.detach(m)
	m.topics, m.watched = topics, slices.DeleteFunc(m.watched, func(conv string) bool { return !slices.Contains(watched, conv) })
	h.attach(m, max(seen, h.head))
	for _, conv := range m.watched {
		t := conversationTopic(conv)
		h.byTopic[t] = append(h.byTopic[t], m)
	}
	signal(m.wake)
}

func (h *Hub) mayWatch(r store.Reader, m *member, conv string) error {
	if h.o.MayWatch == nil {
		return fault.Missing()
	}
	err := h.o.MayWatch(r, m.actor, conv)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing()
	}
	return err
}
