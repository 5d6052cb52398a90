package live

import (
	"context"
	"encoding/json"
	"time"

	"balcao/actor"
	"balcao/fault"
)

// poll waits for events of the actor after at, at most wait; again asks once
// more who is calling, after control events can find the poll.
func (h *Hub) poll(ctx context.Context, a actor.Actor, again func() error, at *position, wait time.Duration) (pollAnswer, error) {
	if h.notReady.Load() {
		return pollAnswer{}, away
	}
	h.stats.Polls.Add(1)
	defer h.stats.Polls.Add(-1)
	m := &member{actor: a, staff: a.Staff(), own: ownTopics(a), wake: make(chan struct{}, 1)}
	h.mu.Lock()
	h.join(m)
	h.crowd(m, h.limits.PersonSockets)
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.leave(m)
	}()
	if err := again(); err != nil {
		return pollAnswer{}, err
	}
	defer h.present(a)()
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for over := wait <= 0; ; {
		p, err := h.plan(ctx, m, at)
		if err != nil {
			return pollAnswer{}, err
		}
		answer, err := h.listen(ctx, m, p, at, deadline.C, &over)
		if err != nil || answer != nil {
			if answer == nil {
				return pollAnswer{}, err
			}
			return *answer, err
		}
	}
}

// listen waits by one plan; no answer and no error = the plan no longer holds.
func (h *Hub) listen(ctx context.Context, m *member, p plan, at *position, deadline <-chan time.Time, over *bool) (*pollAnswer, error) {
	if n := len(p.older); n > 0 && p.reset == "" {
		pos := p.from
		if fit := portion(p.older, m.staff, h.limits.QueueFrames, h.limits.QueueBytes); fit < n {
			pos, p.older = p.older[fit-1].pos, p.older[:fit]
		}
		return h.answer(m, p.older, pos, ""), nil
	}
	for pos := p.from; ; {
		h.mu.Lock()
		switch {
		case m.code == CloseRevoked:
			h.mu.Unlock()
			return nil, fault.New(fault.Unauthenticated, "")
		case m.code == CloseBlocked:
			h.mu.Unlock()
			return nil, fault.New(fault.Forbidden, "blocked")
		case at == nil || p.reset != "":
			head := h.head
			h.mu.Unlock()
			return h.answer(m, nil, head, p.reset), nil
		case m.changed || pos < h.ring.from:
			m.changed = false
			h.detach(m)
			at.Pos = pos
			h.mu.Unlock()
			return nil, nil
		case !m.attached:
			m.topics = p.topics
			h.attach(m, h.head)
		}
		for _, t := range m.own {
			if h.ring.changed[t] > pos {
				p.reset = resetTrimmed
			}
		}
		found, upto, more := h.ring.after(pos, m.topics, m.staff, h.limits.QueueFrames, h.limits.QueueBytes)
		ended := m.code != 0
		h.mu.Unlock()
		if p.reset != "" {
			continue
		}
		if len(found) > 0 || *over || ended {
			return h.answer(m, found, upto, ""), nil
		}
		if pos = upto; more {
			continue
		}
		select {
		case <-m.wake:
		case <-deadline:
			*over = true
		case <-h.stopping:
			*over = true
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (h *Hub) answer(m *member, found []*entry, pos uint64, reset string) *pollAnswer {
	h.stats.reset(reset)
	a := pollAnswer{Epoch: h.o.Store.Log().Epoch(), Pos: pos, Items: make([]json.RawMessage, len(found)), Reset: reset}
	for i, e := range found {
		a.Items[i] = e.appendTo(nil, 0, m.staff, e.author == m.own[0])
	}
	return &a
}

// away is the answer while the server stops.
var away = &fault.Error{Kind: fault.Busy, Retry: 2 * time.Second}
