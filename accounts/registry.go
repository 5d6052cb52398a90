package accounts

import (
	"log/slog"
	"sync"
	"time"

	"balcao/actor"
	"balcao/seal"
	"balcao/store"
)

// Options are what a Registry stands on.
type Options struct {
	Store store.Store
	Clock func() time.Time
	NewID func() string
	// Key is the 32 bytes beside the data file; codes that can be sent again
	// are derived from it.
	Key seal.Key
	Log *slog.Logger
	// Joined is told, inside the transaction, of every account that becomes
	// staff; with the first administrator, what the set-up calls what the house
	// starts with.
	Joined func(tx store.Tx, a Account, first Names) error
	// Progress tells which steps of Getting started that belong to other
	// features are done: sites, snippet, test_chat.
	Progress func(r store.Reader) map[string]bool
	// MailReady tells whether mail can be sent; nil = no. Until it can, links
	// are shown to those who may invite.
	MailReady func(r store.Reader) (bool, error)
	// NoticeChoices lists what somebody may choose to be told of, and
	// ChooseNotices keeps it in the transaction that changes the profile; nil =
	// there is nothing to choose.
	NoticeChoices func(r store.Reader, who actor.Actor) ([]NoticeChoice, error)
	ChooseNotices func(tx store.Tx, who actor.Actor, chosen []NoticeChoice) error
	// URL is the configured public address, without a slash at its end.
	URL func() string
	// Secure tells that people reach the server by https.
	Secure bool
	// SignIns is how many sign-ins one address may try a minute; 0 = 120.
	SignIns int
	// Cost is the work of one password hash; zero = DefaultCost.
	Cost Cost
}

// Names are of what every house starts with; an empty one changes nothing.
type Names struct{ Department, Site string }

// Registry knows who is who.
type Registry struct {
	Options
	hasher    *hasher
	guesses   *guesses
	seen      sync.Map // session id → time of the last-seen write under way or done
	writes    sync.WaitGroup
	spares    spares
	warnPlain sync.Once
	drawing   chan struct{} // how many pictures are drawn at once
}

// New returns a Registry; Close waits for its last writes.
func New(o Options) *Registry {
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost
	}
	if o.SignIns == 0 {
		o.SignIns = 120
	}
	if o.Joined == nil {
		o.Joined = func(store.Tx, Account, Names) error { return nil }
	}
	if o.Progress == nil {
		o.Progress = func(store.Reader) map[string]bool { return nil }
	}
	if o.MailReady == nil {
		o.MailReady = func(store.Reader) (bool, error) { return false, nil }
	}
	if o.URL == nil {
		o.URL = func() string { return "" }
	}
	return &Registry{Options: o, hasher: newHasher(o.Cost), guesses: newGuesses(o.Clock), drawing: make(chan struct{}, 2)}
}

// Close waits for what is still being written; call it before the store is
// closed.
func (g *Registry) Close() { g.writes.Wait() }
