package accounts

import (
	"context"
	"iter"

	"balcao/actor"
	"balcao/store"
)

// RevokeKey ends a key: no token of it opens anything any more, and what its
// tokens opened is over. A key revoked already is left alone.
func (g *Registry) RevokeKey(ctx context.Context, who actor.Actor, product, id string) error {
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "key.revoke", Object{}); err != nil {
			return err
		}
		p, err := ProductOf(tx, product)
		if err != nil {
			return missing(err)
		}
		k, err := productKeys.Get(tx, id)
		if err == nil && k.Product != p.ID {
			err = store.ErrNotFound
		}
		if err != nil || !k.Active() {
			return missing(err)
		}
		k.RevokedAt = g.Clock().UTC()
		if err := Audit(tx, k.RevokedAt, who, "key.revoke", "product/"+p.ID, map[string]any{"key": k.ID}); err != nil {
			return err
		}
		return productKeys.Put(tx, k)
	})
	if err != nil {
		return err
	}
	return g.endAllOf(ctx, id)
}

// endedAtOnce is how much one transaction ends: there may be thousands.
const endedAtOnce = 200

// endAllOf ends what tokens of that key opened. Until it is through, the key
// alone keeps them out.
func (g *Registry) endAllOf(ctx context.Context, key string) error {
	for more := true; more; {
		err := g.Store.Background(ctx, func(tx store.Tx) error {
			now := g.Clock().UTC()
			passed, err := someOf(passes.By(tx, "key", key), func(p pass) string { return p.ID })
			if err != nil {
				return err
			}
			opened, err := someOf(sessions.By(tx, "key", key), func(s Session) string { return s.ID })
			if err != nil {
				return err
			}
			for _, id := range passed {
				if err := endPass(tx, now, id); err != nil {
					return err
				}
			}
			for _, id := range opened {
				if err := endSession(tx, now, id); err != nil {
					return err
				}
			}
			more = len(passed)+len(opened) > 0
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// someOf collects the first few ids: what is walked over may not be changed.
func someOf[T any](rows iter.Seq2[T, error], id func(T) string) (ids []string, err error) {
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		if ids = append(ids, id(row)); len(ids) == endedAtOnce {
			break
		}
	}
	return ids, nil
}
