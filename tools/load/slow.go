package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// slowCommand has many follow the same conversations; one of them stops
// reading its socket, and the others must not notice.
type slowCommand struct {
	common  `embed:""`
	Readers int           `default:"50" help:"Operators who take part in every conversation."`
	Talks   int           `default:"10" help:"Conversations."`
	Rate    float64       `default:"500" help:"Messages a second, each to every reader."`
	Before  time.Duration `default:"12s" help:"Time measured before one stops, and again after it is let go."`
	Stopped time.Duration `default:"40s" help:"How long it reads nothing at most."`
	Flood   int           `default:"66000" help:"Messages before the readers come: what the server remembers is full then and grows no more."`
	Buffer  int           `default:"65536" help:"Receive buffer of the one who stops; what the kernel holds back nobody can feel."`
}

// slowed is what the readers felt.
type slowed struct {
	Kind    string          `json:"kind"`
	Readers int             `json:"readers"`
	Rate    float64         `json:"rate"`
	Before  figures.Latency `json:"before"`
	During  figures.Latency `json:"during"` // from the stop until it was let go
	After   figures.Latency `json:"after"`
	Ratio   float64         `json:"p99_during_by_before"`
	LetGo   float64         `json:"let_go_s"` // -1 = not within the time
	Heap    [2]int64        `json:"heap_bytes"`
	RSS     [2]int64        `json:"rss_bytes"` // most of it, before and during
	Missed  int             `json:"missed"`
	Doubled int             `json:"doubled"`
	Resets  int             `json:"resets"`
	Back    float64         `json:"resumed_s"`
	Others  int             `json:"others_missed"`
}

func (c *slowCommand) Run(out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	h, err := world.MakeHouse(binary, filepath.Join(folder, "data"))
	if err != nil {
		return err
	}
	ear := &world.Ear{}
	// Collecting often, the live heap is known to the second.
	if err := h.StartAs([]string{"GODEBUG=gctrace=1", "GOGC=50"}, ear); err != nil {
		return err
	}
	defer h.Kill()
	room, err := c.room(h.URL)
	if err != nil {
		return err
	}
	defer room.end()
	r := slowed{Kind: "slow", Readers: c.Readers, Rate: c.Rate, LetGo: -1}

	go room.talk(c.Rate)
	time.Sleep(3 * time.Second) // warm
	most := watchMost(h.PID, ear)
	r.Before = room.measure(func() { time.Sleep(c.Before) })
	r.Heap[0], r.RSS[0] = most()

	slow := room.readers[0]
	descriptors := figures.Look(h.PID).Descriptors
	most = watchMost(h.PID, ear)
	slow.stop()
	r.During = room.measure(func() {
		for began := time.Now(); time.Since(began) < c.Stopped; time.Sleep(50 * time.Millisecond) {
			if figures.Look(h.PID).Descriptors < descriptors {
				r.LetGo = time.Since(began).Seconds()
				return
			}
		}
	})
	r.Heap[1], r.RSS[1] = most()
	r.After = room.measure(func() { time.Sleep(c.Before) })

	took, err := slow.resume()
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	r.Back = took.Seconds()
	room.quiet()
	r.Ratio = r.During.P99 / r.Before.P99
	room.check(&r)
	r.tell(out)
	return figures.Report(c.JSON, r)
}

// watchMost looks at the server ten times a second until it is asked for the
// most that its live heap and its memory were.
func watchMost(pid int, ear *world.Ear) func() (heap, rss int64) {
	stop, done := make(chan struct{}), make(chan int64)
	ear.Forget()
	go func() {
		rss := int64(0)
		for {
			select {
			case <-stop:
				done <- rss
				return
			case <-time.After(100 * time.Millisecond):
				rss = max(rss, figures.MemoryOf(pid).Own)
			}
		}
	}()
	return func() (int64, int64) {
		close(stop)
		_, heap, _ := ear.Live()
		return heap, <-done
	}
}

func (r *slowed) tell(out io.Writer) {
	mib := func(b int64) float64 { return float64(b) / (1 << 20) }
	fmt.Fprintf(out, "slow: one of %d readers stops at %.0f messages/s\n", r.Readers, r.Rate)
	figures.Row(out, "others before", "%s", r.Before)
	figures.Row(out, "others meanwhile", "%s, p99 × %.2f", r.During, r.Ratio)
	figures.Row(out, "others after", "%s", r.After)
	figures.Row(out, "let go", "after %.1f s", r.LetGo)
	figures.Row(out, "server", "live heap %.0f → %.0f MiB, own memory %.1f → %.1f MiB", mib(r.Heap[0]), mib(r.Heap[1]), mib(r.RSS[0]), mib(r.RSS[1]))
	figures.Row(out, "resumed", "in %.1f s, %d missed, %d doubled, %d resets; others missed %d", r.Back, r.Missed, r.Doubled, r.Resets, r.Others)
}
