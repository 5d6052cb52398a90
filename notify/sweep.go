package notify

import (
	"context"
	"log/slog"
	"time"

	"balcao/store"
)

// How long things are kept after they have done their work.
const (
	keepSent    = 30 * 24 * time.Hour
	keepMails   = 90 * 24 * time.Hour
	keepNotices = 180 * 24 * time.Hour
	mostSwept   = 200 // rows removed in one transaction
)

func (p *Post) sweeps(ctx context.Context) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := p.Sweep(ctx); err != nil && ctx.Err() == nil {
			p.Log.Warn("old notices and mails stay", slog.Any("err", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
		}
	}
}

// Sweep removes what is too old to matter: sent mails after 30 days, others
// after 90, lines of the feed after 180. What still waits stays.
func (p *Post) Sweep(ctx context.Context) error {
	now := p.now()
	for {
		n := 0
		err := p.Store.Background(ctx, func(tx store.Tx) error {
			old, err := oldMails(tx, now)
			if err != nil {
				return err
			}
			for _, id := range old {
				if err := mails.Delete(tx, id); err != nil {
					return err
				}
			}
			var gone []Notice
			for row, err := range notices.By(tx, indexAt) {
				if err != nil {
					return err
				}
				if now.Sub(row.At) <= keepNotices || len(gone) == mostSwept {
					break
				}
				gone = append(gone, row)
			}
			for _, row := range gone {
				if err := notices.Delete(tx, row.Account, row.Pos, row.Part); err != nil {
					return err
				}
			}
			n = max(len(old), len(gone))
			return nil
		})
		if err != nil || n < mostSwept {
			return err
		}
	}
}

func oldMails(r store.Reader, now time.Time) (ids []string, err error) {
	for state, keep := range map[string]time.Duration{Sent: keepSent, Failed: keepMails, Kept: keepMails} {
		for m, err := range mails.By(r, indexState, state) {
			if err != nil {
				return nil, err
			}
			if now.Sub(m.At) <= keep || len(ids) == mostSwept {
				break
			}
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}
