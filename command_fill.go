package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"balcao/actor"
	"balcao/store"
)

// fillArgs say how much is made up.
type fillArgs struct {
	Messages  int           `default:"10000" help:"Chat messages."`
	Tickets   int           `default:"1000" help:"Tickets."`
	Companies int           `default:"200" help:"Companies, two customers each."`
	Since     time.Duration `default:"7200h" help:"When the first of it happened, before now."`
	Until     time.Duration `default:"1h" help:"When the last of it happened, before now."`
}

// filler writes made-up work into an installation through the verbs of the
// program, many at a time so that the engine commits them in groups.
type filler struct {
	*house
	args      fillArgs
	clock     *shiftedClock
	operators []actor.Actor
	customers []actor.Actor
	messages  atomic.Int64
	tickets   atomic.Int64
}

// fillers is how many work at once: a group of that many shares one sync.
const fillers = 96

// fillCommand is for tools/load: nobody wants it in a real installation, so the
// help does not show it. The server must be stopped and have an administrator.
// What is past is left as a server would have left it that ran all the time:
// the log trimmed, no due rows of work that is over.
func fillCommand(ctx context.Context, s settings, args fillArgs, out, errs io.Writer) error {
	clock := &shiftedClock{}
	clock.ago(args.Since)
	fatal := make(chan error, 1)
	h, err := assemble(s, "http://"+s.Listen, clock.now, newLog(s, errs), func(err error) { fatal <- err })
	if err != nil {
		return err
	}
	f := &filler{house: h, args: args, clock: clock}
	began := time.Now()
	err = f.all(ctx)
	if err == nil {
		fmt.Fprintf(out, "%d messages, %d tickets in %s\n", f.messages.Load(), f.tickets.Load(), time.Since(began).Round(10*time.Millisecond))
	}
	return errors.Join(err, h.close())
}

func (f *filler) all(ctx context.Context) error {
	if err := f.people(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- f.tidy(ctx) }()
	err := f.work(ctx)
	cancel()
	if tidied := <-done; err == nil && !errors.Is(tidied, context.Canceled) {
		err = tidied
	}
	f.clock.ago(0)
	return errors.Join(err, f.forget(context.Background()))
}

// work has all fillers talk until there are enough messages, then write tickets.
func (f *filler) work(ctx context.Context) error {
	var (
		running sync.WaitGroup
		once    sync.Once
		failed  error
	)
	for n := range fillers {
		running.Go(func() {
			w := newPen(f, n)
			for ctx.Err() == nil {
				err := w.next(ctx)
				if errors.Is(err, io.EOF) {
					return
				}
				if err != nil {
					once.Do(func() { failed = err })
					return
				}
				f.moveOn()
			}
		})
	}
	running.Wait()
	return errors.Join(failed, ctx.Err())
}

// moveOn sets the clock by how much of the work is done.
func (f *filler) moveOn() {
	all := float64(f.args.Messages + f.args.Tickets)
	part := min(float64(f.messages.Load()+f.tickets.Load())/all, 1)
	f.clock.ago(f.args.Since - time.Duration(part*float64(f.args.Since-f.args.Until)))
}

// tidy forgets every second what a running server would have.
func (f *filler) tidy(ctx context.Context) error {
	for tick := time.Tick(time.Second); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick:
			if err := f.forget(ctx); err != nil {
				return err
			}
		}
	}
}

// keptEvents is about what a week of an installation of this size brings.
const keptEvents = 30_000

// forget drops due rows whose time has come and all but the newest events.
// Those are told by number: a fill after a measurement begins in the past of
// events that are there already.
func (f *filler) forget(ctx context.Context) error {
	head := f.store.Log().Head()
	for _, old := range []store.Range{
		{From: store.Key("due"), To: store.Key("due", f.clock.now())},
		{From: store.Key(store.LogTable), To: store.EventKey(max(head, keptEvents) - keptEvents)},
	} {
		for more := true; more; {
			err := f.store.Update(ctx, func(tx store.Tx) error {
				var keys [][]byte
				for k := range tx.Ascend(old) {
					if keys = append(keys, append([]byte(nil), k...)); len(keys) == 500 {
						break
					}
				}
				more = len(keys) == 500
				for _, k := range keys {
					if err := tx.Delete(k); err != nil {
						return err
					}
				}
				return tx.Err()
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
