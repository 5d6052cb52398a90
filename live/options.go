// Package live is the WebSocket protocol of the widget and the console: it
// brings committed events to whoever is entitled to them, takes frames in and
// hands them to the features, and lets nobody who reads slowly hold up others.
package live

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Options are what a Hub needs. Store, Clock, Log, NewID, Topics, Origin and
// Authenticate are required.
type Options struct {
	Store store.Store
	Clock func() time.Time
	Log   *slog.Logger
	NewID func() string
	// Topics is what the principal is entitled to now, besides its own topic
	// and session, which the hub adds.
	Topics func(r store.Reader, a actor.Actor) ([]string, error)
	// MayWatch fails when the staff member may not see the conversation.
	MayWatch func(r store.Reader, a actor.Actor, conv string) error
	// Watched learns that a connection of staff follows a conversation it is not
	// part of, or does so no longer; never called under a lock of the hub.
	Watched func(ctx context.Context, a actor.Actor, conn, conv string, on bool)
	// Snapshot is the state a client starts from after a reset.
	Snapshot func(r store.Reader, a actor.Actor) (any, error)
	// Origin tells whether the request's Origin is the server itself or allowed
	// to embed the widget: on any site, or with a on that principal's.
	Origin func(r *http.Request, a *actor.Actor) bool
	// Authenticate tells whether a credential still holds; only the cookies,
	// Authorization, host and address of the request are filled in.
	Authenticate func(ctx context.Context, r *http.Request) (actor.Actor, error)
	Attendance   Attendance
	// Say is the sentence for people about a refusal, in that language; nil = a
	// refusal has its code only.
	Say func(locale string, f *fault.Error) string
	// Outdated tells whether a client is too old to be spoken to (4504).
	Outdated func(c Client) bool
	Frames   []Frame
	Limits   Limits
}

// Attendance learns who is here: once for each socket, and once for each
// session that polls, gone after 40 s of silence. Calls for one conn are in
// order and never made under a lock of the hub.
type Attendance interface {
	Arrived(a actor.Actor, conn string)
	Left(a actor.Actor, conn string)
}

// Frame is one kind of frame that clients may send.
type Frame struct {
	Name  string
	Roles actor.Roles
	// Handle runs on the reader of the connection, so frames of one socket keep
	// their order. raw is the whole object, valid until Handle returns; a fault
	// becomes an err frame carrying the cmid of raw.
	Handle func(ctx context.Context, c *Conn, raw []byte) error
}

// message tells whether the frame counts against the message rate; the others
// have a wider one.
func (f Frame) message() bool { return f.Name == "send" }

type nobodyAttends struct{}

func (nobodyAttends) Arrived(actor.Actor, string) {}
func (nobodyAttends) Left(actor.Actor, string)    {}

func (o Options) withDefaults() Options {
	if o.Attendance == nil {
		o.Attendance = nobodyAttends{}
	}
	if o.Watched == nil {
		o.Watched = func(context.Context, actor.Actor, string, string, bool) {}
	}
	if o.Outdated == nil {
		o.Outdated = func(Client) bool { return false }
	}
	o.Limits = o.Limits.withDefaults()
	return o
}
