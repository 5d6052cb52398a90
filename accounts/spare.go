package accounts

import (
	"context"
	"errors"
	"sync"
	"time"

	"balcao/fault"
	"balcao/store"
)

// spares are sessions opened while the disk took no writes: signing in must
// work then (quality.md). They live in memory and are written down at their
// next use once that is possible; until then a restart ends them.
type spares struct {
	mu     sync.Mutex
	byHash map[string]spare
	steps  map[string]int64 // account → period of the one-time code used last
}

type spare struct {
	Session
	credential string // the password hash it was opened with: a change ends it
}

func (p *spares) put(s spare) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byHash == nil {
		p.byHash = map[string]spare{}
	}
	if len(p.byHash) < 10_000 {
		p.byHash[s.Hash] = s
	}
}

func (p *spares) get(hash string) (spare, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.byHash[hash]
	return s, ok
}

// drop forgets the spare session of that id and tells whether there was one.
func (p *spares) drop(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for hash, s := range p.byHash {
		if s.ID == id {
			delete(p.byHash, hash)
			return true
		}
	}
	return false
}

// admitSpare opens a session that cannot be written now. It does not remember
// the browser: that needs the disk.
func (g *Registry) admitSpare(ctx context.Context, s Session, c credential, code string) (a Account, grant Grant, err error) {
	grant = s.renew(s.CreatedAt, "")
	s.Family, s.Remember, s.Device = "", "", ""
	err = g.Store.View(ctx, func(r store.Reader) error {
		if a, err = stillGood(r, c); err != nil {
			return err
		}
		return g.spendSpare(r, a.ID, code, s.CreatedAt)
	})
	if err != nil {
		return a, Grant{}, err
	}
	g.spares.put(spare{Session: s, credential: c.Hash})
	return a, grant, nil
}

// spendSpare is spendTOTP while nothing can be written: what was used is
// remembered here, and recovery codes wait for the disk.
func (g *Registry) spendSpare(r store.Reader, account, typed string, now time.Time) error {
	t, err := totpOf(r, account)
	if err != nil || !t.On {
		return err
	}
	g.spares.mu.Lock()
	defer g.spares.mu.Unlock()
	t.Step, t.Recovery = max(t.Step, g.spares.steps[account]), nil
	if err := g.spend(&t, typed, now); err != nil {
		return err
	}
	if g.spares.steps == nil {
		g.spares.steps = map[string]int64{}
	}
	g.spares.steps[account] = t.Step
	return nil
}

// sessionBy finds the session of a secret's hash, on disk or among the spares.
func (g *Registry) sessionBy(r store.Reader, hash string) (Session, error) {
	s, err := first(sessions.By(r, "hash", hash))
	if !errors.Is(err, store.ErrNotFound) {
		return s, err
	}
	p, ok := g.spares.get(hash)
	if !ok {
		return Session{}, store.ErrNotFound
	}
	c, err := credentials.Get(r, p.Account)
	if err == nil && c.Hash != p.credential {
		g.spares.drop(p.ID)
		err = store.ErrNotFound
	}
	if err == nil {
		g.keepSpare(p)
	}
	return p.Session, err
}

// keepSpare writes the session down; while the disk is full it stays a spare.
func (g *Registry) keepSpare(p spare) {
	g.later("spare/"+p.ID, func(tx store.Tx) error {
		c, err := credentials.Get(tx, p.Account)
		if err != nil {
			return err
		}
		a, err := AccountOf(tx, p.Account)
		if err != nil {
			return err
		}
		if c.Hash != p.credential || a.State != Active {
			return fault.Missing()
		}
		if _, err := sessions.Get(tx, p.ID); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return g.enter(tx, a, p.Session, "")
	})
}
