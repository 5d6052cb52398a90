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

// passage are the paths of what the widget shows.
var passage = [...]string{"/api/v1/widget/", "/api/v1/live/", "/api/v1/conversations", "/api/v1/tickets", "/api/v1/requests", "/api/v1/files", "/api/v1/search", "/files/", "/live"}

// bearer tells who brings that pass. Somewhere else than where the widget
// looks it is good for nothing: it lies in the storage of a browser.
func (g *Registry) bearer(ctx context.Context, r *http.Request, token string) (who actor.Actor, err error) {
	var p pass
	now := g.Clock().UTC()
	err = g.Store.View(ctx, func(rd store.Reader) (err error) {
		if p, err = passes.Unique(rd, "hash", atRest(token)); err != nil {
			return err
		}
		if who, err = p.actor(rd, now); err != nil {
			return err
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return actor.Actor{}, fault.New(fault.Unauthenticated, "")
	}
	if err != nil {
		return actor.Actor{}, err
	}
	if r.URL != nil && r.URL.Path != "" && !begins(r.URL.Path, passage[:]) {
		return actor.Actor{}, fault.Denied()
	}
	if now.Sub(p.SeenAt) >= time.Hour {
		g.later(p.ID, func(tx store.Tx) error {
			row, err := passes.Get(tx, p.ID)
			if err != nil {
				return err
			}
			row.SeenAt = now
			return passes.Put(tx, row)
		})
	}
	return who, nil
}

// actor is who acts with the pass, ErrNotFound when nobody may.
func (p pass) actor(r store.Reader, now time.Time) (who actor.Actor, err error) {
	k, err := productKeys.Get(r, p.Key)
	if err != nil {
		return who, err
	}
	if p.over(now) || !k.Active() {
		return who, store.ErrNotFound
	}
	kind, id, _ := strings.Cut(p.Person, "/")
	if kind == "visitor" {
		v, err := visitors.Get(r, id)
		if err == nil && v.Blocked {
			err = fault.New(fault.Forbidden, "blocked")
		}
		who = v.Actor()
		who.Session, who.Site = p.ID, p.Site
		return who, err
	}
	a, err := accounts.Get(r, id)
	if err == nil && (a.State != Active || a.Role != actor.Customer) {
		err = store.ErrNotFound
	}
	who = a.Actor()
	who.Session, who.Site = p.ID, p.Site
	who.MustChange = false // a first password was not used here
	return who, err
}

func begins(path string, with []string) bool {
	for _, p := range with {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}
