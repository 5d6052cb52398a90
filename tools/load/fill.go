package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// fillCommand makes a big installation in steps of ten and measures at each
// what must not grow with it.
type fillCommand struct {
	common   `embed:""`
	Data     string        `placeholder:"FOLDER" help:"Make it here and keep it; thrown away at the end when not named."`
	Messages int           `default:"1000000" help:"Chat messages."`
	Tickets  int           `default:"100000" help:"Tickets."`
	Rate     float64       `default:"100" help:"Messages a second while latency is measured."`
	Duration time.Duration `default:"10s" help:"Of that."`
	Requests int           `default:"200" help:"Requests of each kind."`
	Only     bool          `help:"Make it in one step and measure nothing."`
}

// filled is what one step showed.
type filled struct {
	Kind     string                     `json:"kind"`
	Messages int                        `json:"messages"`
	Tickets  int                        `json:"tickets"`
	Made     float64                    `json:"made_in_s"`
	File     int64                      `json:"file_bytes"`
	Start    []float64                  `json:"start_ms"` // each until the first answer
	Fresh    figures.Memory             `json:"memory_after_start"`
	After    figures.Memory             `json:"memory_after_all"`
	Chat     measured                   `json:"chat"`
	Pages    map[string]figures.Latency `json:"pages"`
}

func (c *fillCommand) Run(out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	data := c.Data
	if data == "" {
		data = filepath.Join(folder, "data")
	}
	h, err := world.MakeHouse(binary, data)
	if err != nil {
		return err
	}
	var first *filled
	for at, done := c.first(), 0; ; at, done = min(at*10, c.Messages), at {
		step := filled{Kind: "fill", Messages: at, Tickets: c.Tickets * at / c.Messages, Pages: map[string]figures.Latency{}}
		if err := c.make(h, &step, done); err != nil {
			return err
		}
		fmt.Fprintf(out, "fill: %d messages, %d tickets made in %.1f s, file %.1f MB\n", step.Messages, step.Tickets, step.Made, float64(step.File)/1e6)
		if !c.Only {
			if err := c.measure(h, &step, done == 0); err != nil {
				return err
			}
			step.tell(out, first)
		}
		if first == nil {
			first = &step
		}
		if err := figures.Report(c.JSON, step); err != nil || at == c.Messages {
			return err
		}
	}
}

func (c *fillCommand) first() int {
	if c.Only {
		return c.Messages
	}
	return min(10_000, c.Messages)
}

// make brings the house from done messages to those of the step, in the part of
// the past that is theirs.
func (c *fillCommand) make(h *world.House, s *filled, done int) error {
	const past = 300 * 24 * time.Hour
	left := func(n int) string {
		return (past - time.Duration(float64(past)*float64(n)/float64(c.Messages)) + time.Hour).String()
	}
	fill := exec.Command(
		h.Binary, "fill", "--data", h.Folder, "--log-level", "warn", "--since", left(done), "--until", left(s.Messages),
		"--messages", strconv.Itoa(s.Messages-done), "--tickets", strconv.Itoa(s.Tickets-c.Tickets*done/c.Messages),
	)
	began := time.Now()
	if said, err := fill.CombinedOutput(); err != nil {
		return fmt.Errorf("fill: %w %s", err, said)
	}
	s.Made = time.Since(began).Seconds()
	info, err := os.Stat(filepath.Join(h.Folder, "balcao.db"))
	if err == nil {
		s.File = info.Size()
	}
	return err
}

// measure starts the house five times, then has people use it.
func (c *fillCommand) measure(h *world.House, s *filled, isNew bool) error {
	for range 5 {
		if h.Program != nil {
			if _, _, err := h.Stop(context.Background()); err != nil {
				return err
			}
		}
		began := time.Now()
		if err := h.Start(); err != nil {
			return err
		}
		if _, _, err := world.Stranger(h.URL).Get("/readyz"); err != nil {
			return err
		}
		s.Start = append(s.Start, float64(time.Since(began).Microseconds())/1000)
	}
	defer func() { _, _, _ = h.Stop(context.Background()) }()
	s.Fresh = figures.MemoryOf(h.PID)
	if err := c.pages(h, s); err != nil {
		return err
	}
	if err := c.chat(h, s, isNew); err != nil {
		return err
	}
	s.After = figures.MemoryOf(h.PID)
	return nil
}
