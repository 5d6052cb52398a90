package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"balcao/store"
)

const (
	mostRead  = 5_000  // events looked at in one read
	mostTold  = 50     // events acted on in one transaction
	mostHeard = 10_000 // events kept in memory; more are read from the log
	mayLag    = 10_000 // events the saved cursor may be behind
)

// news is what an event says of people who are to be told.
type news struct {
	pos     uint64
	at      time.Time
	notices []store.Notice
}

// follower turns events into feed rows and mails, each once: what it did and
// how far it has come are one transaction. It hears of events as they are
// committed and reads the log only for what it did not hear.
type follower struct {
	p  *Post
	at uint64 // acted upon up to here

	mu    sync.Mutex
	wake  chan struct{}
	heard []news
	newest,
	saved uint64
	missed bool // more came than it keeps
}

func (p *Post) follower() *follower { return &follower{p: p, wake: make(chan struct{}, 1)} }

// Follow looks once at every event since the cursor.
func (p *Post) Follow(ctx context.Context) error { return p.follower().scan(ctx) }

// Run follows the log and sends what is to be sent until ctx ends; a mail under
// way is given the time to end.
func (p *Post) Run(ctx context.Context) error {
	f := p.follower()
	defer p.Store.Log().Follow(f.hear)()
	defer p.Store.Watch(tableMail, p.kick)()
	var beside sync.WaitGroup
	beside.Go(func() { p.deliver(ctx) })
	beside.Go(func() { p.sweeps(ctx) })
	defer beside.Wait()
	f.run(ctx)
	return nil
}

func (f *follower) run(ctx context.Context) {
	again := time.NewTimer(0)
	defer again.Stop()
	act := f.scan
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		case <-again.C:
		}
		if err := act(ctx); err != nil {
			if ctx.Err() == nil {
				f.p.Log.Warn("people are not told of what happens", slog.Any("err", err))
			}
			act = f.scan
			again.Reset(time.Second)
			continue
		}
		act = f.act
		again.Reset(time.Minute)
	}
}

// hear notes what concerns people; it is on the writer's goroutine.
func (f *follower) hear(events []store.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range events {
		f.newest = e.Pos
		if len(e.Notices) == 0 {
			continue
		}
		if len(f.heard) < mostHeard {
			f.heard = append(f.heard, news{e.Pos, e.At, e.Notices})
		} else {
			f.missed = true
		}
		select {
		case f.wake <- struct{}{}:
		default:
		}
	}
}

// act works off what was heard.
func (f *follower) act(ctx context.Context) error {
	f.mu.Lock()
	heard, missed, newest := f.heard, f.missed, f.newest
	f.heard, f.missed = nil, false
	f.mu.Unlock()
	if missed {
		return f.scan(ctx)
	}
	for len(heard) > 0 && heard[0].pos <= f.at {
		heard = heard[1:]
	}
	for len(heard) > 0 {
		n := min(len(heard), mostTold)
		if err := f.tell(ctx, heard[:n], heard[n-1].pos); err != nil {
			return err
		}
		heard = heard[n:]
	}
	if newest > f.at && newest-f.saved >= mayLag {
		return f.tell(ctx, nil, newest)
	}
	return nil
}

// scan reads the log from the saved cursor to its end.
func (f *follower) scan(ctx context.Context) error {
	for {
		var found []news
		var saved, pos uint64
		err := f.p.Store.View(ctx, func(r store.Reader) (err error) {
			if saved, err = store.Cursor(r, cursorLog); err != nil {
				return err
			}
			found, pos, err = unread(r, max(saved, f.at))
			return err
		})
		if err != nil {
			return err
		}
		if pos == max(saved, f.at) {
			return nil
		}
		f.saved = saved
		if len(found) > 0 || pos-saved >= mayLag {
			if err := f.tell(ctx, found, pos); err != nil {
				return err
			}
		}
		f.at = pos
	}
}

func unread(r store.Reader, from uint64) (found []news, pos uint64, err error) {
	pos = from
	read := 0
	for e, err := range store.ReadEvents(r, from) {
		if err != nil {
			return nil, from, err
		}
		pos = e.Pos
		if len(e.Notices) > 0 {
			found = append(found, news{e.Pos, e.At, e.Notices})
		}
		if read++; read == mostRead || len(found) == mostTold {
			break
		}
	}
	return found, pos, nil
}

// tell acts on news and saves the cursor with it.
func (f *follower) tell(ctx context.Context, list []news, pos uint64) error {
	err := f.p.Store.Background(ctx, func(tx store.Tx) error {
		for _, n := range list {
			if err := f.p.tell(tx, n); err != nil {
				return err
			}
		}
		return store.SaveCursor(tx, cursorLog, pos)
	})
	if err == nil {
		f.at, f.saved = pos, pos
	}
	return err
}
