package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"syscall"
	"time"
)

// stopLimit is how long the server may take to end when asked to.
const stopLimit = 10 * time.Second

// round lets people write for a random while, then breaks the server. Every
// other round counts from when all are in step, so that a slow machine, too,
// has them all writing; the rest may end while they are still coming back.
func (r *run) round(ctx context.Context, c *cast, res *Result) error {
	shortest := r.Longest / 10
	lasts := shortest + rand.N(r.Longest-shortest)
	began := time.Now()
	patient := res.Rounds%2 == 0
	limit := lasts
	if patient {
		limit = 10 * time.Second
	}
	if until(ctx, limit, c.inStep) {
		res.InStep.add(time.Since(began))
	} else if patient && ctx.Err() == nil {
		r.odd(fmt.Sprintf("round %d: not in step within %s: %v (last: %v)", res.Rounds, limit, c.missing(), r.why()))
	}
	if patient {
		began = time.Now()
	}
	sleep(ctx, lasts-time.Since(began))
	select {
	case <-r.house.Done():
		return fmt.Errorf("the server ended by itself: %s", r.house.Errors())
	default:
	}
	switch r.Way {
	case Pause:
		return r.pause(ctx)
	case Term:
		if err := r.term(ctx, c, res); err != nil {
			return err
		}
	default:
		r.house.Kill()
	}
	r.Down()
	r.start.Add(1)
	began = time.Now()
	if err := r.house.Start(); err != nil {
		return fmt.Errorf("the server does not start again: %w", err)
	}
	if err := r.ready(); err != nil {
		return err
	}
	res.Ready.add(time.Since(began))
	return nil
}

// ready asks once whether the server serves.
func (r *run) ready() error {
	answer, err := http.Get(r.house.URL + "/readyz")
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready after the start: %s", answer.Status)
	}
	return nil
}

// term asks the server to end; those in step must be told to come back later.
func (r *run) term(ctx context.Context, c *cast, res *Result) error {
	told, inStep := r.drains.Load(), c.inStep()
	code, took, err := r.house.Stop(ctx)
	if err != nil {
		return err
	}
	res.Stop.add(took)
	if code != 0 || took > stopLimit {
		res.fault("stop", "SIGTERM: exit %d after %s: %s", code, took.Round(time.Millisecond), r.house.Errors())
	}
	if n := r.drains.Load() - told; inStep && n < c.tabs() {
		res.fault("stop", "SIGTERM: %d of %d sockets were told to come back later", n, c.tabs())
	}
	return nil
}

// pause stops the process for a while.
func (r *run) pause(ctx context.Context) error {
	if err := r.house.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	sleep(ctx, 100*time.Millisecond+rand.N(2500*time.Millisecond))
	return r.house.Signal(syscall.SIGCONT)
}
