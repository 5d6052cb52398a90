package main

import (
	"fmt"
	"io"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/flow"
	"balcao/tools/load/world"
)

// chatCommand measures chat against the floor, one after the other in turns, so
// that a machine that gets slower meanwhile slows both.
type chatCommand struct {
	crowd    `embed:""`
	common   `embed:""`
	Rate     []float64     `default:"100,1000" help:"Messages a second, over all conversations."`
	Duration time.Duration `default:"15s" help:"Of each run."`
	Rounds   int           `default:"2" help:"Turns of floor and chat; the median round counts."`
	Bytes    int           `default:"300" help:"Of a frame."`
	OneWay   bool          `help:"Only customers write."`
	Sync     time.Duration `name:"sync-delay" help:"Added to each sync of both, as a slow disk would; needs strace."`
	NoFloor  bool          `help:"Without the floor, without ratios."`
}

// ratio compares chat with the floor of the same call.
type ratio struct {
	OK50    float64 `json:"ok_p50"`
	OK99    float64 `json:"ok_p99"`
	Event50 float64 `json:"event_p50"`
	Event99 float64 `json:"event_p99"`
}

type compared struct {
	Kind  string    `json:"kind"`
	Chat  measured  `json:"chat"`
	Floor *measured `json:"floor,omitempty"`
	Ratio *ratio    `json:"ratio,omitempty"`
	Idle  int       `json:"idle"`
}

func (c *chatCommand) Run(out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	if binary, err = world.Slow(binary, folder, c.Sync); err != nil {
		return err
	}
	house, err := c.balcao(binary, folder)
	if err != nil {
		return err
	}
	defer house.end()
	var floor *stage
	if !c.NoFloor {
		if floor, err = c.floored(folder, c.Sync); err != nil {
			return err
		}
		defer floor.end()
	}
	for _, rate := range c.Rate {
		l := flow.Load{Rate: rate, Duration: c.Duration, Bytes: c.Bytes, OneWay: c.OneWay}
		var chats, floors []measured
		for range c.Rounds {
			if floor != nil {
				floors = append(floors, floor.run(l))
			}
			chats = append(chats, house.run(l))
		}
		if err := c.tell(out, compare(chats, floors, c.Idle)); err != nil {
			return err
		}
	}
	return nil
}

func (c *chatCommand) tell(out io.Writer, r compared) error {
	if r.Floor != nil {
		r.Floor.write(out, "floor")
	}
	r.Chat.write(out, "chat")
	if r.Ratio != nil {
		figures.Row(out, "chat / floor", "ok p50 %.2f  p99 %.2f   event p50 %.2f  p99 %.2f", r.Ratio.OK50, r.Ratio.OK99, r.Ratio.Event50, r.Ratio.Event99)
	}
	fmt.Fprintln(out)
	return figures.Report(c.JSON, r)
}
