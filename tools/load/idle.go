package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"balcao/tools/load/figures"
)

// idleCommand measures what a socket costs that says nothing: memory, and
// whether all of it comes back when the clients go, die or stop.
//
// Nothing in the program is asked for: memory is what the kernel says,
// goroutines are counted in the dump of SIGQUIT with which each run ends, and
// "after a collection" is the same program under GOGC=10, which collects so
// often that what it holds is what it needs.
type idleCommand struct {
	common   `embed:""`
	Sockets  int           `default:"10000" help:"How many."`
	Messages int           `default:"3" help:"Sent by each in the traffic."`
	Settle   time.Duration `default:"20s" help:"Wait before memory is read: the server tidies up once it is quiet."`
	Half     int           `default:"300" help:"Half-open sockets of each kind."`
	Only     []string      `enum:"plain,collected,stopped,half," default:"" help:"Only these parts: plain, collected, stopped, half."`
}

// idleResult has the memory of all sockets together, without the empty server's.
type idleResult struct {
	Kind      string         `json:"kind"`
	Sockets   int            `json:"sockets"`
	Empty     figures.Memory `json:"empty"`
	Plain     figures.Memory `json:"plain"`
	Traffic   figures.Memory `json:"after_traffic"`
	Closed    figures.Memory `json:"after_closing"`
	Collected figures.Memory `json:"collected"`
	Trafficky figures.Memory `json:"collected_after_traffic"`

	GoroutinesEmpty  int     `json:"goroutines_empty"`
	GoroutinesOpen   int     `json:"goroutines_open"`
	GoroutinesClosed int     `json:"goroutines_closed"`
	Descriptors      [3]int  `json:"descriptors"` // empty, open, closed
	Stopped          *gone   `json:"stopped,omitempty"`
	Half             []*gone `json:"half_open,omitempty"`
}

func (c *idleCommand) Run(out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	r := &idleResult{Kind: "idle", Sockets: c.Sockets}
	fmt.Fprintf(out, "idle: %d sockets\n", c.Sockets)
	for _, part := range []struct {
		name string
		run  func(io.Writer, *idleHouse, *idleResult) error
		env  []string
	}{{"plain", c.plain, nil}, {"collected", c.collected, []string{"GOGC=10"}}, {"stopped", c.stopped, nil}, {"half", c.half, nil}} {
		if !c.wants(part.name) {
			continue
		}
		h, err := newIdleHouse(binary, folder+"/"+part.name, part.env)
		if err != nil {
			return err
		}
		err = part.run(out, h, r)
		h.end()
		if err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return figures.Report(c.JSON, r)
}

func (c *idleCommand) wants(part string) bool {
	for _, p := range c.Only {
		if p != "" {
			return slices.Contains(c.Only, part)
		}
	}
	return true
}

// plain opens, talks and closes; the dump at the end counts what stayed.
func (c *idleCommand) plain(out io.Writer, h *idleHouse, r *idleResult) error {
	r.Empty, r.Descriptors[0] = h.empty, h.descriptors
	figures.Row(out, "empty server", "%s, %d descriptors", h.empty, h.descriptors)
	m, err := c.memories(h)
	if err != nil {
		return err
	}
	r.Plain, r.Traffic, r.Descriptors[1] = m.idle, m.traffic, m.descriptors
	figures.Row(out, "plain", "%s", r.Plain.Each(c.Sockets))
	figures.Row(out, "after traffic", "%s, %.1f messages/s", r.Traffic.Each(c.Sockets), m.rate)
	h.stage.hangUp()
	took := h.until(h.descriptors+8, 60*time.Second)
	time.Sleep(c.Settle)
	r.Descriptors[2] = figures.Look(h.PID).Descriptors
	r.Closed = figures.MemoryOf(h.PID).Minus(h.empty)
	h.Dump()
	r.GoroutinesClosed = h.ear.Goroutines()
	figures.Row(out, "closed", "%d descriptors after %s, %d goroutines, still %s", r.Descriptors[2], took.Round(time.Millisecond), r.GoroutinesClosed, r.Closed)
	return nil
}

// collected is the same under GOGC=10; the dump counts the goroutines of open
// sockets. An empty server beside it tells what it has by itself.
func (c *idleCommand) collected(out io.Writer, h *idleHouse, r *idleResult) error {
	m, err := c.memories(h)
	if err != nil {
		return err
	}
	r.Collected, r.Trafficky = m.idle, m.traffic
	live, _, _ := h.ear.Live()
	figures.Row(out, "collected", "%s", r.Collected.Each(c.Sockets))
	figures.Row(out, "collected, traffic", "%s, live heap %d MiB", r.Trafficky.Each(c.Sockets), live>>20)
	h.Dump()
	r.GoroutinesOpen = h.ear.Goroutines()
	h.stage.hangUp()
	if err := h.StartAs(nil, h.fresh()); err != nil {
		return err
	}
	time.Sleep(time.Second)
	h.Dump()
	r.GoroutinesEmpty = h.ear.Goroutines()
	figures.Row(out, "goroutines", "%d empty, %d with the sockets open", r.GoroutinesEmpty, r.GoroutinesOpen)
	return nil
}
