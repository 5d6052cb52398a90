package main

import (
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// idleHouse is a server with an ear at it, and what it was when it was empty.
type idleHouse struct {
	*world.House
	ear         *world.Ear
	stage       *stage
	empty       figures.Memory
	descriptors int
}

func newIdleHouse(binary, folder string, env []string) (*idleHouse, error) {
	made, err := world.MakeHouse(binary, folder)
	if err != nil {
		return nil, err
	}
	h := &idleHouse{House: made}
	if err := h.StartAs(append(env, "GODEBUG=gctrace=1"), h.fresh()); err != nil {
		return nil, err
	}
	h.stage = &stage{Program: h.Program, next: 1}
	if _, err := world.Visitor(h.URL); err != nil { // what the first request makes is not a socket's
		return nil, err
	}
	time.Sleep(7 * time.Second) // the connection of that request is let go after 5 s
	h.empty, h.descriptors = figures.MemoryOf(h.PID), figures.Look(h.PID).Descriptors
	return h, nil
}

// fresh is a new ear for the next start.
func (h *idleHouse) fresh() *world.Ear {
	h.ear = &world.Ear{}
	return h.ear
}

func (h *idleHouse) end() {
	h.stage.hangUp()
	h.Kill()
}

// until waits for the server to have that many descriptors or fewer.
func (h *idleHouse) until(descriptors int, most time.Duration) time.Duration {
	began := time.Now()
	for time.Since(began) < most && figures.Look(h.PID).Descriptors > descriptors {
		time.Sleep(50 * time.Millisecond)
	}
	return time.Since(began)
}

// hangUp cuts all sockets of the stage.
func (s *stage) hangUp() {
	for _, k := range s.conns {
		k.Close()
	}
	s.conns = nil
}
