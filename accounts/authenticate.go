package accounts

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Authenticate tells who sends the request: a visitor, or whoever a product
// vouched for, by its bearer token, an account by its session cookie, nobody otherwise. A bearer token that is not
// good is a fault; a session cookie that is not good is nobody. It reads the
// file each time, so whatever was ended is ended for the next request.
func (g *Registry) Authenticate(ctx context.Context, r *http.Request) (actor.Actor, error) {
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		if token = strings.TrimSpace(token); strings.HasPrefix(token, passPrefix) {
			return g.bearer(ctx, r, token)
		}
		return g.visitor(ctx, token)
	}
	if id, ok := r.Context().Value(recalledKey{}).(string); ok {
		return g.account(ctx, func(rd store.Reader) (Session, error) { return sessions.Get(rd, id) })
	}
	c, err := r.Cookie(g.SessionCookie())
	if err != nil || c.Value == "" {
		return actor.Actor{}, nil
	}
	return g.account(ctx, func(rd store.Reader) (Session, error) { return g.sessionBy(rd, atRest(c.Value)) })
}

func (g *Registry) visitor(ctx context.Context, token string) (actor.Actor, error) {
	if !strings.HasPrefix(token, visitorTokenPrefix) {
		return actor.Actor{}, fault.New(fault.Unauthenticated, "")
	}
	var v Visitor
	err := g.Store.View(ctx, func(r store.Reader) (err error) {
		v, err = first(visitors.By(r, "hash", atRest(token)))
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return actor.Actor{}, fault.New(fault.Unauthenticated, "")
	case err != nil:
		return actor.Actor{}, err
	case v.Blocked:
		return actor.Actor{}, fault.New(fault.Forbidden, "blocked")
	}
	if now := g.Clock().UTC(); now.Sub(v.SeenAt) >= time.Hour {
		g.later(v.ID, func(tx store.Tx) error {
			v, err := visitors.Get(tx, v.ID)
			if err != nil {
				return err
			}
			v.SeenAt = now
			return visitors.Put(tx, v)
		})
	}
	return v.Actor(), nil
}

func (g *Registry) account(ctx context.Context, find func(store.Reader) (Session, error)) (actor.Actor, error) {
	var s Session
	var a Account
	bare := false
	err := g.Store.View(ctx, func(r store.Reader) (err error) {
		if s, err = find(r); err != nil {
			return err
		}
		if s.Key != "" {
			if k, err := productKeys.Get(r, s.Key); err != nil || !k.Active() {
				return errors.Join(store.ErrNotFound, err)
			}
		}
		if a, err = AccountOf(r, s.Account); err == nil {
			bare, err = unprotected(r, a)
		}
		return err
	})
	now := g.Clock().UTC()
	if errors.Is(err, store.ErrNotFound) || err == nil && (!s.awake(now) || a.State != Active) {
		return actor.Actor{}, nil
	}
	if err != nil {
		return actor.Actor{}, err
	}
	g.noteSeen(s, now)
	who := a.Actor()
	who.Session, who.NeedsTOTP = s.ID, bare
	return who, nil
}

// noteSeen writes when a session was last used: at once the first time its
// secret comes back, later at most once a minute.
func (g *Registry) noteSeen(s Session, now time.Time) {
	if s.Seen && now.Sub(s.SeenAt) < seenEvery {
		return
	}
	g.later(s.ID, func(tx store.Tx) error {
		row, err := sessions.Get(tx, s.ID)
		if err != nil || row.Hash != s.Hash {
			return err
		}
		row.SeenAt, row.Seen = now, true
		return sessions.Put(tx, row)
	})
}

// later runs a small write in the background, one at a time for a subject;
// that it fails hurts nobody.
func (g *Registry) later(subject string, write func(store.Tx) error) {
	if _, under := g.seen.LoadOrStore(subject, struct{}{}); under {
		return
	}
	g.writes.Go(func() {
		defer g.seen.Delete(subject)
		if err := g.Store.Background(context.Background(), write); err != nil && !errors.Is(err, store.ErrNotFound) {
			g.Log.Debug("last seen not written", "err", err)
		}
	})
}

// first is the first row of a query or store.ErrNotFound.
func first[T any](rows func(func(T, error) bool)) (row T, err error) {
	err = store.ErrNotFound
	for row, err = range rows {
		break
	}
	return row, err
}
