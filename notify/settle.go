package notify

import (
	"context"
	"errors"
	"time"

	"balcao/store"
)

// giveUp is after how long a mail that is not taken has failed, as mail servers
// themselves do (RFC 5321, 4.5.4.1).
const giveUp = 5 * 24 * time.Hour

var retries = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour}

// settle writes down what became of a mail, even when the program is told to
// stop: what a server has taken is not sent again. A mail that was asked for
// anew meanwhile is left alone.
func (p *Post) settle(ctx context.Context, m Mail, change func(*Mail)) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer stop()
	return p.Store.Update(ctx, func(tx store.Tx) error {
		row, err := mails.Get(tx, m.ID)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil || row.Times != m.Times || row.State != m.State {
			return err
		}
		change(&row)
		return mails.Put(tx, row)
	})
}

func (m *Mail) tried(now time.Time) {
	m.Attempts++
	if m.Since.IsZero() {
		m.Since = now
	}
}

func (m *Mail) sent(now time.Time) {
	m.tried(now)
	m.State, m.SentAt, m.Error, m.Reason, m.Next = Sent, now, "", "", time.Time{}
}

func (m *Mail) fail(reason, said string) {
	m.State, m.Reason, m.Error, m.Next = Failed, reason, said, time.Time{}
}

// later tries again after a while that grows, or gives up.
func (m *Mail) later(now time.Time, said string) {
	if now.Sub(m.Since) > giveUp {
		m.fail(reasonGaveUp, said)
		return
	}
	m.Error, m.Next = said, now.Add(retries[min(m.Attempts-1, len(retries)-1)])
}
