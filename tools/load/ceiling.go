package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/flow"
	"balcao/tools/load/world"
)

// ceilingCommand finds the highest rate at which every message is acknowledged
// with a p99 below the limit, for the floor and for chat, and holds it.
type ceilingCommand struct {
	crowd  `embed:""`
	common `embed:""`
	From   float64       `default:"4000" help:"First rate tried."`
	Step   float64       `default:"1.2" help:"By how much the rate grows while it holds."`
	Probe  time.Duration `default:"4s" help:"How long each rate is tried."`
	Hold   time.Duration `default:"60s" help:"How long the rate found must hold; it is lowered by a tenth until it does."`
	Limit  float64       `default:"100" help:"The p99 of ok, in milliseconds."`
	Sync   time.Duration `name:"sync-delay" help:"Added to each sync of both, as a slow disk would; needs strace."`
	OneWay bool          `help:"Only customers write."`
}

type ceilings struct {
	Kind  string   `json:"kind"`
	Floor measured `json:"floor"`
	Chat  measured `json:"chat"`
	Ratio float64  `json:"ratio"` // of the rates held
}

func (c *ceilingCommand) Run(ctx context.Context, out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	if binary, err = world.Slow(binary, folder, c.Sync); err != nil {
		return err
	}
	r := ceilings{Kind: "ceiling"}
	floor, err := c.floored(folder, c.Sync)
	if err != nil {
		return err
	}
	r.Floor = c.find(ctx, out, "floor", floor)
	floor.end()
	house, err := c.balcao(binary, folder)
	if err != nil {
		return err
	}
	defer house.end()
	r.Chat = c.find(ctx, out, "chat", house)
	if r.Floor.PerS > 0 {
		r.Ratio = r.Chat.PerS / r.Floor.PerS
	}
	r.Floor.write(out, "floor")
	r.Chat.write(out, "chat")
	figures.Row(out, "chat / floor", "%.0f %% of the rate", 100*r.Ratio)
	return figures.Report(c.JSON, r)
}

// find climbs until a rate does not hold, then comes down until one holds long.
func (c *ceilingCommand) find(ctx context.Context, out io.Writer, name string, s *stage) measured {
	try := func(rate float64, long time.Duration) (measured, bool) {
		m := s.run(flow.Load{Rate: rate, Duration: long, OneWay: c.OneWay})
		held := m.Unacked == 0 && m.Lost == 0 && m.Refused == 0 && m.OK.P99 < c.Limit
		fmt.Fprintf(out, "  %s %6.0f/s for %v: ok p99 %.1f ms, %.0f µs CPU a message, holds: %v\n", name, rate, long, m.OK.P99, m.Micros, held)
		return m, held
	}
	rate := c.From
	for held := true; held && ctx.Err() == nil; {
		if _, held = try(rate, c.Probe); held {
			rate *= c.Step
		}
	}
	for rate > 100 && ctx.Err() == nil {
		rate *= 0.9
		if m, held := try(rate, c.Hold); held {
			return m
		}
	}
	return measured{}
}
