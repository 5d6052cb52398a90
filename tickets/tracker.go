// Package tickets keeps what is to be solved: tickets with their timeline, the
// conversion of a chat into one, and requests kept for want of cover.
package tickets

import (
	"log/slog"
	"time"

	"balcao/store"
)

// Options are what a Tracker stands on.
type Options struct {
	Store store.Store
	Clock func() time.Time
	NewID func() string
	Log   *slog.Logger
}

// Tracker is where tickets are opened, worked on and found.
type Tracker struct{ Options }

// New returns a Tracker. Call Run beside it.
func New(o Options) *Tracker { return &Tracker{o} }
