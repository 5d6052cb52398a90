package crash

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"balcao/tools/load/check"
	"balcao/tools/load/history"
	"balcao/tools/load/world"
)

// run is the state of one call of Run.
type run struct {
	Options
	house     *world.House
	admin     *world.Caller
	operators []*world.Caller
	clock     history.Clock
	start     atomic.Int64 // how often the server has been started
	stop      atomic.Bool  // write nothing new
	drains    atomic.Int64

	mu     sync.Mutex // guards what follows
	resets map[string]int
	refuse map[string]int
	odds   []string
	last   error // why somebody could not connect
}

// Run breaks the server as asked and returns what the checkers found. An error
// says that the experiment itself could not be made.
func Run(ctx context.Context, o Options) (Result, error) {
	r := &run{Options: o.withDefaults(), resets: map[string]int{}, refuse: map[string]int{}, clock: history.NewClock()}
	res := Result{Kind: "crash", Way: r.Way, Senders: r.Visitors + r.Operators, Found: []check.Fault{}}
	if err := r.open(ctx); err != nil {
		return res, err
	}
	defer func() { r.house.Kill() }()
	if r.Fill > 0 {
		if err := r.fill(ctx, &res); err != nil {
			return res, fmt.Errorf("filling: %w", err)
		}
	}
	for n := 0; res.Rounds < r.Rounds && ctx.Err() == nil; n++ {
		rounds := min(r.Batch, r.Rounds-res.Rounds)
		if err := r.batch(ctx, n, rounds, &res); err != nil {
			return res, fmt.Errorf("after %d rounds: %w", res.Rounds, err)
		}
		fmt.Fprintf(r.Progress, "  %d rounds, %d messages acknowledged, %d faults\n", res.Rounds, res.Acknowledged, len(res.Found))
		if len(res.Found) > 0 {
			break
		}
	}
	res.Drains, res.Resets, res.Refused, res.Odd = r.drains.Load(), r.resets, r.refuse, r.odds
	return res, ctx.Err()
}

// open makes the house and its operators.
func (r *run) open(ctx context.Context) (err error) {
	if r.house, err = world.NewHouse(r.Binary, r.Folder, r.Flags...); err != nil {
		return err
	}
	r.start.Add(1)
	if r.operators, err = world.Operators(r.house.URL, r.Operators); err == nil {
		r.admin, err = world.Admin(r.house.URL)
	}
	if err != nil {
		r.house.Kill()
	}
	return err
}

// batch has new visitors write while the server is broken so many times, then
// lets all come to rest and checks.
func (r *run) batch(ctx context.Context, n, rounds int, res *Result) error {
	c, err := r.cast(ctx, n)
	if err != nil {
		return err
	}
	r.stop.Store(false)
	living, end := context.WithCancel(ctx)
	var alive sync.WaitGroup
	for _, p := range c.people {
		p.quiet.Store(false)
		alive.Go(func() { p.live(living) })
	}
	defer alive.Wait()
	defer end()
	for range rounds {
		if err := r.round(ctx, c, res); err != nil {
			return err
		}
		res.Rounds++
	}
	r.stop.Store(true)
	if err := c.rest(ctx); err != nil {
		return fmt.Errorf("%w (last: %w)", err, r.why())
	}
	h, err := c.history()
	if err != nil {
		return err
	}
	c.settle(ctx, h)
	end()
	alive.Wait()
	res.count(h)
	res.Found = append(res.Found, check.All(h)...)
	return c.dismiss()
}

func (r *run) stopping() bool { return r.stop.Load() }

func (r *run) reset(reason string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resets[reason]++
}

func (r *run) refused(code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refuse[code]++
}

// odd notes what should not happen and breaks no promise by itself.
func (r *run) odd(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.odds) < 20 {
		r.odds = append(r.odds, what)
	}
}

func (r *run) late(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = err
}

func (r *run) why() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// until waits for something, looking often, and tells whether it came.
func until(ctx context.Context, limit time.Duration, done func() bool) bool {
	for began := time.Now(); !done(); sleep(ctx, 2*time.Millisecond) {
		if time.Since(began) > limit || ctx.Err() != nil {
			return false
		}
	}
	return true
}
