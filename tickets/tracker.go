// Package tickets keeps what is to be solved: tickets with their timeline, the
// conversion of a chat into one, and requests kept for want of cover.
package tickets

import (
	"context"
	"io"
	"log/slog"
	"time"

	"balcao/actor"
	"balcao/files"
	"balcao/store"
)

// Options are what a Tracker stands on.
type Options struct {
	Store store.Store
	Clock func() time.Time
	NewID func() string
	Log   *slog.Logger
	// Pace takes one message off the session's rate or fails; nil = no rate.
	Pace func(a actor.Actor) error
	// Files takes what comes with a form sent without scripts; files.Cabinet is
	// one. nil = such forms bring no files.
	Files Taker
	// Waiting is the word that tells the customer of a chat to look into it; nil
	// when nothing reaches him. chat.Desk has it; nil = nobody is told so.
	Waiting func(tx store.Tx, conv string) (*store.Notice, error)
}

// Taker keeps one file and says what it became.
type Taker interface {
	Take(ctx context.Context, a actor.Actor, name string, r io.Reader) (files.File, error)
}

// Tracker is where tickets are opened, worked on and found.
type Tracker struct{ Options }

// New returns a Tracker. Call Run beside it.
func New(o Options) *Tracker {
	if o.Pace == nil {
		o.Pace = func(actor.Actor) error { return nil }
	}
	return &Tracker{o}
}

// time is now, as exact as the chat keeps it: both meet in one timeline.
func (k *Tracker) time() time.Time { return k.Clock().UTC().Truncate(time.Millisecond) }
