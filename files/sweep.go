package files

import (
	"context"
	"log/slog"
	"time"

	"balcao/store"
)

const sweepChunk = 200

// Run sweeps every hour until the context ends.
func (c *Cabinet) Run(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if n, err := c.Sweep(ctx); err != nil && ctx.Err() == nil {
			c.Log.Error("sweeping files failed", slog.Any("err", err))
		} else if n > 0 {
			c.Log.Info("files nobody refers to removed", slog.Int("files", n))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Sweep removes the files that nothing has referred to for 24 hours, and what
// an upload cut short left in the folder; it tells how many files there were.
func (c *Cabinet) Sweep(ctx context.Context) (int, error) {
	before := c.Clock().Add(-keepLoose)
	total, err := c.sweepFiles(ctx, before)
	if err != nil {
		return total, err
	}
	return total, c.sweepBlobs(ctx, before)
}

func (c *Cabinet) sweepFiles(ctx context.Context, before time.Time) (int, error) {
	total := 0
	for {
		gone, err := c.sweepRows(ctx, before)
		if err != nil {
			return total, err
		}
		if len(gone) == 0 {
			return total, nil
		}
		total += len(gone)
		var shas []string
		for _, f := range gone {
			shas = append(shas, f.SHA)
			if f.Thumb != f.SHA {
				shas = append(shas, f.Thumb)
			}
		}
		if err := c.discard(ctx, shas...); err != nil {
			return total, err
		}
	}
}

// sweepRows takes the rows first: a blob without row is found again by the
// walk over the folder, a row without blob never is.
func (c *Cabinet) sweepRows(ctx context.Context, before time.Time) ([]row, error) {
	var gone []row
	err := c.Store.Background(ctx, func(tx store.Tx) error {
		gone = gone[:0]
		for f, err := range rows.By(tx, indexLoose) {
			if err != nil {
				return err
			}
			if !f.At.Before(before) || len(gone) == sweepChunk {
				break
			}
			gone = append(gone, f)
		}
		for _, f := range gone {
			if err := rows.Delete(tx, f.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return gone, err
}

// sweepBlobs removes blobs that have had no row for a day.
func (c *Cabinet) sweepBlobs(ctx context.Context, before time.Time) error {
	var old []string
	for b, err := range c.Blobs.Walk() {
		if err != nil {
			return err
		}
		if b.Stored.Before(before) {
			old = append(old, b.SHA)
		}
		if len(old) == sweepChunk {
			if err := c.discard(ctx, old...); err != nil {
				return err
			}
			old = old[:0]
		}
	}
	return c.discard(ctx, old...)
}
