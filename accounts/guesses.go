package accounts

import (
	"context"
	"sync"
	"time"
)

// guesses slows down whoever guesses passwords. Only failures count, and only
// the answers to wrong guesses are held back, so the owner with the right
// password is never made to wait or kept out by a stranger. A guesser who does
// not wait for the answer is refused once the answers owed to that address for
// that account pile up.
type guesses struct {
	clock func() time.Time
	mu    sync.Mutex
	tally map[string]*tally
}

// tally counts the failures of one key.
type tally struct {
	failures int
	last     time.Time
	owed     time.Time // when the last answer held back goes out
}

const (
	guessesForget = time.Hour // since the last failure
	owedAtMost    = 10 * time.Second
	talliesAtMost = 100_000
)

func newGuesses(clock func() time.Time) *guesses {
	return &guesses{clock: clock, tally: map[string]*tally{}}
}

// may tells whether one more try is looked at, or when to come back.
func (g *guesses) may(account, address string) (retry time.Duration, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.clock()
	t := g.tally["pair "+account+" "+address]
	if t == nil || t.owed.Sub(now) <= owedAtMost {
		return 0, true
	}
	return t.owed.Sub(now) - owedAtMost, false
}

// failed counts a wrong guess and tells how long to hold the answer back.
func (g *guesses) failed(account, address string) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.clock()
	g.sweep(now)
	pair := g.count("pair "+account+" "+address, now)
	hold := max(
		holdPair(pair.failures),
		holdMany(g.count("account "+account, now).failures, 10),
		holdMany(g.count("address "+address, now).failures, 30),
	)
	if hold == 0 {
		return 0
	}
	if pair.owed.Before(now) {
		pair.owed = now
	}
	pair.owed = pair.owed.Add(hold)
	return pair.owed.Sub(now)
}

// passed forgets the failures of that address for that account.
func (g *guesses) passed(account, address string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.tally, "pair "+account+" "+address)
}

// failures tells how often the account was guessed at in vain, from anywhere.
func (g *guesses) failures(account string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.tally["account "+account]
	if t == nil || g.clock().Sub(t.last) > guessesForget {
		return 0
	}
	return t.failures
}

func (g *guesses) count(key string, now time.Time) *tally {
	t := g.tally[key]
	if t == nil || now.Sub(t.last) > guessesForget {
		t = &tally{}
		g.tally[key] = t
	}
	t.failures++
	t.last = now
	return t
}

func (g *guesses) sweep(now time.Time) {
	if len(g.tally) < talliesAtMost {
		return
	}
	for key, t := range g.tally {
		if now.Sub(t.last) > guessesForget || len(g.tally) > talliesAtMost*9/10 {
			delete(g.tally, key)
		}
	}
}

// holdPair grows with the failures of one address for one account.
func holdPair(failures int) time.Duration {
	switch {
	case failures <= 2:
		return 0
	case failures <= 6:
		return 250 * time.Millisecond << (failures - 3)
	case failures <= 20:
		return 3 * time.Second
	case failures <= 50:
		return 5 * time.Second
	case failures <= 100:
		return 10 * time.Second
	default:
		return 30 * time.Second
	}
}

// holdMany grows with the failures for one account from anywhere, or of one
// address for anybody: offices share an address, so it begins later and stays
// small.
func holdMany(failures, free int) time.Duration {
	if failures <= free {
		return 0
	}
	return min(time.Duration(failures-free)*100*time.Millisecond, 3*time.Second)
}

// pause waits, or less when the context ends.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
