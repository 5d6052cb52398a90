package live

import (
	"context"
	"math/rand/v2"
	"time"
)

// NotReady refuses upgrades and polls from now on.
func (h *Hub) NotReady() { h.notReady.Store(true) }

// Drain tells every client to come back later, finishes the frames that have
// been begun, with their answers, and closes the sockets with 1012. It returns
// when they are closed or ctx ends. Run must still be going.
func (h *Hub) Drain(ctx context.Context) {
	h.NotReady()
	h.drainOnce.Do(func() { close(h.stopping) })
	h.mu.Lock()
	for c := range h.conns {
		after := min(15_000, 2*len(h.conns))
		if c.staff {
			after = 1_000
		}
		_ = c.Reply(drainFrame{T: "drain", After: rand.Int64N(int64(after) + 1)})
	}
	h.mu.Unlock()
	h.quiet.Store(true)
	within(ctx, h.limits.DrainTime, func() bool { return h.working.Load() == 0 })
	// The last commits' events go before the close.
	within(ctx, time.Second, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.head >= h.o.Store.Log().Head()
	})
	for _, c := range h.open() {
		c.bye(CloseRestart)
	}
	within(ctx, 2*(h.limits.CloseTime+h.limits.LingerTime), func() bool { return len(h.open()) == 0 })
}

// Close ends what is left and waits for every goroutine.
func (h *Hub) Close() {
	h.NotReady()
	h.drainOnce.Do(func() { close(h.stopping) })
	h.cancel()
	h.mu.Lock()
	h.closed = true
	for c := range h.conns {
		c.cut()
	}
	h.mu.Unlock()
	h.wg.Wait()
	h.lapseAll()
	h.unhook()
}

func (h *Hub) open() []*Conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	conns := make([]*Conn, 0, len(h.conns))
	for c := range h.conns {
		conns = append(conns, c)
	}
	return conns
}

// within waits until done, but not longer than limit or ctx.
func within(ctx context.Context, limit time.Duration, done func() bool) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
