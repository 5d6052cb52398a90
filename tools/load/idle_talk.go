package main

import (
	"context"
	"fmt"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// idleMemory is what the sockets of one server cost it.
type idleMemory struct {
	idle, traffic figures.Memory
	descriptors   int
	rate          float64 // messages a second while they talked
}

// memories opens the sockets and reads memory before and after they talked.
func (c *idleCommand) memories(h *idleHouse) (m idleMemory, err error) {
	var t talkers
	if err := t.open(h.stage, c.Sockets); err != nil {
		return m, err
	}
	time.Sleep(c.Settle)
	m.idle, m.descriptors = figures.MemoryOf(h.PID).Minus(h.empty), figures.Look(h.PID).Descriptors
	// Somebody has to take the conversations: thousands in a queue are another
	// experiment than sockets that talk.
	if err := answering(h.stage, (c.Sockets+99)/100); err != nil {
		return m, fmt.Errorf("operators: %w", err)
	}
	began := time.Now()
	for n := range c.Messages {
		if err := t.round(n); err != nil {
			return m, err
		}
	}
	m.rate = float64(c.Messages*c.Sockets) / time.Since(began).Seconds()
	time.Sleep(c.Settle)
	m.traffic = figures.MemoryOf(h.PID).Minus(h.empty)
	return m, nil
}

// answering brings operators online who take up to 100 conversations each.
func answering(s *stage, n int) error {
	people, err := world.Operators(s.URL, n)
	if err != nil {
		return err
	}
	for _, o := range people {
		k, err := o.Dial(context.Background(), nil, nil)
		if err != nil {
			return err
		}
		s.conns = append(s.conns, k)
		if err := k.Say(world.Object{"t": "presence", "state": "online"}); err != nil {
			return err
		}
	}
	return nil
}
