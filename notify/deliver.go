package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"balcao/store"
)

const (
	longest   = 30 * time.Second // longest sleep, so that a jump of the wall clock is noticed
	mostMails = 50               // mails read at once
	strikes   = 2                // broken lines in a row before the server counts as gone
)

// deliver sends what is due until ctx ends.
func (p *Post) deliver(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-timer.C:
		}
		timer.Reset(p.Send(ctx))
	}
}

// Send sends what is due, one after the other, and returns how long there is
// nothing to do. What cannot be sent now stays.
func (p *Post) Send(ctx context.Context) time.Duration {
	if o := p.present(); o.until.After(p.now()) {
		return min(o.until.Sub(p.now()), longest)
	}
	r := &round{p: p}
	defer r.close()
	for ctx.Err() == nil {
		due, next, err := r.due(ctx)
		if err != nil {
			p.Log.Warn("the outbox cannot be read", slog.Any("err", err))
			return longest
		}
		if len(due) == 0 {
			return next
		}
		for _, m := range due {
			if ctx.Err() != nil {
				return longest
			}
			if wait, err := r.one(ctx, m); err != nil {
				p.Log.Warn("what became of a mail is not written down", slog.Any("err", err))
				return time.Second
			} else if wait > 0 {
				return min(wait, longest)
			}
		}
	}
	return longest
}

// round is one turn at the outbox, over one connection while it lasts.
type round struct {
	p        *Post
	settings Settings
	line     *line
	broken   int // lines that broke in a row
}

func (r *round) close() {
	if r.line != nil {
		r.line.close()
		r.line = nil
	}
}

// due reads the mails whose time has come and how long until the one after.
func (r *round) due(ctx context.Context) (due []Mail, next time.Duration, err error) {
	now := r.p.now()
	var set Settings
	err = r.p.Store.View(ctx, func(tx store.Reader) (err error) {
		due, next = nil, longest
		if set, err = SettingsOf(tx); err != nil {
			return err
		}
		for m, err := range mails.By(tx, indexNext) {
			if err != nil {
				return err
			}
			if m.Next.After(now) {
				next = min(m.Next.Sub(now), longest)
				break
			}
			if due = append(due, m); len(due) == mostMails {
				break
			}
		}
		return nil
	})
	if set.Version != r.settings.Version {
		r.close()
	}
	r.settings = set
	return due, next, err
}

// one tries one mail and writes down what became of it; wait says that no other
// is to be tried for so long.
func (r *round) one(ctx context.Context, m Mail) (wait time.Duration, err error) {
	if !r.settings.Ready() {
		return 0, r.p.settle(ctx, m, func(m *Mail) { m.State = Kept })
	}
	var l letter
	err = r.p.Store.View(ctx, func(tx store.Reader) (err error) {
		l, err = r.p.compose(tx, r.settings, m)
		return err
	})
	var why pointless
	switch {
	case errors.As(err, &why):
		return 0, r.p.settle(ctx, m, func(m *Mail) { m.fail(string(why), "") })
	case err != nil && ctx.Err() != nil:
		return longest, nil
	case err != nil:
		r.p.Log.Error("a mail cannot be made", slog.String("mail", m.ID), slog.String("kind", m.Kind), slog.Any("err", err))
		return 0, r.p.settle(ctx, m, func(m *Mail) { m.fail(reasonUnmade, "") })
	}
	if r.line == nil {
		if r.line, err = r.p.dial(ctx, r.settings); err != nil {
			r.line = nil
			return r.unreachable(ctx, m, err)
		}
	}
	return r.sent(ctx, m, r.line.send(l.message()))
}

// sent writes down what the server answered to the mail.
func (r *round) sent(ctx context.Context, m Mail, err error) (wait time.Duration, _ error) {
	now := r.p.now()
	if err == nil {
		r.broken = 0
		r.p.over()
		return 0, r.p.settle(ctx, m, func(m *Mail) { m.sent(now) })
	}
	code, said := refusal(err)
	switch {
	case signIn(code):
		r.close()
		return r.unreachable(ctx, m, err)
	case code >= 500:
		r.broken = 0
		r.p.over()
		return 0, r.p.settle(ctx, m, func(m *Mail) { m.tried(now); m.fail(reasonRefused, said) })
	case code >= 400 && code != 421:
		r.broken = 0
		r.p.over()
		return 0, r.p.settle(ctx, m, func(m *Mail) { m.tried(now); m.later(now, said) })
	}
	// The line broke, perhaps over this mail: the others get their turn.
	r.close()
	if r.broken++; r.broken >= strikes {
		wait = r.p.down(said)
	}
	return wait, r.p.settle(ctx, m, func(m *Mail) { m.tried(now); m.later(now, said) })
}

// unreachable keeps the mail as it is, unless it has waited for days.
func (r *round) unreachable(ctx context.Context, m Mail, err error) (time.Duration, error) {
	if ctx.Err() != nil {
		return longest, nil
	}
	_, said := refusal(err)
	if r.p.present().tries == 0 {
		r.p.Log.Warn("the mail server cannot be used", slog.String("said", said))
	}
	now := r.p.now()
	if now.Sub(m.At) > giveUp && now.Sub(m.Since) > giveUp {
		return r.p.down(said), r.p.settle(ctx, m, func(m *Mail) { m.tried(now); m.fail(reasonGaveUp, said) })
	}
	return r.p.down(said), nil
}
