package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/proxy"
	"balcao/tools/load/world"
)

// networkCommand puts a bad network between clients and server and sees that
// everybody ends with the same messages.
type networkCommand struct {
	common   `embed:""`
	Visitors int           `default:"20" help:"Conversations; one operator takes part in all."`
	Rate     float64       `default:"50" help:"Messages a second."`
	Duration time.Duration `default:"8s" help:"Of each fault."`
	Most     time.Duration `default:"60s" help:"All must be in step within this time after it."`
}

// weathered is what one fault did.
type weathered struct {
	Kind  string  `json:"kind"`
	Fault string  `json:"fault"`
	Dials int     `json:"reconnects"`
	Calm  float64 `json:"in_step_s"` // after the fault was over
	Away  int     `json:"still_away"`
	stormed
}

func (c *networkCommand) Run(out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	h, err := world.NewHouse(binary, filepath.Join(folder, "data"))
	if err != nil {
		return err
	}
	defer h.Kill()
	before := figures.Look(h.PID).Descriptors
	p, err := proxy.Listen(strings.TrimPrefix(h.URL, "http://"))
	if err != nil {
		return err
	}
	defer p.Close()
	n := &network{proxy: p}
	if err := n.gather(h.URL, c.Visitors); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go n.impatience(ctx)
	fmt.Fprintf(out, "network: %d conversations at %.0f messages/s\n", c.Visitors, c.Rate)
	bad := 0
	for _, f := range n.faults() {
		r, err := c.weather(n, f)
		if err != nil {
			return fmt.Errorf("%s: %w; the server says %q", f.name, err, h.Errors())
		}
		figures.Row(out, f.name, "%d reconnects, in step after %.1f s; %d stored, %d lost, %d doubled, %d holes, %d unsent, %d resets", r.Dials, r.Calm, r.Acked, r.Lost, r.Doubled, r.Holes, r.Unsent, r.Resets)
		if err := figures.Report(c.JSON, r); err != nil {
			return err
		}
		bad += r.Lost + r.Doubled + r.Holes + r.Unsent + r.Away
	}
	n.end()
	p.Close()
	left := 0
	for wait := time.Now(); time.Since(wait) < 45*time.Second; time.Sleep(100 * time.Millisecond) {
		if left = figures.Look(h.PID).Descriptors - before; left <= 4 {
			break
		}
	}
	figures.Row(out, "afterwards", "%d descriptors more than at the start", left)
	if bad > 0 {
		return fmt.Errorf("%d messages or clients were not as they must be", bad)
	}
	return nil
}

// weather has one fault happen while people talk.
func (c *networkCommand) weather(n *network, f fault) (weathered, error) {
	r := weathered{Kind: "network", Fault: f.name, Dials: -n.dials()}
	stop := make(chan struct{})
	var talking sync.WaitGroup
	talking.Go(func() { n.talk(c.Rate, stop) })
	began := time.Now()
	for again := true; again && time.Since(began) < c.Duration; {
		f.start()
		if again = f.every > 0; again {
			time.Sleep(f.every)
		}
	}
	time.Sleep(c.Duration - min(time.Since(began), c.Duration))
	n.proxy.Behave(proxy.Manners{})
	close(stop)
	talking.Wait()
	over := time.Now()
	for ; time.Since(over) < c.Most; time.Sleep(20 * time.Millisecond) {
		if r.Away = n.behind(); r.Away == 0 {
			break
		}
	}
	r.Calm = time.Since(over).Seconds()
	r.Dials += n.dials()
	return r, n.check(&r.stormed)
}
