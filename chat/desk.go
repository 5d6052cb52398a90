// Package chat is the counter itself: conversations and their messages, the
// queue and who answers it, the presence of staff, departments and sites.
package chat

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/seal"
	"balcao/store"
)

// Volatile sends frames that are not stored; live.Hub is one.
type Volatile interface {
	Volatile(ev, conv string, data any, topics []string, exceptConn string)
}

// Visitors knows who comes by the widget; accounts.Registry is one.
type Visitors interface {
	NewVisitor(ctx context.Context, v accounts.Visitor) (accounts.Visitor, string, error)
	Vouch(ctx context.Context, identity string, v accounts.Visitor) (accounts.Person, string, error)
	LeaveWidget(ctx context.Context, a actor.Actor) error
}

// Options are what a Desk stands on; the numbers have defaults.
type Options struct {
	Store    store.Store
	Clock    func() time.Time
	NewID    func() string
	Log      *slog.Logger
	Volatile Volatile
	Visitors Visitors
	// Key is the 32 bytes beside the data file; codes of links are derived from it.
	Key seal.Key
	// Pace takes one message off the session's rate, the one its sockets draw on
	// too, or fails; nil = HTTP has a rate of its own.
	Pace func(a actor.Actor) error
	// MaxFile is told to the widget.
	MaxFile int64
	// VisitorRate is how many visitors one address may make a minute; 0 = 120.
	VisitorRate int
	// OpenLimit is how many conversations one customer may have open; 0 = 20.
	OpenLimit int
}

// Desk is where conversations are held.
type Desk struct {
	Options
	typists *typists
	lookers *lookers
	present *attendance
	started atomic.Bool   // those who were online before the start have their time
	queue   chan struct{} // signalled when a queue may have changed
	changed struct {
		sync.Mutex
		departments, operators map[string]bool
		covers                 covers
	}
}

// New returns a Desk. Call Run beside it.
func New(o Options) *Desk {
	if o.VisitorRate == 0 {
		o.VisitorRate = 120
	}
	if o.OpenLimit == 0 {
		o.OpenLimit = 20
	}
	if o.MaxFile == 0 {
		o.MaxFile = 100 << 20
	}
	d := &Desk{Options: o, queue: make(chan struct{}, 1)}
	d.changed.departments, d.changed.operators = map[string]bool{}, map[string]bool{}
	d.changed.covers.all = true // what changed while nothing ran
	d.queue <- struct{}{}
	d.typists = newTypists(o.Volatile)
	d.lookers = newLookers()
	d.present = newAttendance()
	return d
}

// Run gives those who were online before the start their time to come back,
// then tells waiting customers their place whenever a queue moves. It ends
// with the context.
func (d *Desk) Run(ctx context.Context) error {
	for err := d.reopenDoors(ctx); err != nil; err = d.reopenDoors(ctx) {
		if ctx.Err() != nil {
			return nil
		}
		d.Log.Warn("presence of the last run not taken over yet", slog.Any("err", err))
		select { // a full disk, say; until then nobody is taken for gone
		case <-ctx.Done():
		case <-time.After(5 * time.Second):
		}
	}
	stop := d.Store.Log().Follow(d.noteQueues)
	defer stop()
	defer d.typists.stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.queue:
			if err := d.lookAtCover(ctx); err != nil && ctx.Err() == nil {
				d.Log.Warn("queues not ranked anew", slog.Any("err", err))
			}
			if err := d.tellPlaces(ctx); err != nil && ctx.Err() == nil {
				d.Log.Warn("queue places not told", slog.Any("err", err))
			}
		}
	}
}

// Due are the handlers of this feature's due-rows, for the scheduler.
func (d *Desk) Due() map[string]func(tx store.Tx, subject string, version uint64) error {
	return map[string]func(store.Tx, string, uint64) error{
		dueAbsent:     d.dueAbsent,
		dueUnanswered: d.dueUnanswered,
		dueIdle:       d.dueIdle,
		dueOffer:      d.dueOffer,
		dueOpening:    d.dueOpening,
		dueDrain:      d.dueDrain,
		dueUnread:     d.dueUnread,
	}
}

// now is the clock as it is stored and told: UTC, to the millisecond.
func (d *Desk) now() time.Time { return d.Clock().UTC().Truncate(time.Millisecond) }

// known turns a missing row into the answer for it.
func known(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing()
	}
	return err
}

// every reads a small table whole.
func every[T any](ctx context.Context, s store.Store, table *store.Table[T]) ([]T, error) {
	var list []T
	err := s.View(ctx, func(r store.Reader) error {
		list = []T{}
		for row, err := range table.All(r) {
			if err != nil {
				return err
			}
			list = append(list, row)
		}
		return nil
	})
	return list, err
}
