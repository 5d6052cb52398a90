package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// stormCommand kills the server under its clients, starts it again and sees
// them all come back.
type stormCommand struct {
	common     `embed:""`
	Clients    int           `default:"5000" help:"Visitors, each with a conversation."`
	Rate       float64       `default:"100" help:"Messages a second of all of them, through the storm too; they keep what is not acknowledged."`
	Answers    int           `default:"300" help:"Conversations that staff answer while their customers are away."`
	Handshakes int           `default:"500" help:"The server's limit of new sockets a second."`
	Most       time.Duration `default:"60s" help:"All must be in step within this time after the start."`
}

// stormed is what the storm showed; latencies count from the server's start.
type stormed struct {
	Kind     string          `json:"kind"`
	Clients  int             `json:"clients"`
	Ready    float64         `json:"ready_ms"` // from the start to its first line
	Back     figures.Latency `json:"back"`     // until each was in step
	All      float64         `json:"all_s"`
	Failed   int             `json:"failed_attempts"`
	Resets   int             `json:"resets"`
	Away     int             `json:"still_away"`
	Acked    int             `json:"acknowledged"`
	Lost     int             `json:"lost"`    // acknowledged and not stored, or stored and not with the client
	Doubled  int             `json:"doubled"` // stored twice
	Holes    int             `json:"holes"`   // conversations whose numbers are not 1, 2, 3 …
	Unsent   int             `json:"unsent"`  // without ok in the end
	Memory   figures.Memory  `json:"memory"`
	Restored float64         `json:"checked_s"`
}

func (c *stormCommand) Run(out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	h, err := world.NewHouse(binary, filepath.Join(folder, "data"), fmt.Sprintf("--handshake-rate=%d", c.Handshakes))
	if err != nil {
		return err
	}
	defer func() { h.Kill() }()
	admin, err := world.Admin(h.URL)
	if err != nil {
		return err
	}
	s := &storm{}
	defer s.end()
	if err := s.gather(h.URL, c.Clients); err != nil {
		return err
	}
	talking := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() { s.talk(c.Rate, talking) })
	time.Sleep(3 * time.Second)

	s.breaks()
	h.Kill()
	began := time.Now()
	if err := h.Start(); err != nil {
		return err
	}
	r := stormed{Kind: "storm", Clients: c.Clients, Ready: float64(time.Since(began).Milliseconds())}
	answered := make(chan error, 1)
	go func() { answered <- s.answer(admin, c.Answers) }()
	r.Away = s.untilBack(c.Most + 30*time.Second)
	if err := <-answered; err != nil {
		return err
	}
	close(talking)
	running.Wait()
	s.sum(&r, began)
	if err := s.check(&r); err != nil {
		return err
	}
	r.Memory = figures.MemoryOf(h.PID)
	r.tell(out)
	return figures.Report(c.JSON, r)
}

func (r *stormed) tell(out io.Writer) {
	fmt.Fprintf(out, "storm: %d clients, server killed and started\n", r.Clients)
	figures.Row(out, "server ready", "%.0f ms", r.Ready)
	figures.Row(out, "in step again", "%s; all %.1f s, %d still away", r.Back, r.All, r.Away)
	figures.Row(out, "attempts", "%d failed, %d resets", r.Failed, r.Resets)
	figures.Row(out, "messages", "%d acknowledged, %d lost, %d doubled, %d holes, %d unsent", r.Acked, r.Lost, r.Doubled, r.Holes, r.Unsent)
	figures.Row(out, "server", "%s", r.Memory)
}

// storm is the clients of one run.
type storm struct {
	clients []*stormClient
}

// gather opens all clients with their conversations.
func (s *storm) gather(url string, n int) error {
	s.clients = make([]*stormClient, n)
	return together(n, 32, func(i int) error {
		v, err := world.Visitor(url)
		if err != nil {
			return err
		}
		k := newStormClient(v, i)
		s.clients[i] = k
		return k.begin()
	})
}

// talk has clients say something, in turn, until told to stop.
func (s *storm) talk(rate float64, stop <-chan struct{}) {
	tick := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			s.clients[rand.IntN(len(s.clients))].say() //nolint:gosec // any of them
		}
	}
}

const stormAnswer = "An answer while you were away."

// answer writes into the first n conversations as staff do.
func (s *storm) answer(admin *world.Caller, n int) error {
	return together(min(n, len(s.clients)), 4, func(i int) error {
		k := s.clients[i]
		_, err := admin.Call(201, "POST", "/api/v1/conversations/"+k.conv+"/messages", world.Object{"cmid": fmt.Sprintf("01900000-0000-7000-a000-%012x", i), "text": stormAnswer})
		return err
	})
}
